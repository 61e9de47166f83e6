"""Adding people to an account: who may, into which account, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts import actions
from accounts.choices import UserRole
from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
BODY = {"role": "member", "name": "Nova Pessoa", "email": "Nova@Empresa.Example", "password": PASSWORD}


def create(client: APIClient, **changes: Any) -> Any:
    body = {field: value for field, value in {**BODY, **changes}.items() if value != "absent"}
    return client.post("/users", body, format="json")


def wrong_fields(response: Any) -> set[str]:
    assert response.status_code == 400, response.content
    assert response.json()["type"] == "validation_error"
    return {error["attr"] for error in response.json()["errors"]}


def test_an_administrator_adds_to_the_own_account(api: Callable[..., APIClient], admin: User, account: Account) -> None:
    response = create(api(admin))
    assert response.status_code == 201
    user = User.objects.get(email="nova@empresa.example")
    assert response.json() == {
        "id": str(user.pk),
        "account": str(account.pk),
        "role": "member",
        "name": "Nova Pessoa",
        "email": "nova@empresa.example",
        "picture": "",
        "external_token": None,
        "is_active": True,
        "created_at": user.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": user.updated_at.isoformat().replace("+00:00", "Z"),
    }
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    assert not user.is_superuser


def test_naming_the_own_account_is_fine(api: Callable[..., APIClient], admin: User, account: Account) -> None:
    assert create(api(admin), account=str(account.pk)).status_code == 201


def test_another_account_is_as_unknown_as_none(
    api: Callable[..., APIClient], admin: User, stranger: User, account: Account
) -> None:
    for other in (str(stranger.account_id), "0198b6a0-5c2f-7e10-8b1c-6b8de0c4a2d7", "x", 5, None, ["x"], True, 10**300):
        assert wrong_fields(create(api(admin), account=other)) == {"account"}
    assert User.objects.filter(name="Nova Pessoa").count() == 0


def test_staff_name_the_account(api: Callable[..., APIClient], staff: User, account: Account) -> None:
    assert wrong_fields(create(api(staff))) == {"account"}
    response = create(api(staff), account=str(account.pk), role="admin")
    assert response.status_code == 201
    assert response.json()["role"] == "admin"
    account.mark_deleted(at=datetime(2026, 3, 10, tzinfo=UTC))
    assert wrong_fields(create(api(staff), account=str(account.pk), email="b@empresa.example")) == {"account"}


def test_members_and_nobody_may_not(api: Callable[..., APIClient], member: User) -> None:
    assert create(api(member)).status_code == 403
    assert create(api()).status_code == 401
    assert not User.objects.filter(name="Nova Pessoa").exists()


def test_without_a_role_it_is_a_member(api: Callable[..., APIClient], admin: User) -> None:
    assert create(api(admin), role="absent").json()["role"] == "member"


def test_nobody_becomes_staff_this_way(api: Callable[..., APIClient], admin: User) -> None:
    assert create(api(admin), is_staff=True, is_superuser=True).status_code == 201
    user = User.objects.get(email="nova@empresa.example")
    assert (user.is_staff, user.is_superuser) == (False, False)


@pytest.mark.parametrize(
    "password", ["short-1", "1234567890123", "password123", "nova@empresa.example", "x" * 2000, "", None, 5 * [1]]
)
def test_a_weak_password_is_refused_by_name(api: Callable[..., APIClient], admin: User, password: Any) -> None:
    assert wrong_fields(create(api(admin), password=password)) == {"password"}
    assert not User.objects.filter(name="Nova Pessoa").exists()


def test_everything_wrong_is_named_at_once(api: Callable[..., APIClient], admin: User) -> None:
    assert wrong_fields(create(api(admin), email=admin.email, password="short-1")) == {"email", "password"}
    assert wrong_fields(api(admin).post("/users", {}, format="json")) == {"name", "email"}


def test_a_password_may_wait_for_a_person_of_an_identity_provider(api: Callable[..., APIClient], admin: User) -> None:
    assert wrong_fields(create(api(admin), password="absent")) == {"password"}
    assert create(api(admin), password="absent", external_token="oidc|1").status_code == 201
    assert not User.objects.get(email="nova@empresa.example").has_usable_password()


def test_an_email_is_used_once_whatever_its_case(api: Callable[..., APIClient], admin: User, stranger: User) -> None:
    assert wrong_fields(create(api(admin), email=stranger.email.upper())) == {"email"}


def test_an_external_token_is_used_once(api: Callable[..., APIClient], admin: User) -> None:
    UserFactory(external_token="oidc|1")
    assert wrong_fields(create(api(admin), external_token="oidc|1")) == {"external_token"}
    assert create(api(admin), external_token="").json()["external_token"] is None
    assert create(api(admin), external_token=None, email="b@empresa.example").status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 201), ("name", "a\0b"), ("name", None), ("name", ["x"]), ("name", True), ("name", "x" * 100_000),
        ("email", "x"), ("email", "a@b"), ("email", "a" * 250 + "@b.example"), ("email", {}), ("email", "a\0@b.example"),
        ("role", "owner"), ("role", None), ("role", []), ("role", 10**300),
        ("picture", "x"), ("picture", "javascript:alert(1)"), ("picture", "https://a.example/" + "x" * 500), ("picture", None),
        ("external_token", "x" * 256), ("external_token", {}), ("is_active", "perhaps"), ("is_active", None), ("is_active", {}),
    ],
)  # fmt: skip
def test_a_field_that_makes_no_sense_is_named(
    api: Callable[..., APIClient], admin: User, field: str, value: Any
) -> None:
    assert wrong_fields(create(api(admin), **{field: value})) == {field}
    assert User.objects.exclude(pk=admin.pk).count() == 0


def test_the_action_adds_staff_without_an_account(db: None) -> None:
    user = actions.create_user(account=None, data={"name": "S", "email": "s@nubo.example", "is_staff": True})
    assert user.account is None
    assert user.role == UserRole.MEMBER


def test_the_action_knows_its_fields(account: Account) -> None:
    with pytest.raises(TypeError, match="last_login"):
        actions.create_user(account=account, data={"name": "S", "email": "s@nubo.example", "last_login": None})
