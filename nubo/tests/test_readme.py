"""What the README promises, held: its walk-through runs as pasted, its tables and its map name what there is."""

import os
import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from billing.choices import InvoiceStatus, TransactionKind
from billing.demo.accounts import LOGINS, PASSWORD
from billing.models import Invoice, Payment, Subscription, Transaction

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def section(title: str) -> str:
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def walk_through() -> str:
    """Every command between the two markers, in order."""
    marked = README.split("<!-- walk-through -->", 1)[1].split("<!-- /walk-through -->", 1)[0]
    return "\n".join(re.findall(r"```bash\n(.*?)```", marked, flags=re.DOTALL))


def paste(server: LiveServer) -> str:
    """What a newcomer sees. A command that fails ends it and fails the test with its words."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walk_through()],
        check=False,
        env={"PATH": os.environ["PATH"], "NUBO": server.url},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return done.stdout


def test_the_walk_through_works_as_pasted_and_may_be_repeated(live_server: LiveServer) -> None:
    if not (shutil.which("bash") and shutil.which("curl")):
        pytest.skip("a machine without bash and curl cannot paste it")
    call_command("seed_demo", datasets=60, accounts=4, months=2, stdout=StringIO(), stderr=StringIO())
    before = Transaction.objects.count()

    shown = paste(live_server)

    assert shown.rstrip().endswith("paid")
    ana = User.objects.get(email="ana@padaria.example")
    bought, subscribed = Transaction.objects.order_by("created_at")[before:]
    assert (bought.kind, bought.user, str(bought.total)) == (TransactionKind.ONE_OFF, ana, "49.90")
    assert (subscribed.kind, subscribed.user, str(subscribed.total)) == (TransactionKind.SUBSCRIPTION, ana, "29.90")
    assert "Chuva acumulada por pluviômetro – Recife (PE)" in shown
    paid = Invoice.objects.get(transaction=subscribed)
    assert paid.status == InvoiceStatus.PAID
    assert Payment.objects.get(invoice=paid).reference == "E2E-README"

    counts = [model.objects.count() for model in (Transaction, Subscription, Invoice, Payment)]
    assert paste(live_server).rstrip().endswith("paid")
    assert [model.objects.count() for model in (Transaction, Subscription, Invoice, Payment)] == counts


def test_the_logins_are_those_of_the_demo() -> None:
    assert set(re.findall(r"^\| `(\S+@\S+)` \|", README, flags=re.MULTILINE)) == set(LOGINS)
    assert f"password `{PASSWORD}`" in README


def test_the_configuration_table_names_every_variable() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "nubo" / "settings.py").read_text()))
    read |= set(re.findall(r"(?:environ\.get|_number)\([\'\"]([A-Z_]+)", (ROOT / "gunicorn.conf.py").read_text()))
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", section("Configuration"), flags=re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"[A-Z_]+", row)} == read


def test_the_commands_exist() -> None:
    named = re.findall(r"^\| `(\w+)", section("Commands for operators"), flags=re.MULTILINE)
    assert set(named) <= set(get_commands())
    assert {"run_billing", "seed_demo", "load_locations", "import_datasets", "purge_idempotency_records"} <= set(named)


def test_the_map_shows_what_is_there() -> None:
    folder, missing = "", []
    for line in section("A map of the house").split("```")[1].strip().splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            folder = name if name.endswith("/") else ""
        if not (ROOT / (folder + name if line.startswith(" ") else name)).exists():
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
