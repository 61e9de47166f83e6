"""Attempts to sign in are limited per address and per e-mail."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User
from accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "login", "3/min")


def sign_in(email: Any, address: str) -> Any:
    body = {"email": email, "password": PASSWORD}
    return APIClient().post("/users/authenticate", body, format="json", REMOTE_ADDR=address)


def test_one_address_with_many_emails(admin: User) -> None:
    answers = [sign_in(f"{n}@nowhere.example", "192.0.2.1").status_code for n in range(4)]
    assert answers == [401, 401, 401, 429]
    assert sign_in(admin.email, "192.0.2.2").status_code == 200


def test_one_email_from_many_addresses(admin: User, member: User) -> None:
    spellings = [admin.email, admin.email.upper(), f" {admin.email}", admin.email]
    answers = [sign_in(spelling, f"192.0.2.{n}").status_code for n, spelling in enumerate(spellings)]
    assert answers == [200, 200, 200, 429]
    assert sign_in(member.email, "192.0.2.9").status_code == 200


def test_the_answer_says_when_to_come_back(admin: User) -> None:
    for _ in range(3):
        sign_in(admin.email, "192.0.2.1")
    response = sign_in(admin.email, "192.0.2.1")
    assert response.json()["errors"][0]["code"] == "throttled"
    assert 1 <= int(response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("email", [None, 5, ["a"], {"a": "b"}, "x" * 100_000, "a b\n\0"])
def test_a_broken_email_is_still_refused_by_its_shape(email: Any) -> None:
    assert sign_in(email, "192.0.2.1").status_code in (400, 401)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"null", b"{", b"\xff", b'{"email": "\\ud800", "password": "x"}'])
def test_a_broken_body_is_still_refused_by_its_shape(body: bytes) -> None:
    response = APIClient().post("/users/authenticate", body, content_type="application/json")
    assert response.status_code == 400


def test_guesses_at_the_own_password_are_limited(api: Any, admin: User, member: User) -> None:
    body = {"current_password": "wrong", "new_password": "another-9-battery-staple"}
    answers = [api(admin).post("/users/me/password", body, format="json").status_code for _ in range(4)]
    assert answers == [400, 400, 400, 429]
    assert api(member).post("/users/me/password", body, format="json").status_code == 400
    assert api(admin).get("/users/me").status_code == 200


def test_what_is_refused_unread_leaves_the_password_alone(api: Any, admin: User) -> None:
    wrong = {"current_password": "wrong", "new_password": "another-9-battery-staple"}
    for _ in range(3):
        api(admin).post("/users/me/password", wrong, format="json")
    right = {**wrong, "current_password": PASSWORD}
    assert api(admin).post("/users/me/password", right, format="json").status_code == 429
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)
