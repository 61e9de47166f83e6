"""Opening accounts: staff, and anyone while self sign-up is on."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, AccountFactory, make_cnpj

pytestmark = pytest.mark.django_db
ADDRESS = {
    "street": "Rua das Flores",
    "number": "100",
    "complement": "",
    "district": "Centro",
    "city": "São Paulo",
    "state": "SP",
    "postal_code": "01000-000",
    "country": "BR",
}
ADMIN = {"name": "Nova", "email": "Nova@nova.example", "password": PASSWORD}
BODY: dict[str, Any] = {
    "name": "Nova Empresa",
    "email": "Contato@nova.example",
    "identifying_code": "12.abc.345/01de-35",
    "phone": "+55 11 4000-0000",
    "address": ADDRESS,
}


def create(client: APIClient, **changes: Any) -> Any:
    return client.post("/accounts", {**BODY, **changes}, format="json")


def wrong_fields(response: Any) -> set[str]:
    assert response.status_code == 400, response.content
    return {error["attr"] for error in response.json()["errors"]}


def nothing_written() -> bool:
    return (
        not Account.all_objects.filter(name="Nova Empresa").exists()
        and not User.all_objects.filter(name="Nova").exists()
    )


def test_staff_open_one_with_any_terms(api: Callable[..., APIClient], staff: User) -> None:
    terms = {"role": "provider", "payment_terms": "net", "net_days": 30, "is_active": False}
    response = create(api(staff), **terms)
    assert response.status_code == 201
    account = Account.objects.get(identifying_code="12ABC34501DE35")
    assert response.json() == {
        "id": str(account.pk),
        **BODY,
        "email": "contato@nova.example",
        "identifying_code": "12ABC34501DE35",
        **terms,
        "created_at": account.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": account.updated_at.isoformat().replace("+00:00", "Z"),
    }
    assert list(response.json()) == [
        "id", "name", "email", "identifying_code", "role", "phone", "address", "payment_terms", "net_days", "is_active", "created_at",
        "updated_at",
    ]  # fmt: skip
    assert list(response.json()["address"]) == list(ADDRESS)
    assert not account.users.exists()


def test_staff_may_name_the_first_administrator(api: Callable[..., APIClient], staff: User) -> None:
    response = create(api(staff), admin=ADMIN)
    assert response.status_code == 201
    user = User.objects.get(email="nova@nova.example")
    assert (str(user.account_id), user.role, user.is_staff) == (response.json()["id"], "admin", False)
    assert "admin" not in response.json()


def test_anyone_signs_up_as_a_prepaid_customer(api: Callable[..., APIClient], settings: Settings) -> None:
    settings.SELF_SIGN_UP = True
    response = create(api(), admin=ADMIN)
    assert response.status_code == 201
    body = response.json()
    assert (body["role"], body["payment_terms"], body["net_days"], body["is_active"]) == (
        "customer",
        "prepaid",
        None,
        True,
    )
    signed_in = api().post("/users/authenticate", {"email": ADMIN["email"], "password": PASSWORD}, format="json")
    assert signed_in.status_code == 200
    assert signed_in.json()["user"]["account"] == body["id"]
    assert signed_in.json()["user"]["role"] == "admin"


def test_signing_up_needs_an_administrator(api: Callable[..., APIClient]) -> None:
    assert wrong_fields(create(api())) == {"admin"}
    assert wrong_fields(create(api(), admin=None)) == {"admin"}
    assert wrong_fields(create(api(), admin={})) == {"admin.name", "admin.email", "admin.password"}
    assert nothing_written()


@pytest.mark.parametrize(
    ("field", "value"),
    [("role", "provider"), ("role", "internal"), ("net_days", 30), ("payment_terms", "net"), ("is_active", False)],
)
def test_who_signs_up_does_not_choose_the_terms(api: Callable[..., APIClient], field: str, value: Any) -> None:
    assert wrong_fields(create(api(), admin=ADMIN, **{field: value})) == {field}
    assert nothing_written()


def test_the_usual_terms_may_be_said(api: Callable[..., APIClient]) -> None:
    terms = {"role": "customer", "payment_terms": "prepaid", "net_days": None, "is_active": True}
    assert create(api(), admin=ADMIN, **terms).status_code == 201


def test_without_self_sign_up_only_staff(
    api: Callable[..., APIClient], settings: Settings, staff: User, admin: User
) -> None:
    settings.SELF_SIGN_UP = False
    assert create(api(), admin=ADMIN).status_code == 401
    assert create(api(admin), admin=ADMIN).status_code == 403
    assert nothing_written()
    assert create(api(staff), admin=ADMIN).status_code == 201


def test_who_has_an_account_opens_no_other(api: Callable[..., APIClient], admin: User, member: User) -> None:
    for person in (admin, member):
        assert create(api(person), admin=ADMIN).status_code == 403
    assert nothing_written()


def test_both_or_neither(api: Callable[..., APIClient], admin: User) -> None:
    taken = create(api(), admin={**ADMIN, "email": admin.email})
    assert wrong_fields(taken) == {"admin.email"}
    assert wrong_fields(create(api(), admin={**ADMIN, "password": "short-1"})) == {"admin.password"}
    assert wrong_fields(create(api(), admin={**ADMIN, "email": admin.email, "password": "1"})) == {
        "admin.email",
        "admin.password",
    }
    assert nothing_written()


def test_email_and_identifying_code_are_used_once(api: Callable[..., APIClient], staff: User) -> None:
    other = AccountFactory(identifying_code=BODY["identifying_code"], email=BODY["email"].upper())
    assert other.identifying_code == "12ABC34501DE35"
    assert wrong_fields(create(api(staff))) == {"email", "identifying_code"}
    assert wrong_fields(create(api(staff), email="b@nova.example")) == {"identifying_code"}
    assert wrong_fields(create(api(staff), identifying_code=make_cnpj(5))) == {"email"}


@pytest.mark.parametrize(
    "terms", [{"payment_terms": "net"}, {"net_days": 10}, {"payment_terms": "net", "net_days": None}]
)
def test_days_belong_to_net_terms(api: Callable[..., APIClient], staff: User, terms: dict[str, Any]) -> None:
    assert wrong_fields(create(api(staff), **terms)) == {"net_days"}


@pytest.mark.parametrize(
    ("field", "value", "attr"),
    [
        ("name", "", "name"), ("name", "x" * 201, "name"), ("name", ["x"], "name"), ("name", "a\0", "name"), ("name", None, "name"),
        ("email", "x", "email"), ("email", "a@b.example " * 100, "email"),
        ("identifying_code", "11.111.111/1111-11", "identifying_code"), ("identifying_code", "12.ABC.345/01DE-36", "identifying_code"),
        ("identifying_code", 12, "identifying_code"), ("identifying_code", "1" * 100_000, "identifying_code"),
        ("identifying_code", None, "identifying_code"),
        ("phone", "1" * 41, "phone"), ("phone", {}, "phone"),
        ("address", "Rua", "address.non_field_errors"), ("address", [], "address.non_field_errors"), ("address", None, "address"),
        ("address", {"city": "x" * 101}, "address.city"), ("address", {"city": "\0"}, "address.city"),
        ("address", {"country": "Brasil"}, "address.country"), ("address", {"country": "br"}, "address.country"),
        ("address", {"country": 55}, "address.country"), ("address", {"street": {"a": []}}, "address.street"),
        ("role", "boss", "role"), ("payment_terms", "later", "payment_terms"), ("net_days", 0, "net_days"), ("net_days", 366, "net_days"),
        ("net_days", 10**300, "net_days"), ("net_days", "ten", "net_days"), ("net_days", 1.5, "net_days"), ("is_active", "x", "is_active"),
        ("admin", [], "admin.non_field_errors"), ("admin", {**ADMIN, "email": "x"}, "admin.email"),
        ("admin", {**ADMIN, "password": ["x"]}, "admin.password"), ("admin", {**ADMIN, "name": "\0"}, "admin.name"),
    ],
)  # fmt: skip
def test_a_field_that_makes_no_sense_is_named(
    api: Callable[..., APIClient], staff: User, field: str, value: Any, attr: str
) -> None:
    assert wrong_fields(create(api(staff), **{field: value})) == {attr}
    assert nothing_written()
