"""Data clients in the admin: the token is shown once."""

import pytest

from accounts.models import DataClient
from nubo.tests.admin_desk import Desk


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


def make(desk: Desk, account) -> tuple[DataClient, str]:
    response = desk.send_form(DataClient, "add", account=account.pk, name="ETL")
    assert response.status_code == 200
    return DataClient.objects.get(), response.context["token"]


def test_token_is_shown_once_and_works(desk, account):
    client, token = make(desk, account)
    assert DataClient.objects.with_token(token).get() == client
    assert token not in desk.get(DataClient, "change", client.pk).content.decode()
    assert token not in str(list(desk.client.session.items()))


def test_page_with_the_token_is_not_kept(desk, account):
    response = desk.send_form(DataClient, "add", account=account.pk, name="ETL")
    assert "no-store" in response.headers["Cache-Control"]


def test_button_revokes(desk, account):
    client, _token = make(desk, account)
    assert desk.client.get(desk.address(DataClient, "revoke", client.pk)).status_code == 200
    client.refresh_from_db()
    assert client.revoked_at is None
    desk.post(DataClient, "revoke", client.pk)
    client.refresh_from_db()
    assert client.revoked_at is not None


def test_nothing_else_is_written(desk, account):
    client, _token = make(desk, account)
    assert desk.post(DataClient, "change", client.pk, name="X").status_code == 403
    assert desk.post(DataClient, "delete", client.pk, post="yes").status_code == 403
    client.refresh_from_db()
    assert client.name == "ETL"


def test_blank_name_is_refused(desk, account):
    response = desk.send_form(DataClient, "add", account=account.pk)
    assert list(desk.errors(response)) == ["name"]
    assert not DataClient.objects.exists()
