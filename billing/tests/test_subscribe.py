"""Subscribing to one thing: now, in the past, in the future, and after an earlier subscription."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing.actions import cancel_subscription, subscribe
from billing.choices import CancelWhen, InvoiceStatus, SubscriptionStatus, TransactionStatus
from billing.models import Invoice
from billing.tests.factories import (
    TODAY,
    buyer_of,
    count_rows,
    lines_of,
    make_subscription,
    noon,
    pay,
    run,
)
from catalog.tests.factories import DatasetFactory, ProductFactory
from nubo.shared.errors import Conflict

pytestmark = pytest.mark.django_db


def test_it_is_a_transaction_with_one_item(account: Account) -> None:
    product = ProductFactory()
    subscription = make_subscription(account, product=product, paid=False)
    assert (subscription.product, subscription.dataset) == (product, None)
    bought = subscription.transaction
    assert (bought.kind, bought.status) == ("subscription", TransactionStatus.PENDING)
    assert bought.items.get().product == product
    assert bought.invoices.get().lines.get().subscription == subscription


def test_one_that_began_in_the_past_bills_its_first_period_and_leaves_the_rest_to_the_run(account: Account) -> None:
    subscription = make_subscription(account, start=date(2025, 11, 30), today=TODAY)
    assert (subscription.anchor_day, subscription.next_billing_on) == (30, date(2025, 12, 30))
    invoice = Invoice.objects.get()
    assert (invoice.issued_on, invoice.due_on, invoice.period_start) == (TODAY, TODAY, date(2025, 11, 30))
    run(TODAY)
    assert [line[:2] for line in lines_of(subscription)] == [
        ("2025-11-30", "2025-12-30"),
        ("2025-12-30", "2026-01-30"),
        ("2026-01-30", "2026-02-28"),
    ]


def test_one_that_begins_in_the_future_is_billed_on_its_day_though_it_is_prepaid(account: Account) -> None:
    start = date(2026, 2, 15)
    subscription = make_subscription(account, start=start, today=TODAY)
    assert (subscription.status, subscription.next_billing_on) == (SubscriptionStatus.INCOMPLETE, start)
    assert subscription.current_period_start is None
    assert Invoice.objects.count() == 0

    assert run(date(2026, 2, 14)).invoices == 0
    assert run(start).invoices == 1
    invoice = Invoice.objects.get()
    assert (invoice.issued_on, invoice.transaction) == (start, subscription.transaction)
    # Its renewal waits until that is paid.
    report = run(date(2026, 3, 15))
    assert (report.invoices, [held.subscription_id for held in report.held]) == (0, [subscription.pk])

    pay(invoice)
    subscription.refresh_from_db()
    subscription.transaction.refresh_from_db()
    assert (subscription.status, subscription.transaction.status) == ("active", "completed")
    assert run(date(2026, 3, 15)).invoices == 1
    assert Invoice.objects.order_by("number").last().transaction is None


def test_an_unpaid_one_in_the_future_that_was_missed_is_billed_for_its_first_period_only(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 2, 15), today=TODAY)
    report = run(date(2026, 5, 20))
    assert (report.invoices, len(report.held)) == (1, 1)
    assert [line[:2] for line in lines_of(subscription)] == [("2026-02-15", "2026-03-15")]
    assert (run(date(2026, 5, 20)).invoices, len(run(date(2026, 5, 20)).held)) == (0, 1)


def test_on_net_terms_one_in_the_future_is_active_at_once() -> None:
    subscription = make_subscription(AccountFactory(net=True), start=date(2026, 2, 15), today=TODAY)
    assert subscription.status == SubscriptionStatus.ACTIVE
    assert subscription.transaction.status == TransactionStatus.COMPLETED
    run(date(2026, 2, 15))
    assert Invoice.objects.get().due_on == date(2026, 2, 25)


@pytest.mark.parametrize("start", [date(1999, 12, 31), date(206, 1, 1), date(2037, 1, 1), date(9999, 12, 31)])
def test_a_start_far_away_is_a_typing_error(account: Account, start: date) -> None:
    dataset, before = DatasetFactory(), count_rows()
    with pytest.raises(ValidationError) as caught:
        make_subscription(account, start=start, today=TODAY, dataset=dataset)
    assert list(caught.value.message_dict) == ["start_date"]
    assert count_rows() == before


def test_either_a_dataset_or_a_product(account: Account) -> None:
    for items in ({}, {"dataset": DatasetFactory(), "product": ProductFactory()}):
        with pytest.raises(ValidationError) as caught:
            subscribe(account=account, user=buyer_of(account), today=TODAY, at=noon(TODAY), **items)
        assert list(caught.value.message_dict) == ["dataset"]
    assert set(count_rows().values()) == {0}


def test_while_one_is_about_to_end_the_answer_is_to_undo_that(account: Account) -> None:
    subscription = make_subscription(account)
    cancel_subscription(subscription=subscription, when=CancelWhen.PERIOD_END, today=TODAY, at=noon(TODAY))
    before = count_rows()
    with pytest.raises(Conflict) as caught:
        make_subscription(account, dataset=subscription.dataset)
    assert caught.value.code == "already_subscribed"
    assert len(str(caught.value)) > len(f"{subscription.description}") + 50
    assert count_rows() == before


def test_canceled_with_the_period_then_subscribed_again_no_day_is_billed_twice(account: Account) -> None:
    first = make_subscription(account)
    cancel_subscription(subscription=first, when=CancelWhen.PERIOD_END, today=TODAY, at=noon(TODAY))
    # No run has been since the end; the old one ends with the new purchase.
    second = make_subscription(account, start=date(2026, 2, 28), dataset=first.dataset)
    first.refresh_from_db()
    assert (first.status, first.end_date, first.next_billing_on) == ("canceled", date(2026, 2, 28), None)
    run(date(2026, 3, 31))
    assert [line[:2] for line in lines_of(first)] == [("2026-01-31", "2026-02-28")]
    assert [line[:2] for line in lines_of(second)] == [("2026-02-28", "2026-03-28"), ("2026-03-28", "2026-04-28")]


def test_a_start_inside_the_days_of_an_earlier_one_is_refused(account: Account) -> None:
    first = make_subscription(account)
    cancel_subscription(subscription=first, when=CancelWhen.PERIOD_END, today=TODAY, at=noon(TODAY))
    run(date(2026, 2, 28))
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        make_subscription(account, start=date(2026, 2, 27), today=date(2026, 3, 10), dataset=first.dataset)
    assert list(caught.value.message_dict) == ["start_date"]
    assert count_rows() == before
    make_subscription(account, start=date(2026, 2, 28), today=date(2026, 3, 10), dataset=first.dataset)


def test_the_agreed_price_is_that_of_the_catalogue(account: Account) -> None:
    subscription = make_subscription(account, price="29.95")
    assert (subscription.price, subscription.currency) == (Decimal("29.95"), "BRL")
    assert Invoice.objects.get().status == InvoiceStatus.PAID
