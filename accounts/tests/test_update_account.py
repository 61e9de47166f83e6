"""Changing an account: its administrators keep its data, staff decide its terms."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import Account, User
from accounts.tests.factories import AccountFactory, make_cnpj
from nubo.shared.errors import InvalidTransition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def patch(client: APIClient, account: Account, **body: Any) -> Any:
    return client.patch(f"/accounts/{account.pk}", body, format="json")


def wrong_fields(response: Any) -> set[str]:
    assert response.status_code == 400, response.content
    return {error["attr"] for error in response.json()["errors"]}


def state(account: Account) -> dict[str, Any]:
    return Account.all_objects.filter(pk=account.pk).values().get()


def test_its_administrator_keeps_its_data(api: Callable[..., APIClient], admin: User, account: Account) -> None:
    code = make_cnpj(555)
    body = {"name": "Padaria São João", "email": "Novo@padaria.example", "identifying_code": code, "phone": "1"}
    response = api(admin).put(f"/accounts/{account.pk}", {**body, "address": {"city": "Osasco"}}, format="json")
    assert response.status_code == 200
    shown = response.json()
    assert {field: shown[field] for field in body} == {**body, "email": "novo@padaria.example"}
    assert shown["address"]["city"] == "Osasco"
    account.refresh_from_db()
    assert account.search_name == "padaria sao joao"


def test_put_needs_what_is_required_and_leaves_the_rest(
    api: Callable[..., APIClient], admin: User, account: Account
) -> None:
    patch(api(admin), account, phone="1", address={"city": "Osasco", "state": "SP"})
    assert wrong_fields(api(admin).put(f"/accounts/{account.pk}", {"name": "X"}, format="json")) == {
        "email",
        "identifying_code",
    }
    body = {
        "name": "X",
        "email": account.email,
        "identifying_code": account.identifying_code,
        "address": {"city": "Santos"},
    }
    shown = api(admin).put(f"/accounts/{account.pk}", body, format="json").json()
    assert (shown["phone"], shown["address"]["city"], shown["address"]["state"]) == ("1", "Santos", "SP")


@pytest.mark.parametrize(
    ("field", "value"), [("role", "provider"), ("payment_terms", "net"), ("net_days", 90), ("is_active", False)]
)
def test_its_administrator_does_not_change_its_terms(
    api: Callable[..., APIClient], admin: User, account: Account, field: str, value: Any
) -> None:
    before = state(account)
    response = patch(api(admin), account, name="X", **{field: value})
    assert wrong_fields(response) == {field}
    assert response.json()["errors"][0]["code"] == "not_allowed"
    assert state(account) == before


def test_what_was_read_can_be_sent_back(
    api: Callable[..., APIClient], admin: User, account: Account, staff: User
) -> None:
    patch(api(staff), account, payment_terms="net", net_days=10)
    for person in (admin, staff):
        shown = api(person).get(f"/accounts/{account.pk}").json()
        response = api(person).put(f"/accounts/{account.pk}", shown, format="json")
        assert response.status_code == 200, response.content
        assert {**response.json(), "updated_at": None} == {**shown, "updated_at": None}


def test_who_may(
    api: Callable[..., APIClient], account: Account, admin: User, member: User, stranger: User, staff: User
) -> None:
    before = state(account)
    for caller, status in ((None, 401), (member, 403), (stranger, 404)):
        assert patch(api(caller), account, name="X").status_code == status
        assert api(caller).put(f"/accounts/{account.pk}", {}, format="json").status_code == status
    assert state(account) == before
    assert patch(api(staff), account, name="X").status_code == 200


def test_staff_change_terms_both_ways(api: Callable[..., APIClient], staff: User, account: Account) -> None:
    shown = patch(api(staff), account, payment_terms="net", net_days=30, role="provider").json()
    assert (shown["payment_terms"], shown["net_days"], shown["role"]) == ("net", 30, "provider")
    shown = patch(api(staff), account, payment_terms="prepaid").json()
    assert (shown["payment_terms"], shown["net_days"]) == ("prepaid", None)
    assert wrong_fields(patch(api(staff), account, payment_terms="prepaid", net_days=5)) == {"net_days"}
    assert wrong_fields(patch(api(staff), account, net_days=5)) == {"net_days"}


def test_deactivating_keeps_everyone_out_until_it_ends(
    api: Callable[..., APIClient], staff: User, admin: User, account: Account
) -> None:
    client = api(admin)
    assert patch(api(staff), account, is_active=False).status_code == 200
    assert client.get("/users/me").status_code == 401
    assert patch(api(staff), account, is_active=True).status_code == 200
    assert client.get("/users/me").status_code == 200


def test_clashes_are_named(api: Callable[..., APIClient], admin: User, account: Account) -> None:
    other = AccountFactory()
    before = state(account)
    assert wrong_fields(patch(api(admin), account, email=other.email.upper())) == {"email"}
    assert wrong_fields(patch(api(admin), account, identifying_code=other.identifying_code)) == {"identifying_code"}
    assert state(account) == before


@pytest.mark.parametrize("body", [[], "x", 5, {"name": {}}, {"address": {"city": ["x"]}}, {"identifying_code": "1"}])
def test_nonsense_writes_nothing(api: Callable[..., APIClient], staff: User, account: Account, body: Any) -> None:
    before = state(account)
    for method in ("put", "patch"):
        response = getattr(api(staff), method)(f"/accounts/{account.pk}", body, format="json")
        assert response.status_code == 400
    assert state(account) == before


def test_one_deleted_meanwhile_is_not_brought_back(account: Account) -> None:
    actions.delete_account(account=account, at=NOW)
    with pytest.raises(InvalidTransition):
        actions.update_account(account=account, data={"name": "X"})
    assert not Account.objects.filter(pk=account.pk).exists()


def test_the_action_knows_its_fields(account: Account) -> None:
    with pytest.raises(TypeError, match="deleted_at"):
        actions.update_account(account=account, data={"deleted_at": None})
