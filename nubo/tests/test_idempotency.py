"""``Idempotency-Key`` itself: whose key it is, what a refusal leaves, many at once, and how keys are forgotten."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import Account, User
from accounts.tests.factories import UserFactory
from billing import actions
from billing.models import Invoice, Transaction
from catalog.choices import DatasetStatus
from catalog.tests.factories import DatasetFactory
from nubo.shared.models import IdempotencyRecord

Api = Callable[..., APIClient]


def buy(client: APIClient, dataset: Any, key: str = "k-1", **extra: Any) -> Any:
    body = {"kind": "one_off", "datasets": [str(dataset.pk)], **extra}
    return client.post("/transactions", body, format="json", HTTP_IDEMPOTENCY_KEY=key)


@pytest.mark.django_db
def test_the_order_of_keys_and_white_space_do_not_make_another_request(admin: User, api: Api) -> None:
    pk = DatasetFactory().pk
    first, second = api(admin), api(admin)
    for client, raw in (
        (first, f'{{"kind": "one_off", "datasets": ["{pk}"]}}'),
        (second, f'{{ "datasets":["{pk}"],\n"kind":"one_off"}}'),
    ):
        response = client.post("/transactions", raw, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k")
        assert response.status_code == 201
    assert response.headers["Idempotent-Replayed"] == "true"
    assert Transaction.objects.count() == 1


@pytest.mark.django_db
def test_accounts_and_routes_have_keys_of_their_own(
    account: Account, admin: User, stranger: User, staff: User, api: Api
) -> None:
    dataset = DatasetFactory()
    assert buy(api(admin), dataset).status_code == 201
    colleague = UserFactory(account=account)
    assert buy(api(colleague), dataset).headers["Idempotent-Replayed"] == "true"
    other = buy(api(stranger), dataset)
    assert (other.status_code, other.json()["account"]) == (201, str(stranger.account_id))
    assert buy(api(staff), DatasetFactory(), account=str(account.pk)).status_code == 201
    subscribed = api(admin).post(
        "/subscriptions", {"dataset": str(dataset.pk)}, format="json", HTTP_IDEMPOTENCY_KEY="k-1"
    )
    assert subscribed.status_code == 201
    assert IdempotencyRecord.objects.count() == 4


@pytest.mark.django_db
def test_a_refused_request_leaves_its_key_free_and_no_row(admin: User, member: User, api: Api) -> None:
    retired = DatasetFactory(status=DatasetStatus.RETIRED)
    for person, body, status in (
        (admin, {"kind": "one_off", "datasets": [str(retired.pk)]}, 409),
        (admin, {"kind": "one_off"}, 400),
        (member, {"kind": "one_off", "datasets": [str(retired.pk)]}, 403),
        (None, {"kind": "one_off", "datasets": [str(retired.pk)]}, 401),
    ):
        response = api(person).post("/transactions", body, format="json", HTTP_IDEMPOTENCY_KEY="k-1")
        assert response.status_code == status
    assert IdempotencyRecord.objects.count() == Transaction.objects.count() == 0
    assert buy(api(admin), DatasetFactory()).status_code == 201


@pytest.mark.django_db
def test_an_answer_that_cannot_be_kept_undoes_its_effect(admin: User, api: Api) -> None:
    client = api(admin)
    client.raise_request_exception = False
    with patch("nubo.shared.api.idempotency.IdempotencyRecord.objects.create", side_effect=RuntimeError):
        assert buy(client, DatasetFactory()).status_code == 500
    assert Transaction.objects.count() == Invoice.objects.count() == 0


@pytest.mark.django_db
def test_broken_bodies_are_refused_before_anything_is_kept(admin: User, api: Api) -> None:
    for raw in (
        b"{",
        b"\xff",
        b'{"a":' * 5000,
        b"[" * 900 + b"]" * 900,
        b"NaN",
        b'{"kind": "\\ud800"}',
        b"null",
        b"[]",
    ):
        response = api(admin).post("/transactions", raw, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k-1")
        assert response.status_code == 400
    assert IdempotencyRecord.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_running_the_second_is_refused_at_once(admin: User, api: Api) -> None:
    """On SQLite the second waits for the first instead, and replays it: see the test with many at once."""
    dataset, working, finish = DatasetFactory(), threading.Event(), threading.Event()
    real_buy = actions.buy

    def slow_buy(**kwargs: Any) -> Transaction:
        made = real_buy(**kwargs)
        working.set()
        assert finish.wait(20)
        return made

    def first() -> Response:
        try:
            return buy(api(admin), dataset)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, patch("billing.actions.buy", slow_buy):
        running = pool.submit(first)
        assert working.wait(20)
        started = timezone.now()
        refused = buy(api(admin), dataset)
        other_key = api(admin).get("/transactions")
        waited = timezone.now() - started
        finish.set()
        answered = running.result()
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "idempotency_in_flight")
    assert other_key.json()["count"] == 0
    assert waited < timedelta(seconds=5)
    assert answered.status_code == 201
    assert buy(api(admin), dataset).json() == answered.json()
    assert Transaction.objects.count() == 1


#: What each of several threads of another process does: wait for the others, then send the same request.
MANY_AT_ONCE = """
import json, sys, threading
import django
django.setup()
from django.db import connections
from rest_framework.test import APIClient
token, body, number = sys.argv[1], json.loads(sys.argv[2]), 6
start, answers = threading.Barrier(number), []

