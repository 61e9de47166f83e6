"""Whatever an account does, in any order, on any days: the invariants of billing hold after every step."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing import actions
from billing.choices import CancelWhen, InvoiceStatus, SubscriptionStatus
from billing.models import CreditNote, Invoice, InvoiceLine, Payment, Subscription
from billing.rules import amount_due
from billing.tests.factories import buy_monthly, buy_once, count_rows, make_subscription, noon, run
from catalog.models import Dataset
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import Conflict
from nubo.shared.money import ZERO, round_money
from nubo.shared.periods import periods_from

pytestmark = pytest.mark.django_db

STEPS = [
    "run", "run", "run_earlier", "subscribe", "subscribe_past", "subscribe_future", "buy", "buy_two", "cancel_end", "cancel_now", "resume", "pay", "pay",
    "pay_part", "void", "give_up", "credit", "credit_line", "refund", "price", "delete_dataset",
]  # fmt: skip


@dataclass
class Story:
    """One account and what happens to it, day after day."""

    account: Account
    datasets: list[Dataset]
    today: date
    refused: Counter[str] = field(default_factory=Counter)

    def step(self, name: str, which: int, days: int) -> None:
        self.today += timedelta(days=days)
        before = count_rows()
        try:
            with transaction.atomic():
                getattr(self, name)(which)
        except (Conflict, ValidationError):
            self.refused[name] += 1
            assert count_rows() == before

    def run(self, which: int) -> None:
        report = run(self.today, chunk_size=1 + which)
        assert report.failures == []
        assert run(self.today).invoices == 0
        assert_complete(self.today)

    def run_earlier(self, which: int) -> None:
        run(self.today)
        rows = count_rows()
        run(self.today - timedelta(days=which * 9))
        assert count_rows() == rows

    def subscribe(self, which: int, start: date | None = None) -> None:
        make_subscription(
            self.account, start=start or self.today, today=self.today, paid=False, dataset=self.dataset(which)
        )

    def subscribe_past(self, which: int) -> None:
        self.subscribe(which, self.today - timedelta(days=17 * which))

    def subscribe_future(self, which: int) -> None:
        self.subscribe(which, self.today + timedelta(days=13 * which))

    def buy(self, which: int) -> None:
        buy_once(self.account, self.dataset(which), today=self.today)

    def buy_two(self, which: int) -> None:
        buy_monthly(self.account, self.dataset(which), self.dataset(which + 1), today=self.today)

    def cancel_end(self, which: int) -> None:
        self.cancel(which, CancelWhen.PERIOD_END)

    def cancel_now(self, which: int) -> None:
        self.cancel(which, CancelWhen.NOW)

    def cancel(self, which: int, when: CancelWhen) -> None:
        if row := pick(Subscription, which):
            actions.cancel_subscription(subscription=row, when=when, today=self.today, at=noon(self.today))

    def resume(self, which: int) -> None:
        if row := pick(Subscription, which):
            actions.resume_subscription(subscription=row, today=self.today)

    def pay(self, which: int, part: Decimal = Decimal(1)) -> None:
        if invoice := pick(Invoice, which):
            actions.record_payment(
                invoice=invoice,
                amount=round_money(invoice.amount_due * part),
                method="pix",
                reference="",
                by=None,
                at=noon(self.today),
            )

    def pay_part(self, which: int) -> None:
        self.pay(which, Decimal("0.3"))

    def void(self, which: int) -> None:
        if invoice := pick(Invoice, which):
            actions.void_invoice(invoice=invoice, at=noon(self.today))

    def give_up(self, which: int) -> None:
        if invoice := pick(Invoice, which):
            actions.mark_invoice_uncollectible(invoice=invoice)

    def credit(self, which: int) -> None:
        if invoice := pick(Invoice, which):
            amount = round_money(invoice.total / 3 * (which % 4))
            actions.credit_invoice(invoice=invoice, amount=amount, reason="Acordo", today=self.today)

    def credit_line(self, which: int) -> None:
        if line := pick(InvoiceLine, which):
            data: actions.CreditLineData = {"line": line.pk, "amount": line.amount}
            actions.credit_invoice(invoice=line.invoice, lines=[data], reason="Acordo", today=self.today)

    def refund(self, which: int) -> None:
        if payment := pick(Payment, which):
            actions.refund_payment(payment=payment, amount=payment.amount / 2, reason="Engano", by=None)

    def price(self, which: int) -> None:
        if row := pick(Subscription, which):
            effective = self.today + timedelta(days=which)
            actions.change_subscription_price(subscription=row, price=Decimal(which), effective_on=effective)

    def delete_dataset(self, which: int) -> None:
        # Seldom, or the story ends early.
        if which == 7 and not self.dataset(which).is_deleted:
            self.dataset(which).mark_deleted(at=noon(self.today))

    def dataset(self, which: int) -> Dataset:
        return self.datasets[which % len(self.datasets)]


def pick(model: Any, which: int) -> Any:
    """The n-th newest row: what happened lately is what something happens to."""
    return model.objects.order_by("-id")[which % 4 : which % 4 + 1].first()


def assert_sound() -> None:
    numbered = Counter[str]()
    for invoice in Invoice.objects.order_by("number").annotate(lines_sum=Sum("lines__amount")):
        numbered[invoice.number[:4]] += 1
        assert invoice.number == f"{invoice.issued_on.year}-{numbered[invoice.number[:4]]:06d}"
        assert invoice.total == invoice.lines_sum == invoice.subtotal
        received = sum((row.amount - row.refunded_total for row in invoice.payments.all()), ZERO)
        credited = sum((row.total for row in invoice.credit_notes.all()), ZERO)
        assert (invoice.paid_total, invoice.credited_total) == (received, credited)
        due = amount_due(status=invoice.status, total=invoice.total, paid_total=received, credited_total=credited)
        assert invoice.amount_due == due
        assert (invoice.status == InvoiceStatus.OPEN) <= (due > 0)
    notes = CreditNote.objects.order_by("number").values_list("number", flat=True)
    assert [number[-6:] for number in notes] == [
        f"{n:06d}"
        for year in sorted({number[:7] for number in notes})
        for n in range(1, 1 + sum(number[:7] == year for number in notes))
    ]
    for subscription in Subscription.objects.all():
        assert_tiled(subscription)


def assert_tiled(subscription: Subscription) -> None:
    """Lines are periods of the formula, each once; the row knows the newest, and the oldest that is missing."""
    lines = list(subscription.lines.filter(voided=False).order_by("period_start"))
    starts = [line.period_start for line in lines]
    assert len(set(starts)) == len(starts)
    start, anchor = subscription.start_date, subscription.anchor_day
    for line in lines:
        period = next(periods_from(start=start, anchor_day=anchor, first=line.period_start))
        assert (period.start, period.end) == (line.period_start, line.period_end)
    if subscription.status == SubscriptionStatus.CANCELED:
        return
    newest = lines[-1] if lines else None
    assert subscription.current_period_start == (newest.period_start if newest else None)
    assert subscription.current_period_end == (newest.period_end if newest else None)
    missing = next(p.start for p in periods_from(start=start, anchor_day=anchor, first=start) if p.start not in starts)
    assert subscription.next_billing_on == missing


def assert_complete(day: date) -> None:
    """After a run every period that began has its line, but for held subscriptions and deleted datasets."""
    held = Subscription.objects.held(day=day)
    for subscription in Subscription.objects.live().exclude(pk__in=held):
        assert subscription.end_date is None or subscription.end_date > day
        periods = periods_from(
            start=subscription.start_date, anchor_day=subscription.anchor_day, first=subscription.start_date
        )
        began = [period.start for period in takewhile(lambda period: period.start <= day, periods)]
        billed = subscription.lines.filter(voided=False).values_list("period_start", flat=True)
        assert set(began) <= set(billed)


def tell(net: bool, steps: list[tuple[str, int, int]]) -> Counter[str]:
    story = Story(
        account=AccountFactory(net=net),
        datasets=[DatasetFactory(monthly_price=Decimal(price)) for price in ("29.95", "0.00", "10.01")],
        today=date(2026, 1, 31),
    )
    for name, which, days in steps:
        story.step(name, which, days)
        assert_sound()
    return story.refused


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    net=st.booleans(),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 7), st.integers(0, 40)), min_size=4, max_size=14),
)
def test_the_invariants_hold_whatever_happens(net: bool, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        tell(net, steps)
        transaction.set_rollback(True)
