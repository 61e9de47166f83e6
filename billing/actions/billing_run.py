"""The nightly run: every due period gets its line exactly once, whatever crashes, repeats or runs beside it.

One transaction per chunk of accounts. What makes it exact is billing_line_once_per_subscription_period; without it two
cron hosts could bill twice. What makes it share the work is that a chunk takes only accounts nobody else holds.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Account
from billing.actions.billing_plan import (
    ACCOUNT_DELETED,
    BillingPlan,
    PlannedInvoice,
    end_by_deletion,
    make_plan,
)
from billing.actions.billing_report import BillingReport, EndedSubscription, FailedAccount, HeldSubscription
from billing.actions.locking import lock_account
from billing.actions.numbering import insert_numbered_invoices
from billing.models import Invoice, InvoiceLine, Subscription
from billing.rules import due_on, party_snapshot

__all__ = ["run_billing"]

logger = logging.getLogger(__name__)


def run_billing(
    *,
    days: Mapping[str, date] | date,
    dry_run: bool = False,
    chunk_size: int = 1000,
    on_progress: Callable[[int], None] | None = None,
) -> BillingReport:
    """Bill every period that began by the day: one day for all, or one for each billing time zone.

    Each invoice is issued on that day, one for an account, currency and start of period. Ends subscriptions whose end
    has come, and those of deleted accounts, datasets and products; accounts that are merely inactive are billed, since
    their contracts run on. ``on_progress`` is told the number of subscriptions done. Never refuses: an account that
    fails is left as it was and reported, the others are billed.
    """
    report = BillingReport()
    for day, zones in _zones_by_day(days):
        _Run(day, zones, dry_run, chunk_size, report, on_progress or (lambda count: None)).bill()
    return report


def _zones_by_day(days: Mapping[str, date] | date) -> list[tuple[date, list[str] | None]]:
    if isinstance(days, date):
        return [(days, None)]
    zones: dict[date, list[str]] = defaultdict(list)
    for zone, day in days.items():
        zones[day].append(zone)
    return sorted(zones.items())


@dataclass(slots=True)
class _Run:
    """One day's part of a run."""

    day: date
    time_zones: Collection[str] | None
    dry_run: bool
    chunk_size: int
    report: BillingReport
    on_progress: Callable[[int], None]

    def bill(self) -> None:
        self._end_those_of_deleted_accounts()
        busy: list[UUID] = []
        for account_ids in self._chunks():
            busy += self._bill_or_isolate(account_ids, wait=False)
        # Held by someone else when their turn came: another run, which has billed them by now, or a purchase.
        for first in range(0, len(busy), self.chunk_size):
            account_ids = busy[first : first + self.chunk_size]
            still_due = self._due().filter(account__in=account_ids).values_list("account_id", flat=True)
            for account_id in sorted(set(still_due)):
                self._bill_or_isolate([account_id], wait=True)
        for row in Subscription.objects.held(day=self.day, time_zones=self.time_zones).select_related("account"):
            self.report.held.append(
                HeldSubscription(row.pk, row.account.name, row.description, row.next_billing_on or self.day)
            )

    def _due(self) -> models.QuerySet:
        return Subscription.objects.due(day=self.day, time_zones=self.time_zones)

    def _chunks(self) -> Iterator[Sequence[UUID]]:
        """Accounts with something due, in their order, each once: a failing one must not be met for ever."""
        last: UUID | None = None
        while True:
            due = self._due() if last is None else self._due().filter(account_id__gt=last)
            chunk = list(due.order_by("account_id").values_list("account_id", flat=True).distinct()[: self.chunk_size])
            if not chunk:
                return
            yield chunk
            last = chunk[-1]

    def _bill_or_isolate(self, account_ids: Sequence[UUID], *, wait: bool) -> list[UUID]:
        """Bill a chunk; if that fails, its accounts one by one. Returns those that someone else holds."""
        try:
            return self._bill_chunk(account_ids, wait=wait)
        except Exception as error:
            if not connection.is_usable():
                raise
            if len(account_ids) > 1:
                return [busy for one in account_ids for busy in self._bill_or_isolate([one], wait=wait)]
            logger.exception("billing failed", extra={"account_id": str(account_ids[0])})
            account = Account.all_objects.get(pk=account_ids[0])
            self.report.failures.append(FailedAccount(account.pk, account.name, f"{type(error).__name__}: {error}"))
            return []

    def _bill_chunk(self, account_ids: Sequence[UUID], *, wait: bool) -> list[UUID]:
        if self.dry_run:
            plan = make_plan(accounts=Account.all_objects.in_bulk(account_ids), day=self.day)
            self.report.previews += plan.invoices
            self._count(plan)
            return []
        with transaction.atomic():
            rows = Account.all_objects.select_for_update(no_key=True, skip_locked=not wait).order_by("pk")
            accounts = {row.pk: row for row in rows.filter(pk__in=account_ids)}
            # Read under the lock: whoever held it before may have billed everything.
            plan = make_plan(accounts=accounts, day=self.day)
            _write(plan, day=self.day)
        self._count(plan)
        return [pk for pk in account_ids if pk not in accounts]

    def _count(self, plan: BillingPlan) -> None:
        for invoice in plan.invoices:
            self.report.add_invoice(currency=invoice.currency, total=invoice.total, lines=len(invoice.lines))
        self.report.expired += plan.expired
        for row, reason in plan.ended:
            self.report.ended.append(EndedSubscription(row.pk, row.account.name, row.description, reason))
        self.on_progress(len(plan.subscriptions))

    def _end_those_of_deleted_accounts(self) -> None:
        """Whether due or not, and held ones too: nothing of a deleted account goes on."""
        rows = Subscription.objects.of_deleted_accounts()
        if self.time_zones is not None:
            rows = rows.filter(account__billing_time_zone__in=self.time_zones)
        for row in list(rows.select_related("account")):
            if not self.dry_run:
                _end_with_account(row)
            self.report.ended.append(EndedSubscription(row.pk, row.account.name, row.description, ACCOUNT_DELETED))


