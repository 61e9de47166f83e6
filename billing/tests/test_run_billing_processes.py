"""Runs in real processes: two at the same instant, and one that is killed in the middle of its work."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Sum

from billing.models import Invoice, InvoiceLine, Subscription
from billing.tests.factories import make_due_subscriptions, numbers

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 1, 31)
DUE = 1000


class Processes:
    """Billing runs on the tests' database; on SQLite, whose test database is in memory, on a copy in a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "copy.sqlite3"
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *, kill_in_chunk: int | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "billing.tests.billing_process", DAY.isoformat(), "100"]
        process = subprocess.Popen(
            command + ([str(kill_in_chunk)] if kill_in_chunk else []),
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": self.database_url, "DATABASE_POOL_SIZE": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *processes: subprocess.Popen[str]) -> list[tuple[int, str]]:
        """Let them go at the same instant; their exit codes, and what they said at the end."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=120) for process in processes]
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                copy.backup(connection.connection)
        return [(process.returncode, out.strip()) for process, (out, _err) in zip(processes, said, strict=True)]

    @property
    def database_url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        at = connection.settings_dict
        host, port = at["HOST"] or "localhost", at["PORT"] or 5432
        return f"postgres://{at['USER']}:{quote(at['PASSWORD'])}@{host}:{port}/{at['NAME']}"


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(tmp_path)
    yield made
    for process in made.started:
        process.kill()
        process.communicate()


def assert_whole(invoices: int) -> None:
    """So many invoices, each with its line, numbered 1..n; nothing half done."""
    assert numbers() == [f"2026-{n:06d}" for n in range(1, invoices + 1)]
    lines = InvoiceLine.objects.values("subscription", "period_start").annotate(rows=Count("pk"))
    assert [row["rows"] for row in lines] == [1] * invoices
    with_lines = Invoice.objects.annotate(rows=Count("lines"), amount=Sum("lines__amount"))
    assert with_lines.filter(rows=1, amount=F("total"), total=F("subtotal")).count() == invoices
    assert InvoiceLine.objects.filter(invoice__number__isnull=True).count() == 0
    assert Subscription.objects.filter(current_period_start=DAY, next_billing_on=date(2026, 2, 28)).count() == invoices
    assert Subscription.objects.filter(next_billing_on=DAY).count() == DUE - invoices


def test_e6_two_runs_at_the_same_instant(processes: Processes) -> None:
    make_due_subscriptions(DUE, start=DAY)
    results = processes.run(processes.start(), processes.start())
    assert [code for code, _said in results] == [0, 0]
    assert sum(int(said) for _code, said in results) == DUE
    assert_whole(DUE)


def test_e7_killed_inside_the_fourth_chunk(processes: Processes) -> None:
    make_due_subscriptions(DUE, start=DAY)
    [(code, _said)] = processes.run(processes.start(kill_in_chunk=4))
    assert code == -signal.SIGKILL
    assert_whole(300)
    assert processes.run(processes.start()) == [(0, "700")]
    assert_whole(DUE)
