"""Reading accounts: the list is for staff, one's own is for everyone in it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.choices import AccountRole
from accounts.models import Account, User
from accounts.tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def names(client: APIClient, query: str = "") -> list[str]:
    response = client.get(f"/accounts{query}")
    assert response.status_code == 200, response.content
    return [account["name"] for account in response.json()["results"]]


def test_one_account_by_id_and_email(
    api: Callable[..., APIClient], account: Account, admin: User, member: User, stranger: User, staff: User
) -> None:
    for path in (
        f"/accounts/{account.pk}",
        f"/accounts/email/{account.email}",
        f"/accounts/email/{account.email.upper()}",
    ):
        for caller, status in ((None, 401), (member, 200), (admin, 200), (stranger, 404), (staff, 200)):
            response = api(caller).get(path)
            assert response.status_code == status, (path, caller)
            if status == 200:
                assert response.json()["id"] == str(account.pk)


def test_the_list_is_for_staff(
    api: Callable[..., APIClient], account: Account, admin: User, member: User, stranger: User, staff: User
) -> None:
    for caller, status in ((None, 401), (member, 403), (admin, 403), (stranger, 403)):
        assert api(caller).get("/accounts").status_code == status
    assert names(api(staff)) == ["Outra Empresa", "Padaria Central"]


def test_the_deleted_are_gone(api: Callable[..., APIClient], account: Account, staff: User) -> None:
    account.mark_deleted(at=NOW)
    assert names(api(staff)) == []
    for path in (f"/accounts/{account.pk}", f"/accounts/email/{account.email}"):
        assert api(staff).get(path).status_code == 404


@pytest.fixture
def three(db: None) -> None:
    AccountFactory(name="Açaí do Pará", email="contato@acai.example", identifying_code="12.ABC.345/01DE-35")
    AccountFactory(name="Banca da Ana", role=AccountRole.PROVIDER)
    AccountFactory(name="Casa 100%", is_active=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?search=acai", ["Açaí do Pará"]),
        ("?search=PARÁ%20açaí", ["Açaí do Pará"]),
        ("?search=acai.example", ["Açaí do Pará"]),
        ("?search=12.abc.345/01", ["Açaí do Pará"]),
        ("?search=acai%20banca", []),
        ("?search=%25", ["Casa 100%"]),
        ("?search=_", []),
        ("?search=", ["Açaí do Pará", "Banca da Ana", "Casa 100%"]),
        ("?role=provider", ["Banca da Ana"]),
        ("?is_active=false", ["Casa 100%"]),
        ("?is_active=true&role=customer", ["Açaí do Pará"]),
    ],
)
def test_filters(api: Callable[..., APIClient], staff: User, three: None, query: str, found: list[str]) -> None:
    assert names(api(staff), query) == found


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("?role=boss", "role"), ("?role=%00", "role"), ("?is_active=perhaps", "is_active"), ("?is_active=1", "is_active"),
        ("?search=%00", "search"), ("?search=" + "x" * 201, "search"), ("?page=0", "page"), ("?page=x", "page"),
        ("?page_size=0", "page_size"), ("?page_size=x", "page_size"),
    ],
)  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_named(
    api: Callable[..., APIClient], staff: User, query: str, attr: str
) -> None:
    response = api(staff).get(f"/accounts{query}")
    assert response.status_code == 400
    assert [error["attr"] for error in response.json()["errors"]] == [attr]


def test_many_short_words_are_no_error(api: Callable[..., APIClient], staff: User, three: None) -> None:
    assert names(api(staff), "?search=" + "+".join("a" * 100)) == ["Açaí do Pará", "Banca da Ana", "Casa 100%"]


def test_a_list_costs_the_same_for_one_and_for_twenty(
    api: Callable[..., APIClient],
    staff: User,
    account: Account,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    client = api(staff)
    # The token's person, the count, the rows.
    with django_assert_num_queries(3):
        assert client.get("/accounts").json()["count"] == 1
    AccountFactory.create_batch(19)
    with django_assert_num_queries(3):
        assert len(client.get("/accounts").json()["results"]) == 20
    for path in (f"/accounts/{account.pk}", f"/accounts/email/{account.email}"):
        with django_assert_num_queries(2):
            client.get(path)