def send():
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY="k-1", HTTP_HOST="localhost")
    start.wait()
    response = client.post("/transactions", body, format="json")
    answers.append([response.status_code, response.headers.get("Idempotent-Replayed"), response.json()])
    connections.close_all()

threads = [threading.Thread(target=send) for _ in range(number)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("ANSWERS" + json.dumps(answers))
"""


@pytest.fixture
def database_url(transactional_db: None, tmp_path: Path) -> Callable[[], str]:
    """The test database as another process reaches it; SQLite's, which lives in memory, is copied into a file."""

    def url() -> str:
        if connection.vendor == "postgresql":
            s = connection.settings_dict
            return f"postgres://{s['USER']}:{s['PASSWORD']}@{s['HOST']}:{s['PORT']}/{s['NAME']}"
        path = tmp_path / "copy.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"

    return url


def test_many_at_once_have_one_effect(admin: User, database_url: Callable[[], str]) -> None:
    body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)]}
    token = str(RefreshToken.for_user(admin).access_token)
    url = database_url()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "nubo.settings", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-c", MANY_AT_ONCE, token, json.dumps(body)],
        capture_output=True, text=True, timeout=120, check=False, cwd=settings.BASE_DIR, env=environment,
    )  # fmt: skip
    assert "ANSWERS" in done.stdout, done.stderr
    answers = json.loads(done.stdout.partition("ANSWERS")[2])
    made = [answer for status, replayed, answer in answers if status == 201 and replayed is None]
    assert len(made) == 1
    for status, replayed, answer in answers:
        assert (status, replayed) in {(201, None), (201, "true"), (409, None)}
        assert answer == made[0] if status == 201 else answer["errors"][0]["code"] == "idempotency_in_flight"
    assert count(url, "billing_transaction") == count(url, "shared_idempotencyrecord") == 1


def count(url: str, table: str) -> int:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            return file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


# --- Forgetting -------------------------------------------------------------------------------------------------


def purge(*arguments: str) -> str:
    out = StringIO()
    call_command("purge_idempotency_records", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def aged(db: None) -> None:
    for hours in (23, 25, 71, 73):
        record = IdempotencyRecord.objects.create(scope="s", key=f"{hours}", request_digest="d", response_status=201)
        made = datetime.now(UTC) - timedelta(hours=hours)
        IdempotencyRecord.objects.filter(pk=record.pk).update(created_at=made)


def kept() -> set[str]:
    return set(IdempotencyRecord.objects.values_list("key", flat=True))


def test_old_keys_are_forgotten(aged: None) -> None:
    assert purge() == "1 idempotency records older than 72 hours deleted.\n"
    assert kept() == {"23", "25", "71"}
    assert purge("--older-than-hours", "24").startswith("2 ")
    assert kept() == {"23"}
    assert purge("--older-than-hours=24").startswith("0 ")


def test_more_than_a_chunk_is_forgotten(aged: None) -> None:
    with patch("nubo.shared.management.commands.purge_idempotency_records.CHUNK_SIZE", 1):
        purge("--older-than-hours", "24")
    assert kept() == {"23"}


@pytest.mark.parametrize("hours", ["23", "0", "-1", "x", "1e9", "9" * 30, "72.5"])
def test_keys_are_kept_for_a_day_at_least(hours: str, aged: None) -> None:
    with pytest.raises(CommandError):
        purge(f"--older-than-hours={hours}")
    assert kept() == {"23", "25", "71", "73"}
