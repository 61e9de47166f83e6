"""New prices for existing subscriptions: from a boundary on, and only when staff say so."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account
from billing.actions import cancel_subscription, change_subscription_price, void_invoice
from billing.choices import CancelWhen
from billing.models import Invoice
from billing.tests.factories import TODAY, count_rows, lines_of, make_subscription, noon, run
from catalog.models import Dataset
from nubo.shared.errors import InvalidTransition

pytestmark = pytest.mark.django_db


def test_e13_a_new_price_from_may(account: Account) -> None:
    subscription = make_subscription(account, start=date(2018, 1, 1), price="49.95")
    change_subscription_price(subscription=subscription, price=Decimal("59.95"), effective_on=date(2018, 5, 1))
    for month in range(2, 8):
        run(date(2018, month, 1))
    assert [amount for _start, _end, amount in lines_of(subscription)] == ["49.95"] * 4 + ["59.95"] * 3


def test_it_waits_for_the_next_boundary(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 31))
    change_subscription_price(subscription=subscription, price=Decimal("35.00"), effective_on=date(2026, 2, 10))
    run(date(2026, 3, 31))
    assert [amount for _start, _end, amount in lines_of(subscription)] == ["29.95", "35.00", "35.00"]


def test_caught_up_periods_cost_what_was_in_force_at_their_start(account: Account) -> None:
    subscription = make_subscription(account, start=date(2026, 1, 10))
    for day, price in ((date(2026, 3, 1), "35.00"), (date(2026, 5, 1), "40.00")):
        change_subscription_price(subscription=subscription, price=Decimal(price), effective_on=day)
    run(date(2026, 5, 20))
    assert [amount for _start, _end, amount in lines_of(subscription)] == ["29.95", "29.95", "35.00", "35.00", "40.00"]


def test_the_catalogues_new_price_does_not_reach_existing_subscriptions(account: Account) -> None:
    subscription = make_subscription(account)
    Dataset.objects.update(monthly_price=Decimal("99.00"), title="Outro nome")
    run(date(2026, 2, 28))
    line = Invoice.objects.order_by("number").last().lines.get()
    assert (str(line.amount), line.description) == ("29.95", subscription.description)


def test_issued_invoices_stay_as_they_are(account: Account) -> None:
    subscription = make_subscription(account)
    change_subscription_price(subscription=subscription, price=Decimal("35.00"), effective_on=date(2025, 1, 1))
    assert lines_of(subscription) == [("2026-01-31", "2026-02-28", "29.95")]


def test_a_period_freed_by_voiding_costs_what_is_in_force_at_its_start(account: Account) -> None:
    subscription = make_subscription(account)
    run(date(2026, 2, 28))
    change_subscription_price(subscription=subscription, price=Decimal("35.00"), effective_on=date(2026, 2, 1))
    void_invoice(invoice=Invoice.objects.get(number="2026-000002"), at=noon(date(2026, 2, 28)))
    run(date(2026, 2, 28))
    assert lines_of(subscription)[-1] == ("2026-02-28", "2026-03-31", "35.00")


def test_it_can_become_free(account: Account) -> None:
    subscription = make_subscription(account)
    change_subscription_price(subscription=subscription, price=Decimal(0), effective_on=TODAY)
    run(date(2026, 2, 28))
    assert Invoice.objects.get(number="2026-000002").status == "paid"
    assert lines_of(subscription)[-1][2] == "0.00"


@pytest.mark.parametrize("price", ["-0.01", "1e20", "NaN", "1.001"])
def test_a_price_that_is_none_is_refused(account: Account, price: str) -> None:
    subscription = make_subscription(account)
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        change_subscription_price(subscription=subscription, price=Decimal(price), effective_on=TODAY)
    assert list(caught.value.message_dict) == ["price"]
    assert count_rows() == before


def test_one_price_a_day(account: Account) -> None:
    subscription = make_subscription(account)
    change_subscription_price(subscription=subscription, price=Decimal(1), effective_on=TODAY)
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        change_subscription_price(subscription=subscription, price=Decimal(2), effective_on=TODAY)
    assert list(caught.value.message_dict) == ["effective_on"]
    assert count_rows() == before


def test_one_that_has_ended_has_no_new_price(account: Account) -> None:
    subscription = make_subscription(account)
    cancel_subscription(subscription=subscription, when=CancelWhen.NOW, today=TODAY, at=noon(TODAY))
    before = count_rows()
    with pytest.raises(InvalidTransition):
        change_subscription_price(subscription=subscription, price=Decimal(1), effective_on=TODAY)
    assert count_rows() == before
