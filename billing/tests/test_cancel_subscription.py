"""Ending a subscription, with the paid period or at once, and thinking better of it."""

from datetime import date
from typing import Any

import pytest
from django.forms.models import model_to_dict

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing.actions import cancel_subscription, mark_invoice_uncollectible, resume_subscription
from billing.choices import CancelWhen, InvoiceStatus, SubscriptionStatus, TransactionStatus
from billing.models import CreditNote, Invoice, Subscription
from billing.tests.factories import (
    TODAY,
    buy_monthly,
    count_rows,
    lines_of,
    make_subscription,
    noon,
    pay,
    run,
)
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import InvalidTransition
from nubo.shared.periods import Month

pytestmark = pytest.mark.django_db


def cancel(subscription: Subscription, on: date, when: CancelWhen = CancelWhen.PERIOD_END) -> Subscription:
    return cancel_subscription(subscription=subscription, when=when, today=on, at=noon(on))


def state(subscription: Subscription) -> dict[str, Any]:
    """Every column but the time of the last write."""
    subscription.refresh_from_db()
    hidden = {
        field.name: getattr(subscription, field.name) for field in subscription._meta.fields if not field.editable
    }
    hidden.pop("updated_at")
    return {**model_to_dict(subscription), **hidden}


def refused(work: Any, subscription: Subscription) -> None:
    before, rows = state(subscription), count_rows()
    with pytest.raises(InvalidTransition) as caught:
        work()
    assert caught.value.code == "invalid_transition"
    assert (state(subscription), count_rows()) == (before, rows)


def live_months(subscription: Subscription) -> list[str]:
    months = [Month(2025, 12), *(Month(2026, number) for number in range(1, 5))]
    return [str(month) for month in months if Subscription.objects.live_in(month.period).contains(subscription)]


def test_e14_canceled_with_the_period_it_is_not_billed_again(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 31))
    ending = cancel(subscription, date(2026, 2, 10))
    assert (ending.status, ending.cancel_at_period_end) == (SubscriptionStatus.ACTIVE, True)
    # The end is exclusive: access through the 27th.
    assert (ending.end_date, ending.canceled_at) == (date(2026, 2, 28), noon(date(2026, 2, 10)))

    assert run(date(2026, 2, 27)).expired == 0
    report = run(date(2026, 2, 28))
    assert (report.invoices, report.expired) == (0, 1)
    subscription.refresh_from_db()
    assert (subscription.status, subscription.next_billing_on) == (SubscriptionStatus.CANCELED, None)
    assert (subscription.end_date, subscription.canceled_at) == (date(2026, 2, 28), noon(date(2026, 2, 10)))
    assert live_months(subscription) == ["2026-01", "2026-02"]


def test_e14_canceled_and_undone_is_no_change(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 31))
    before = state(subscription)
    cancel(subscription, date(2026, 2, 10))
    assert state(subscription) != before
    resume_subscription(subscription=subscription, today=date(2026, 2, 20))
    assert state(subscription) == before
    assert run(date(2026, 2, 28)).invoices == 1
    assert lines_of(subscription)[-1] == ("2026-02-28", "2026-03-31", "29.95")


def test_asking_twice_for_the_end_of_the_period_changes_nothing(account: Account) -> None:
    subscription = make_subscription(account)
    cancel(subscription, date(2026, 2, 10))
    before = state(subscription)
    cancel(subscription, date(2026, 2, 12))
    assert state(subscription) == before


def test_now_ends_it_today_and_leaves_its_invoice_alone(account: Account) -> None:
    subscription = make_subscription(account)
    ended = cancel(subscription, date(2026, 2, 10), CancelWhen.NOW)
    assert (ended.status, ended.end_date, ended.cancel_at_period_end) == ("canceled", date(2026, 2, 10), False)
    assert (ended.canceled_at, ended.next_billing_on) == (noon(date(2026, 2, 10)), None)
    assert Invoice.objects.get().status == InvoiceStatus.PAID
    assert run(date(2026, 4, 1)).invoices == 0
    assert live_months(subscription) == ["2026-01", "2026-02"]


def test_now_after_the_end_of_the_period_was_asked_for(account: Account) -> None:
    subscription = make_subscription(account)
    cancel(subscription, date(2026, 2, 10))
    ended = cancel(subscription, date(2026, 2, 12), CancelWhen.NOW)
    assert (ended.status, ended.end_date, ended.cancel_at_period_end) == ("canceled", date(2026, 2, 12), False)


def test_the_day_of_an_immediate_end_still_counts(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 15))
    cancel(subscription, date(2026, 2, 1), CancelWhen.NOW)
    assert live_months(subscription) == ["2026-01", "2026-02"]


def test_now_leaves_missed_periods_to_be_billed(account: Account) -> None:
    subscription = make_subscription(account, start=date(2025, 11, 30))
    ended = cancel(subscription, date(2026, 1, 30), CancelWhen.NOW)
    assert (ended.status, ended.next_billing_on) == ("canceled", date(2025, 12, 30))
    # [2025-12-30, 2026-01-30) was used; the period that would begin on the day of the end was not.
    assert run(date(2026, 2, 28)).invoices == 1
    assert lines_of(subscription)[-1] == ("2025-12-30", "2026-01-30", "29.95")
    subscription.refresh_from_db()
    assert subscription.next_billing_on is None


