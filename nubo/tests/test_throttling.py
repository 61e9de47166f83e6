"""How often one caller may come, and who counts as one caller."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from pytest_django import Settings
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User
from nubo.shared.api.throttling import client_address


@pytest.mark.django_db
def test_callers_without_a_token_are_counted_by_address(
    api: Callable[..., APIClient], member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "anon", "2/min")
    answers = [api().get("/users/me", REMOTE_ADDR="192.0.2.1").status_code for _ in range(3)]
    assert answers == [401, 401, 401]  # refused before it is counted
    answers = [
        api().post("/users/token/refresh", {"refresh": "x"}, REMOTE_ADDR="192.0.2.1").status_code for _ in range(3)
    ]
    assert answers[2] == 429
    assert api().post("/users/token/refresh", {"refresh": "x"}, REMOTE_ADDR="192.0.2.2").status_code != 429
    assert api(member).get("/users/me", REMOTE_ADDR="192.0.2.1").status_code == 200


@pytest.mark.django_db
def test_people_are_counted_one_by_one(
    api: Callable[..., APIClient], member: User, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", "2/min")
    answers = [api(member).get("/users/me", REMOTE_ADDR=f"192.0.2.{n}") for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["errors"][0]["code"] == "throttled"
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert api(admin).get("/users/me").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.1, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.1, 203.0.113.1, 203.0.113.2", "203.0.113.1"),
        (2, "203.0.113.2", "203.0.113.2"),
        (1, "203.0.113.1, unknown", "192.0.2.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_whose_word_counts(settings: Settings, proxies: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_unix_socket_has_no_address() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None
