"""What a load balancer is told: alive without asking anything, ready only when everything a request needs is there."""

import logging

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from health_check.checks import Cache, Database
from health_check.exceptions import ServiceUnavailable

from nubo.shared import health
from nubo.shared.middleware import ProbeMiddleware

ALL_WELL = {"database": "ok", "migrations": "ok", "cache": "ok"}


@pytest.fixture(autouse=True)
def _quiet():
    logging.getLogger("health_check").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("health_check").setLevel(logging.NOTSET)


def test_alive_asks_no_database(client):
    # No database mark: pytest-django would refuse any query.
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready(client):
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": ALL_WELL})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_code_ahead_of_the_database_is_not_ready(client, monkeypatch):
    known = health.known_migrations()
    monkeypatch.setattr(health, "known_migrations", lambda: known | {("catalog", "9999_from_the_future")})
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "checks": {**ALL_WELL, "migrations": "unavailable"}}


@pytest.mark.django_db
def test_lost_database_is_named_without_details(client, monkeypatch):
    def unreachable(self):
        raise ServiceUnavailable('connection to "10.1.2.3" as user "owner" refused')

    def broken(self):
        raise DatabaseError("10.1.2.3")

    monkeypatch.setattr(Database, "run", unreachable)
    monkeypatch.setattr(health.MigrationRecorder, "applied_migrations", broken)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "unavailable", "migrations": "unavailable", "cache": "ok"}
    assert b"10.1.2.3" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ConnectionError("redis.internal"), RuntimeError("surprise")])
def test_lost_cache_is_named(client, monkeypatch, error):
    async def lost(*args, **kwargs):
        raise error

    monkeypatch.setattr(type(caches["default"]), "aset", lost)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]) == (503, {**ALL_WELL, "cache": "unavailable"})
    assert b"redis.internal" not in response.content


def test_every_part_has_a_time_limit():
    assert {check().timeout.total_seconds() for check in health.READINESS.values()} == {5}
    assert set(health.READINESS.values()) >= {Database, Cache}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_writing_is_refused(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_probes_by_address_over_plain_http_are_answered(settings, path):
    settings.ALLOWED_HOSTS = ["nubo.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert Client(headers={"host": "10.0.0.7:8000"}).get(path).status_code == 200


def test_other_paths_pass_on():
    middleware = ProbeMiddleware(lambda request: HttpResponse(request.path))
    assert middleware(RequestFactory().get("/health/liver")).content == b"/health/liver"