@transaction.atomic
def _end_with_account(subscription: Subscription) -> None:
    account = lock_account(subscription.account_id)
    fresh = Subscription.objects.live().filter(pk=subscription.pk).first()
    # Another run may have ended it, or staff restored the account.
    if fresh is not None and account.deleted_at is not None:
        fresh.account = account
        end_by_deletion(fresh, at=account.deleted_at)
        fresh.save()


def _write(plan: BillingPlan, *, day: date) -> None:
    """Lines and subscriptions first; the invoices last, since taking their numbers makes every other issuer wait."""
    invoices = []
    lines: list[InvoiceLine] = []
    for planned in plan.invoices:
        invoice = _invoice(planned, day=day)
        invoices.append(invoice)
        lines += _lines(planned, invoice)
    InvoiceLine.objects.bulk_create(lines)
    _write_subscriptions(plan.subscriptions)
    insert_numbered_invoices(invoices=invoices, issued_on=day)


def _invoice(planned: PlannedInvoice, *, day: date) -> Invoice:
    account, period = planned.account, planned.period
    return Invoice(
        account=account,
        transaction_id=planned.transaction_id,
        currency=planned.currency,
        subtotal=planned.total,
        total=planned.total,
        due_on=due_on(payment_terms=account.payment_terms, net_days=account.net_days, issued_on=day),
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        party=party_snapshot(account),
    )


def _lines(planned: PlannedInvoice, invoice: Invoice) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            invoice=invoice,
            position=position,
            description=line.subscription.description,
            dataset_id=line.subscription.dataset_id,
            product_id=line.subscription.product_id,
            subscription_id=line.subscription.pk,
            unit_price=line.price,
            amount=line.amount,
            period_start=line.period.start,
            period_end=line.period.end,
        )
        for position, line in enumerate(planned.lines)
    ]


def _write_subscriptions(subscriptions: Sequence[Subscription]) -> None:
    """One statement for all that move alike, which on most days are all of a chunk."""
    fields = (
        "status", "current_period_start", "current_period_end", "next_billing_on", "end_date", "cancel_at_period_end",
        "canceled_at",
    )  # fmt: skip
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    for row in subscriptions:
        alike[tuple(getattr(row, name) for name in fields)].append(row.pk)
    for values, ids in alike.items():
        Subscription.objects.filter(pk__in=ids).update(
            **dict(zip(fields, values, strict=True)), updated_at=timezone.now()
        )
