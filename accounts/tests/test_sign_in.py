"""Signing in: what it answers, and that every refusal is the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, AccountFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def sign_in(api: Callable[..., APIClient], email: str, password: str = PASSWORD) -> Any:
    return api().post("/users/authenticate", {"email": email, "password": password}, format="json")


def test_tokens_and_the_person(api: Callable[..., APIClient], admin: User, account: Account) -> None:
    with time_machine.travel(NOW, tick=False):
        response = sign_in(api, admin.email)
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"access", "refresh", "user"}
    assert body["user"] == {
        "id": str(admin.pk),
        "name": "Ana",
        "email": admin.email,
        "role": "admin",
        "account": str(account.pk),
        "is_staff": False,
    }
    admin.refresh_from_db()
    assert admin.last_login == NOW


def test_the_access_token_opens_doors(api: Callable[..., APIClient], admin: User) -> None:
    access = sign_in(api, admin.email).json()["access"]
    client = APIClient(headers={"authorization": f"Bearer {access}"})
    assert client.get("/users/me").json()["id"] == str(admin.pk)


def test_staff_have_no_account(api: Callable[..., APIClient], staff: User) -> None:
    person = sign_in(api, staff.email).json()["user"]
    assert person["account"] is None
    assert person["is_staff"] is True


def test_neither_case_nor_blanks_around_the_email_matter(api: Callable[..., APIClient], admin: User) -> None:
    assert sign_in(api, f"  {admin.email.upper()} ").status_code == 200


def test_it_leaves_no_line_in_the_history_and_no_browser_session(api: Callable[..., APIClient], admin: User) -> None:
    before = User.history.count()
    assert sign_in(api, admin.email).status_code == 200
    assert User.history.count() == before
    assert Session.objects.count() == 0


def test_a_stale_token_sent_along_does_not_matter(api: Callable[..., APIClient], admin: User) -> None:
    client = APIClient(headers={"authorization": "Bearer stale"})
    response = client.post("/users/authenticate", {"email": admin.email, "password": PASSWORD}, format="json")
    assert response.status_code == 200


def refused_people() -> dict[str, tuple[str, str]]:
    """Why → (e-mail, password), of people who may not sign in."""
    deleted, inactive = UserFactory(deleted_at=NOW), UserFactory(is_active=False)
    of_deleted = UserFactory(account=AccountFactory(deleted_at=NOW))
    of_inactive = UserFactory(account=AccountFactory(is_active=False))
    passwordless = UserFactory()
    passwordless.set_unusable_password()
    passwordless.save()
    return {
        "unknown": ("nobody@nowhere.example", PASSWORD),
        "wrong password": (UserFactory().email, "not-" + PASSWORD),
        "deleted": (deleted.email, PASSWORD),
        "inactive": (inactive.email, PASSWORD),
        "account deleted": (of_deleted.email, PASSWORD),
        "account inactive": (of_inactive.email, PASSWORD),
        "without a password": (passwordless.email, PASSWORD),
        "no e-mail at all": ("not an e-mail", PASSWORD),
    }


def test_every_refusal_is_the_same(api: Callable[..., APIClient]) -> None:
    answers = [sign_in(api, *credentials) for credentials in refused_people().values()]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["errors"][0]["code"] == "authentication_failed"
    assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert not User.all_objects.filter(last_login__isnull=False).exists()


def test_every_refusal_costs_the_same_work(
    api: Callable[..., APIClient], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash each, whoever it is: the clock tells nobody which e-mails exist."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
    people = refused_people()
    del people["without a password"]  # has no hash; Django lets it cost one too, at its own hasher's price
    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        hashed.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    for why, credentials in people.items():
        hashed.clear()
        assert sign_in(api, *credentials).status_code == 401
        assert len(hashed) == 1, why


@pytest.mark.parametrize(
    ("body", "attrs"),
    [
        ({}, {"email", "password"}),
        ({"email": "a@b.example"}, {"password"}),
        ({"email": "", "password": ""}, {"email", "password"}),
        ({"email": None, "password": None}, {"email", "password"}),
        ({"email": ["a@b.example"], "password": {"a": 1}}, {"email", "password"}),
        ({"email": "a\0@b.example", "password": "\0"}, {"email", "password"}),
        ({"email": "a" * 100_000, "password": "b" * 100_000}, {"email", "password"}),
        ([], {"non_field_errors"}),
        ("text", {"non_field_errors"}),
        (None, {"non_field_errors"}),
    ],
)
def test_a_broken_body_is_refused_by_field(api: Callable[..., APIClient], body: Any, attrs: set[str]) -> None:
    response = api().post("/users/authenticate", body, format="json")
    assert response.status_code == 400
    if attrs != {"non_field_errors"}:
        assert {error["attr"] for error in response.json()["errors"]} == attrs


def test_the_password_is_kept_as_typed(api: Callable[..., APIClient], admin: User) -> None:
    admin.set_password("  blanks around it  ")
    admin.save()
    assert sign_in(api, admin.email, "  blanks around it  ").status_code == 200
    assert sign_in(api, admin.email, "blanks around it").status_code == 401
