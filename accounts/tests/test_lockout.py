"""After repeated failures an e-mail is locked for one address, in the API and in the admin."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessLog
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
LIMIT = 3


@pytest.fixture(autouse=True)
def _lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = LIMIT
    settings.AXES_COOLOFF_TIME = timedelta(minutes=15)


def sign_in(email: str, password: str, address: str = "192.0.2.1", **extra: Any) -> Any:
    return APIClient().post(
        "/users/authenticate", {"email": email, "password": password}, format="json", REMOTE_ADDR=address, **extra
    )


def fail(email: str, times: int = LIMIT, **kwargs: Any) -> list[int]:
    return [sign_in(email, "wrong", **kwargs).status_code for _ in range(times)]


def test_the_right_password_comes_too_late(admin: User) -> None:
    with time_machine.travel(NOW, tick=False):
        assert fail(admin.email) == [401] * LIMIT
        response = sign_in(admin.email, PASSWORD)
    assert response.status_code == 429
    assert response.json()["type"] == "client_error"
    assert response.json()["errors"][0]["code"] == "locked_out"
    assert response.json()["errors"][0]["attr"] is None
    assert 895 <= int(response.headers["Retry-After"]) <= 901
    admin.refresh_from_db()
    assert admin.last_login is None


def test_it_ends_by_itself(admin: User) -> None:
    with time_machine.travel(NOW, tick=False):
        fail(admin.email)
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        # Knocking while locked out does not prolong it.
        response = sign_in(admin.email, PASSWORD)
        assert response.status_code == 429
        assert 295 <= int(response.headers["Retry-After"]) <= 301
    with time_machine.travel(NOW + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in(admin.email, PASSWORD).status_code == 200


def test_a_success_forgets_the_failures(admin: User) -> None:
    fail(admin.email, LIMIT - 1)
    assert sign_in(admin.email, PASSWORD).status_code == 200
    assert fail(admin.email) == [401] * LIMIT
    assert AccessLog.objects.count() == 0


def test_the_way_an_email_is_written_does_not_matter(admin: User) -> None:
    fail(admin.email, 2)
    fail(admin.email.upper(), 1)
    assert sign_in(f" {admin.email.title()}", PASSWORD).status_code == 429


def test_it_is_the_same_for_an_unknown_email() -> None:
    assert fail("nobody@nowhere.example", LIMIT + 1) == [401] * LIMIT + [429]


def test_it_is_the_same_for_the_right_password_of_someone_kept_out() -> None:
    kept_out = UserFactory(account=AccountFactory(is_active=False))
    answers = [sign_in(kept_out.email, PASSWORD).status_code for _ in range(LIMIT + 1)]
    assert answers == [401] * LIMIT + [429]


def test_another_address_and_another_person_are_not_locked(admin: User, member: User) -> None:
    fail(admin.email)
    assert sign_in(admin.email, PASSWORD, address="192.0.2.2").status_code == 200
    assert sign_in(member.email, PASSWORD).status_code == 200


def test_a_claimed_address_does_not_help(admin: User, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for n in range(LIMIT):
        claimed = f"203.0.113.{n}, 198.51.100.7"
        assert sign_in(admin.email, "wrong", HTTP_X_FORWARDED_FOR=claimed).status_code == 401
    assert sign_in(admin.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.7").status_code == 429
    assert sign_in(admin.email, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 200


@pytest.mark.parametrize("claimed", ["unknown", "", ",", "1.2.3.4:5678", "'; --", "fe80::1%eth0", "x" * 5000])
def test_a_nonsense_address_is_no_error(admin: User, settings: Settings, claimed: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert sign_in(admin.email, "wrong", HTTP_X_FORWARDED_FOR=claimed).status_code == 401


def test_a_peer_without_an_address_is_counted_too(admin: User) -> None:
    assert fail(admin.email, LIMIT + 1, address="") == [401] * LIMIT + [429]


def test_it_may_be_off(admin: User, settings: Settings) -> None:
    settings.AXES_ENABLED = False
    assert fail(admin.email, 5) == [401] * 5
    assert sign_in(admin.email, PASSWORD).status_code == 200


def test_the_admin_locks_too_and_says_so(staff: User, client: Client) -> None:
    def attempt(password: str) -> Any:
        return client.post("/admin/login/", {"username": staff.email.upper(), "password": password})

    with time_machine.travel(NOW, tick=False):
        assert [attempt("wrong").status_code for _ in range(LIMIT)] == [200] * LIMIT
        response = attempt(PASSWORD)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 890
    assert response.headers["Content-Type"].startswith("text/html")
    assert "15" in response.content.decode() or "16" in response.content.decode()
    # One count for both doors.
    with time_machine.travel(NOW, tick=False):
        assert sign_in(staff.email, PASSWORD, address="127.0.0.1").status_code == 429


def test_signing_in_to_the_admin_updates_last_login(staff: User, client: Client, api: Callable[..., APIClient]) -> None:
    before = User.history.count()
    with time_machine.travel(NOW, tick=False):
        response = client.post("/admin/login/", {"username": staff.email, "password": PASSWORD})
    assert response.status_code == 302
    staff.refresh_from_db()
    assert staff.last_login == NOW
    assert User.history.count() == before
