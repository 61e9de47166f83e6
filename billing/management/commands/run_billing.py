"""``manage.py run_billing``: bill every due period. Safe to start as often as one likes, from several hosts at once."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from accounts.models import Account
from billing.actions import BillingReport, run_billing
from billing.models import Subscription
from billing.rules import EARLIEST_START, LATEST_DAY
from nubo.shared.money import format_money
from nubo.shared.periods import billing_day

MOST_ACCOUNTS_A_CHUNK = 10_000


def day(text: str) -> date:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from None
    if not EARLIEST_START <= parsed <= LATEST_DAY:
        raise ArgumentTypeError(f"{text} lies outside {EARLIEST_START} to {LATEST_DAY}")
    return parsed


def chunk_size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ACCOUNTS_A_CHUNK):
        raise ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_ACCOUNTS_A_CHUNK}")
    return int(text)


class Command(BaseCommand):
    help = "Bills every subscription period that has begun and has no line yet, oldest first. Exit code 1 if any account failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=day,
            metavar="YYYY-MM-DD",
            help="the billing day; default: today in each account's time zone",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be billed, write nothing")
        parser.add_argument("--chunk-size", type=chunk_size, default=1000, help="accounts per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["on"] or todays()
        with tqdm(total=count_due(days), unit="sub", disable=None, file=self.stderr._out) as progress:
            report = run_billing(
                days=days,
                dry_run=options["dry_run"],
                chunk_size=options["chunk_size"],
                on_progress=progress.update,
            )
        if options["dry_run"]:
            self.print_table(report)
        self.print_summary(report, dry_run=options["dry_run"])
        if report.failures:
            failed = len(report.failures)
            raise CommandError(
                ngettext("%d account could not be billed.", "%d accounts could not be billed.", failed) % failed
            )

    def print_table(self, report: BillingReport) -> None:
        """One row for each invoice, as wide as its widest cell."""
        rows = [(_("account"), _("period from"), _("until"), _("lines"), _("total"))]
        for planned in report.previews:
            until = planned.period.end.isoformat() if planned.period else "…"
            total = format_money(planned.total, planned.currency)
            rows.append((planned.account.name, planned.starts_on.isoformat(), until, str(len(planned.lines)), total))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            left = "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=False))
            self.stdout.write(f"{left}  {row[3].rjust(widths[3])}  {row[4].rjust(widths[4])}")

    def print_summary(self, report: BillingReport, *, dry_run: bool) -> None:
        done = _("Would issue") if dry_run else _("Issued")
        sums = ", ".join(format_money(total, currency) for currency, total in sorted(report.totals.items())) or "0"
        self.stdout.write(
            _("%(done)s %(invoices)d invoices with %(lines)d lines: %(sums)s")
            % {"done": done, "invoices": report.invoices, "lines": report.lines, "sums": sums}
        )
        if report.expired:
            self.stdout.write(_("%d subscriptions reached their end.") % report.expired)
        for ended in report.ended:
            self.stdout.write(_("ended") + f": {ended.account} · {ended.description} ({ended.reason})")
        for held in report.held:
            self.stdout.write(_("held: first invoice unpaid") + f": {held.account} · {held.description} ({held.since})")
        for failure in report.failures:
            self.stderr.write(_("failed") + f": {failure.account} ({failure.account_id}): {failure.reason}")


def todays() -> dict[str, date]:
    """Today in every time zone in which an account is billed. The only place of a run that asks the clock."""
    now = timezone.now()
    zones = Account.all_objects.order_by().values_list("billing_time_zone", flat=True).distinct()
    return {zone: billing_day(at=now, time_zone=zone) for zone in zones}


def count_due(days: dict[str, date] | date) -> int:
    if isinstance(days, date):
        return Subscription.objects.due(day=days).count()
    return sum(Subscription.objects.due(day=day, time_zones=[zone]).count() for zone, day in days.items())
