"""Credentials for an account's programs: shown once, kept as a digest, revoked for good."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import actions
from accounts.models import Account, DataClient, User
from accounts.tests.factories import AccountFactory
from nubo.shared.errors import Conflict

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def test_the_token_is_kept_as_a_digest_only(account: Account) -> None:
    data_client, token = actions.create_data_client(account=account, name="ERP")
    assert token.startswith("nubo_")
    assert len(token) == len("nubo_") + 43
    assert data_client.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert DataClient.objects.with_token(token).get() == data_client
    assert not DataClient.objects.with_token(token + "x").exists()
    with connection.cursor() as cursor:
        for table in ("accounts_dataclient", "accounts_historicaldataclient"):
            cursor.execute(f"SELECT * FROM {table}")
            assert token not in str(cursor.fetchall())


def test_each_token_is_another(account: Account) -> None:
    assert len({actions.create_data_client(account=account, name="ERP")[1] for _ in range(20)}) == 20


def test_a_name_is_needed(account: Account) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.create_data_client(account=account, name="")
    assert set(refusal.value.message_dict) == {"name"}
    assert not DataClient.objects.exists()


def test_which_are_usable(account: Account) -> None:
    for_ever, _ = actions.create_data_client(account=account, name="for ever")
    for_a_day, _ = actions.create_data_client(account=account, name="a day", expires_at=NOW + timedelta(days=1))
    actions.create_data_client(account=account, name="expired", expires_at=NOW)
    revoked, _ = actions.create_data_client(account=account, name="revoked")
    actions.revoke_data_client(data_client=revoked, at=NOW)
    actions.create_data_client(account=AccountFactory(is_active=False), name="inactive")
    assert set(DataClient.objects.usable(NOW)) == {for_ever, for_a_day}
    assert set(DataClient.objects.usable(NOW + timedelta(days=1))) == {for_ever}


def test_a_second_revocation_keeps_the_first_instant(account: Account) -> None:
    data_client, _ = actions.create_data_client(account=account, name="ERP")
    actions.revoke_data_client(data_client=data_client, at=NOW)
    again = actions.revoke_data_client(data_client=data_client, at=NOW + timedelta(days=1))
    assert again.revoked_at == NOW


def test_they_end_with_their_account_and_do_not_come_back(account: Account) -> None:
    data_client, _ = actions.create_data_client(account=account, name="ERP")
    actions.delete_account(account=account, at=NOW)
    assert not DataClient.objects.usable(NOW).exists()
    with pytest.raises(Conflict):
        actions.create_data_client(account=account, name="another")
    actions.restore_account(account=account)
    data_client.refresh_from_db()
    assert data_client.revoked_at == NOW
    assert not DataClient.objects.usable(NOW).exists()


def test_who_sees_them(account: Account, admin: User, member: User, stranger: User, staff: User) -> None:
    data_client, _ = actions.create_data_client(account=account, name="ERP")
    seen = {person: list(DataClient.objects.visible_to(person)) for person in (admin, member, stranger, staff)}
    assert seen == {admin: [data_client], member: [], stranger: [], staff: [data_client]}