def test_a_period_that_no_run_has_billed_yet_is_paid_to_its_end(account: Account) -> None:
    subscription = make_subscription(account, start=date(2025, 11, 30))
    assert cancel(subscription, date(2026, 1, 10)).end_date == date(2026, 1, 30)
    report = run(date(2026, 2, 28))
    assert (report.invoices, report.expired) == (1, 1)
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.CANCELED


@pytest.mark.parametrize("when", CancelWhen)
@pytest.mark.parametrize("net", [True, False])
def test_one_that_has_not_begun_is_canceled_without_a_line(when: CancelWhen, net: bool) -> None:
    subscription = make_subscription(AccountFactory(net=net), start=date(2026, 2, 15), today=TODAY)
    ended = cancel(subscription, TODAY, when)
    assert (ended.status, ended.end_date, ended.next_billing_on) == ("canceled", date(2026, 2, 15), None)
    assert run(date(2026, 3, 31)).invoices == 0
    assert Invoice.objects.count() == 0
    assert live_months(subscription) == []


@pytest.mark.parametrize("when", CancelWhen)
def test_an_incomplete_one_is_canceled_at_once_and_its_invoice_voided(account: Account, when: CancelWhen) -> None:
    subscription = make_subscription(account, paid=False)
    ended = cancel(subscription, TODAY, when)
    assert (ended.status, ended.end_date, ended.next_billing_on) == ("canceled", TODAY, None)
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.number) == (InvoiceStatus.VOID, "2026-000001")
    subscription.transaction.refresh_from_db()
    assert subscription.transaction.status == TransactionStatus.CANCELED
    assert subscription.transaction.items.get().canceled_at == noon(TODAY)
    assert run(date(2026, 3, 31)).invoices == 0
    assert live_months(subscription) == []


def test_an_invoice_given_up_is_voided_too(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    mark_invoice_uncollectible(invoice=Invoice.objects.get())
    cancel(subscription, TODAY)
    assert Invoice.objects.get().status == InvoiceStatus.VOID


def test_an_incomplete_one_among_others_is_credited(account: Account) -> None:
    bought = buy_monthly(account, DatasetFactory(), DatasetFactory())
    first, second = bought.subscriptions.order_by("id")
    cancel(first, TODAY)
    invoice = Invoice.objects.get()
    assert (invoice.status, str(invoice.total), str(invoice.amount_due)) == (InvoiceStatus.OPEN, "39.80", "19.90")
    assert CreditNote.objects.get().lines.get().invoice_line.subscription == first
    bought.refresh_from_db()
    assert bought.status == TransactionStatus.PENDING

    pay(invoice)
    bought.refresh_from_db()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.status, second.status, bought.status) == ("canceled", "active", "completed")


def test_when_all_of_a_purchase_are_canceled_nothing_is_owed(account: Account) -> None:
    bought = buy_monthly(account, DatasetFactory(), DatasetFactory())
    for subscription in bought.subscriptions.all():
        cancel(subscription, TODAY)
    invoice = Invoice.objects.get()
    assert (invoice.status, str(invoice.amount_due)) == (InvoiceStatus.PAID, "0.00")
    assert str(invoice.credited_total) == "39.80"
    bought.refresh_from_db()
    assert bought.status == TransactionStatus.CANCELED


def test_money_received_for_an_incomplete_one_is_left_to_staff(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    invoice = Invoice.objects.get()
    pay(invoice, "10.00")
    assert cancel(subscription, TODAY).status == SubscriptionStatus.CANCELED
    invoice.refresh_from_db()
    assert (invoice.status, str(invoice.amount_due)) == (InvoiceStatus.OPEN, "19.95")


@pytest.mark.parametrize("when", CancelWhen)
def test_one_that_has_ended_cannot_end_again(account: Account, when: CancelWhen) -> None:
    subscription = make_subscription(account)
    cancel(subscription, TODAY, CancelWhen.NOW)
    refused(lambda: cancel(subscription, TODAY, when), subscription)


def test_only_an_end_to_come_can_be_undone(account: Account) -> None:
    subscription = make_subscription(account)

    def resume(today: date) -> None:
        resume_subscription(subscription=subscription, today=today)

    refused(lambda: resume(TODAY), subscription)
    cancel(subscription, TODAY)
    # Its last day is over, whether a run has been or not.
    refused(lambda: resume(date(2026, 2, 28)), subscription)
    refused(lambda: cancel(subscription, date(2026, 2, 28), CancelWhen.NOW), subscription)
    run(date(2026, 2, 28))
    refused(lambda: resume(date(2026, 2, 27)), subscription)


def test_past_due_ones_end_in_the_same_way(account: Account) -> None:
    subscription = make_subscription(account)
    Subscription.objects.update(status=SubscriptionStatus.PAST_DUE)
    assert cancel(subscription, TODAY).status == SubscriptionStatus.PAST_DUE
    assert resume_subscription(subscription=subscription, today=TODAY).status == SubscriptionStatus.PAST_DUE
