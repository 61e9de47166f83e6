"""What holds for every test: no network, no shared cache, no throttle, no lockout, and a quick password hash."""

import ipaddress
import os
import socket
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache
from django.db import connection, connections
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

# The people that every test has: staff, an account's administrator and member, a stranger, and a client for each.
pytest_plugins = ["nubo.tests.cast"]

# A deadline measures this machine's load, not the code. In CI the examples are the same on every run, so that a red build
# is red again; at the desk new ones are tried every time.
hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure() -> None:
    # Before the first connection. A pool keeps connections of other threads open, and an open one keeps the test database
    # from being dropped.
    connections.settings["default"].get("OPTIONS", {}).pop("pool", None)
    # Workers that run in parallel must not empty each other's cache, whatever CACHE_URL says.
    project_settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # A good hash is slow on purpose: hundreds of milliseconds for each user that a test makes.
    project_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if connection.vendor == "postgresql":
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def _clean_slate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of throttles and lockout switch theirs on again: setitem on the rates, settings.AXES_ENABLED = True."""
    cache.clear()
    settings.AXES_ENABLED = False
    rates = project_settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    for scope in rates:
        monkeypatch.setitem(rates, scope, None)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches out is slow, flaky and rude. Loopback stays open for the servers that tests start themselves."""
    connect = socket.socket.connect

    def connect_to_loopback(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OSError(f"Tests have no network: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_to_loopback)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
