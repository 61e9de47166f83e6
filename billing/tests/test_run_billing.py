"""The billing run: what it bills, when, once; what it holds, ends and reports; what the dry run shows."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing import actions
from billing.actions import billing_plan
from billing.choices import InvoiceStatus
from billing.models import Invoice, InvoiceLine, Subscription
from billing.rules import party_snapshot
from billing.tests.factories import (
    TODAY,
    buy_monthly,
    count_rows,
    lines_of,
    make_due_subscriptions,
    make_subscription,
    noon,
    numbers,
    run,
)
from catalog.tests.factories import DatasetFactory, ProductFactory

pytestmark = pytest.mark.django_db


def command(*args: str) -> str:
    out = StringIO()
    call_command("run_billing", *args, stdout=out, stderr=out)
    return out.getvalue()


def new_invoices(work: Callable[[], Any]) -> int:
    before = Invoice.objects.count()
    work()
    return Invoice.objects.count() - before


def test_e1_four_periods_of_a_month_each(account: Account) -> None:
    subscription = make_subscription(account, start=date(2017, 1, 31), price="29.95")
    for day in (date(2017, 2, 28), date(2017, 3, 31), date(2017, 4, 30)):
        assert run(day).invoices == 1
    assert lines_of(subscription) == [
        ("2017-01-31", "2017-02-28", "29.95"),
        ("2017-02-28", "2017-03-31", "29.95"),
        ("2017-03-31", "2017-04-30", "29.95"),
        ("2017-04-30", "2017-05-31", "29.95"),
    ]
    assert numbers() == ["2017-000001", "2017-000002", "2017-000003", "2017-000004"]


def test_e5_an_hourly_run_bills_on_the_day_and_once() -> None:
    make_subscription(AccountFactory(billing_time_zone="UTC"), start=date(2023, 2, 4))
    issued = []
    for at in ("2023-03-03 12:00", "2023-03-04 01:00", "2023-03-04 05:00", "2023-03-05 12:00"):
        with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
            issued.append(new_invoices(command))
    assert issued == [0, 1, 0, 0]


def test_e8_after_days_without_a_run(account: Account) -> None:
    subscription = make_subscription(account, start=date(2024, 3, 10))
    assert run(date(2024, 4, 11)).invoices == 1
    invoice = Invoice.objects.get(number="2024-000002")
    assert (invoice.issued_on, invoice.period_start, invoice.period_end) == (
        date(2024, 4, 11),
        date(2024, 4, 10),
        date(2024, 5, 10),
    )
    subscription.refresh_from_db()
    assert subscription.next_billing_on == date(2024, 5, 10)


def test_e9_one_account_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    start = date(2026, 1, 15)
    subscriptions = sorted(make_due_subscriptions(10, start=start), key=lambda row: row.account_id)
    bad = subscriptions[3].account_id

    def fails(*, agreed: Decimal, **kwargs: Any) -> Decimal:
        if agreed == Decimal("13.00"):
            raise ArithmeticError("no such price")
        return agreed

    Subscription.objects.filter(account=bad).update(price=Decimal("13.00"))
    with monkeypatch.context() as patch:
        patch.setattr(billing_plan, "price_at", fails)
        with pytest.raises(CommandError) as caught:
            command("--on", "2026-01-15")
        assert caught.value.returncode == 1
        report = run(start)
    assert [(failure.account_id, failure.reason) for failure in report.failures] == [
        (bad, "ArithmeticError: no such price")
    ]
    assert numbers() == [f"2026-{n:06d}" for n in range(1, 10)]
    assert not InvoiceLine.objects.filter(subscription__account=bad).exists()

    assert run(start).invoices == 1
    assert Invoice.objects.order_by("number").last().account_id == bad
    assert run(start).invoices == 0


def test_a_line_that_exists_already_is_reported_not_doubled() -> None:
    good, bad = make_due_subscriptions(2, start=TODAY)
    run(TODAY)
    # A period billed behind the back of the subscription: only the constraint stands between it and a second line.
    Subscription.objects.filter(pk=bad.pk).update(
        next_billing_on=TODAY, current_period_start=None, current_period_end=None
    )
    report = run(date(2026, 2, 28))
    assert [failure.account_id for failure in report.failures] == [bad.account_id]
    assert len(lines_of(good)) == 2
    assert len(lines_of(bad)) == 1
    assert numbers() == ["2026-000001", "2026-000002", "2026-000003"]


def test_e10_the_day_begins_in_the_accounts_time_zone() -> None:
    make_subscription(AccountFactory(billing_time_zone="America/Sao_Paulo"), start=date(2026, 2, 1))
    issued = []
    for at in ("2026-03-01T02:59:59", "2026-03-01T03:00:00", "2026-03-02T02:59:59"):
        with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
            issued.append(new_invoices(command))
    assert issued == [0, 1, 0]
    assert Invoice.objects.order_by("number").last().issued_on == date(2026, 3, 1)


def test_each_time_zone_has_its_own_today() -> None:
    start = date(2026, 2, 1)
    for zone in ("Pacific/Auckland", "America/Sao_Paulo", "UTC"):
        make_subscription(AccountFactory(name=zone, billing_time_zone=zone), start=start)
    billed = []
    for at in ("2026-02-28T11:00:00", "2026-03-01T00:00:00", "2026-03-01T03:00:00"):
        with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
            command()
        billed.append(Invoice.objects.order_by("number").last().account.name)
    assert billed == ["Pacific/Auckland", "UTC", "America/Sao_Paulo"]
    assert Invoice.objects.count() == 6


def test_e19_the_dry_run_writes_nothing_and_the_real_run_makes_exactly_what_it_showed(account: Account) -> None:
    make_subscription(account, start=date(2026, 1, 10))
    make_subscription(AccountFactory(name="Zebra"), start=date(2026, 1, 31), price="1234.56")
    make_due_subscriptions(3, start=date(2026, 2, 20))
    ending = make_subscription(start=date(2026, 1, 20))
    actions.cancel_subscription(subscription=ending, when="period_end", today=TODAY, at=noon(TODAY))
    before, rows = count_rows(), list(Subscription.objects.order_by("pk").values())

    shown = [command("--on", "2026-03-15", "--dry-run") for _ in range(2)]
    assert shown[0] == shown[1]
    assert "Zebra" in shown[0]
    assert "1.234,56" in shown[0]
    previews = run(date(2026, 3, 15), dry_run=True).previews
    assert (count_rows(), list(Subscription.objects.order_by("pk").values())) == (before, rows)

    report = run(date(2026, 3, 15))
    assert report.invoices == len(previews) == 6
    made = Invoice.objects.filter(issued_on=date(2026, 3, 15)).order_by("number")
    assert [(row.account, row.total, row.period_start) for row in made] == [
        (preview.account, preview.total, preview.starts_on) for preview in previews
    ]
    assert [
        [(line.subscription_id, line.period_start, line.period_end, line.amount) for line in row.lines.all()]
        for row in made
    ] == [
        [(line.subscription.pk, line.period.start, line.period.end, line.amount) for line in preview.lines]
        for preview in previews
    ]
    assert run(date(2026, 3, 15), dry_run=True).previews == []


def test_run_then_run_is_run_and_an_earlier_day_adds_nothing(account: Account) -> None:
    make_subscription(account, start=date(2026, 1, 10))
    run(date(2026, 4, 10))
    rows = count_rows()
    for day in (date(2026, 4, 10), date(2026, 2, 10), date(2026, 5, 9)):
        assert run(day).invoices == 0
    assert count_rows() == rows


def test_missed_periods_are_caught_up_oldest_first_with_an_invoice_each(account: Account) -> None:
    make_subscription(account, start=date(2026, 1, 10))
    run(date(2026, 4, 15))
    made = Invoice.objects.order_by("number")
    assert [(row.number, row.period_start, row.issued_on) for row in made] == [
        ("2026-000001", date(2026, 1, 10), date(2026, 1, 10)),
        ("2026-000002", date(2026, 2, 10), date(2026, 4, 15)),
        ("2026-000003", date(2026, 3, 10), date(2026, 4, 15)),
        ("2026-000004", date(2026, 4, 10), date(2026, 4, 15)),
    ]


def test_one_invoice_for_an_account_currency_and_start(account: Account) -> None:
    for invoice in [
        buy_monthly(account, DatasetFactory(), products=[ProductFactory()]).invoices.get(),
        buy_monthly(account, DatasetFactory(currency="USD")).invoices.get(),
        buy_monthly(account, DatasetFactory()).invoices.get(),
    ]:
        actions.record_payment(
            invoice=invoice, amount=invoice.amount_due, method="pix", reference="", by=None, at=noon(TODAY)
        )
    other = make_subscription(account, start=date(2026, 2, 1))
    report = run(date(2026, 3, 1))
    made = Invoice.objects.filter(issued_on=date(2026, 3, 1)).order_by("number")
    assert [(row.period_start, row.currency, row.lines.count(), str(row.total)) for row in made] == [
        (date(2026, 2, 28), "BRL", 3, "69.70"),
        (date(2026, 2, 28), "USD", 1, "19.90"),
        (date(2026, 3, 1), "BRL", 1, "29.95"),
    ]
    assert made[2].lines.get().subscription == other
    assert {currency: str(total) for currency, total in report.totals.items()} == {"BRL": "99.65", "USD": "19.90"}
    assert [line.position for line in made[0].lines.all()] == [0, 1, 2]
    assert {row.subtotal == row.total for row in made} == {True}


def test_lines_that_end_on_different_days_leave_the_invoice_without_a_period(account: Account) -> None:
    # Both have a boundary on 28 February, and the next ones on 28 and 31 March.
    make_subscription(account, start=date(2026, 1, 28))
    make_subscription(account, start=date(2026, 1, 31))
    run(date(2026, 2, 28))
    invoice = Invoice.objects.order_by("number").last()
    assert (invoice.lines.count(), invoice.period_start, invoice.period_end) == (2, None, None)


def test_terms_and_party_are_those_of_the_day(account: Account) -> None:
    account.payment_terms, account.net_days, account.name = "net", 30, "Nome de hoje"
    make_subscription(account, start=date(2026, 1, 10))
    account.save()
    run(date(2026, 2, 12))
    invoice = Invoice.objects.order_by("number").last()
    assert (invoice.status, invoice.issued_on, invoice.due_on) == (
        InvoiceStatus.OPEN,
        date(2026, 2, 12),
        date(2026, 3, 14),
    )
    assert invoice.party == party_snapshot(account)
    assert invoice.transaction is None


def test_free_renewals_are_paid_at_once(account: Account) -> None:
    make_subscription(account, price="0.00")
    run(date(2026, 2, 28))
    assert set(Invoice.objects.values_list("status", flat=True)) == {InvoiceStatus.PAID}


def test_renewals_of_unpaid_subscriptions_are_held_and_reported(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    report = run(date(2026, 3, 31))
    assert report.invoices == 0
    assert [(held.subscription_id, held.account, held.since) for held in report.held] == [
        (subscription.pk, "Padaria Central", date(2026, 2, 28))
    ]
    assert "Padaria Central" in command("--on", "2026-03-31")

    actions.record_payment(
        invoice=Invoice.objects.get(), amount=Decimal("29.95"), method="pix", reference="", by=None, at=noon(TODAY)
    )
    assert run(date(2026, 3, 31)).invoices == 2


def test_missed_periods_before_an_agreed_end_are_still_billed(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 10))
    actions.cancel_subscription(
        subscription=subscription, when="period_end", today=date(2026, 3, 20), at=noon(date(2026, 3, 20))
    )
    report = run(date(2026, 6, 1))
    assert (report.invoices, report.expired) == (2, 1)
    assert [line[0] for line in lines_of(subscription)] == ["2026-01-10", "2026-02-10", "2026-03-10"]


def test_chunks_do_not_change_what_is_billed() -> None:
    make_due_subscriptions(7, start=TODAY)
    progress: list[int] = []
    report = run(TODAY, chunk_size=3, on_progress=progress.append)
    assert (report.invoices, report.lines, progress) == (7, 7, [3, 3, 1])
    assert numbers() == [f"2026-{n:06d}" for n in range(1, 8)]


def test_a_chunk_costs_the_same_statements_for_one_account_and_for_many(django_assert_num_queries: Any) -> None:
    for number in (1, 40):
        make_due_subscriptions(number, start=TODAY)
        # Savepoint, accounts, subscriptions, prices, lines, subscriptions, numbers, invoices, release; around it three
        # looks for work, one for deleted accounts and one for held subscriptions.
        with django_assert_num_queries(13):
            assert run(TODAY).invoices == number


@pytest.mark.parametrize("wrong", ["amanhã", "2026-02-30", "0206-01-01", "9999-12-31", "20260131x"])
def test_a_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError):
        command("--on", wrong)


@pytest.mark.parametrize("wrong", ["0", "-1", "10001", "x", "٣"])
def test_a_chunk_size_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError):
        command("--chunk-size", wrong)


def test_the_summary_says_what_happened(account: Account) -> None:
    make_subscription(account)
    said = command("--on", "2026-02-28")
    assert "R$\u00a029,95" in said
    assert "1" in said
