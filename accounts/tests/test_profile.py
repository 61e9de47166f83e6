"""Oneself: reading, changing, and a new password."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import User
from accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OTHER = "another-9-battery-staple"


def change(client: APIClient, current: Any, new: Any) -> Any:
    return client.post("/users/me/password", {"current_password": current, "new_password": new}, format="json")


def test_everyone_reads_oneself(api: Callable[..., APIClient], staff: User, admin: User, member: User) -> None:
    for person in (staff, admin, member):
        body = api(person).get("/users/me").json()
        assert body["id"] == str(person.pk)
        assert body["account"] == (str(person.account_id) if person.account_id else None)
        assert body == api(person).get(f"/users/{person.pk}").json()


def test_everyone_changes_name_email_and_picture(
    api: Callable[..., APIClient], staff: User, admin: User, member: User
) -> None:
    for person in (staff, admin, member):
        body = {"name": "Eu", "email": f"eu-{person.pk.hex}@a.example", "picture": ""}
        response = api(person).patch("/users/me", body, format="json")
        assert response.status_code == 200
        assert {field: response.json()[field] for field in body} == body


@pytest.mark.parametrize(
    ("field", "value"), [("role", "member"), ("is_active", False), ("password", OTHER), ("account", None)]
)
def test_rights_are_not_changed_here_not_even_by_administrators(
    api: Callable[..., APIClient], admin: User, field: str, value: Any
) -> None:
    response = api(admin).patch("/users/me", {field: value}, format="json")
    assert response.status_code == 400
    assert [error["attr"] for error in response.json()["errors"]] == [field]
    assert api(admin).get("/users/me").status_code == 200


def test_what_was_read_can_be_sent_back(api: Callable[..., APIClient], staff: User, member: User) -> None:
    for person in (staff, member):
        shown = api(person).get("/users/me").json()
        assert api(person).patch("/users/me", shown, format="json").status_code == 200


def test_a_new_password_ends_every_session(api: Callable[..., APIClient], member: User) -> None:
    client, refresh = api(member), RefreshToken.for_user(member)
    response = change(client, PASSWORD, OTHER)
    assert response.status_code == 204
    assert response.content == b""
    assert client.get("/users/me").status_code == 401
    assert BlacklistedToken.objects.filter(token__jti=refresh["jti"]).exists()
    member.refresh_from_db()
    assert member.check_password(OTHER)
    body = {"email": member.email, "password": OTHER}
    assert api().post("/users/authenticate", body, format="json").status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "attr"),
    [
        ("wrong", OTHER, "current_password"),
        ("", OTHER, "current_password"),
        (None, OTHER, "current_password"),
        (PASSWORD, "short-1", "new_password"),
        (PASSWORD, "1234567890123", "new_password"),
        (PASSWORD, "password123", "new_password"),
        (PASSWORD, "", "new_password"),
        (PASSWORD, "a\0b", "new_password"),
        (PASSWORD, ["x"], "new_password"),
        (PASSWORD, "x" * 100_000, "new_password"),
    ],
)
def test_a_refusal_names_the_field(
    api: Callable[..., APIClient], member: User, current: Any, new: Any, attr: str
) -> None:
    response = change(api(member), current, new)
    assert response.status_code == 400
    assert {error["attr"] for error in response.json()["errors"]} == {attr}
    member.refresh_from_db()
    assert member.check_password(PASSWORD)
    assert BlacklistedToken.objects.count() == 0


def test_nobody_has_no_profile(api: Callable[..., APIClient]) -> None:
    assert api().patch("/users/me", {"name": "X"}, format="json").status_code == 401
    assert change(api(), PASSWORD, OTHER).status_code == 401
