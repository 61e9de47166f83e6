"""Subscriptions in the admin: agreed by a form, ended, resumed and repriced by buttons."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.tests.factories import AccountFactory
from billing.choices import SubscriptionStatus
from billing.models import Invoice, Subscription, Transaction
from billing.tests.factories import TODAY, count_rows, make_subscription
from catalog.tests.factories import DatasetFactory
from nubo.tests.admin_desk import Desk

NOON = "2026-02-10T15:00:00Z"


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


@time_machine.travel(NOON)
def test_subscription_is_agreed_with_its_first_invoice(desk, staff):
    account, dataset = AccountFactory(net=True), DatasetFactory(monthly_price=Decimal("29.95"))
    response = desk.send_form(Subscription, "add", account=account.pk, dataset=dataset.pk)
    assert response.status_code == 302, desk.errors(response)
    made = Subscription.objects.get()
    assert (made.account, made.dataset, made.start_date, made.price, made.status) == (
        account, dataset, date(2026, 2, 10), Decimal("29.95"), SubscriptionStatus.ACTIVE,
    )  # fmt: skip
    assert Transaction.objects.get().user == staff
    assert Invoice.objects.get().total == Decimal("29.95")


@time_machine.travel(NOON)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "dataset"),
        ({"dataset": "nonsense"}, "dataset"),
        ({"start_date": "01/01/1999"}, "start_date"),
        ({"start_date": "x"}, "start_date"),
        ({"account": ""}, "account"),
    ],
)
def test_wrong_forms_write_nothing(desk, account, changes, field):
    good = {"account": account.pk, "dataset": DatasetFactory().pk} if changes else {"account": account.pk}
    response = desk.send_form(Subscription, "add", **{**good, **changes})
    assert list(desk.errors(response)) == [field]
    assert set(count_rows().values()) == {0}


@time_machine.travel(NOON)
def test_second_subscription_to_the_same_is_refused(desk, account):
    subscription = make_subscription(account)
    before = count_rows()
    response = desk.send_form(Subscription, "add", account=account.pk, dataset=subscription.dataset_id)
    assert desk.errors(response)["__all__"]
    assert count_rows() == before


@time_machine.travel(NOON)
def test_cancel_with_the_period_and_undo(desk, account):
    subscription = make_subscription(account, start=TODAY)
    desk.get(Subscription, "cancel_with_period", subscription.pk)
    subscription.refresh_from_db()
    assert not subscription.cancel_at_period_end
    desk.post(Subscription, "cancel_with_period", subscription.pk)
    subscription.refresh_from_db()
    assert (subscription.cancel_at_period_end, subscription.end_date) == (True, date(2026, 2, 28))
    desk.post(Subscription, "resume", subscription.pk)
    subscription.refresh_from_db()
    assert (subscription.cancel_at_period_end, subscription.end_date) == (False, None)


@time_machine.travel(NOON)
def test_cancel_now(desk, account):
    subscription = make_subscription(account, start=TODAY)
    desk.post(Subscription, "cancel_now", subscription.pk)
    subscription.refresh_from_db()
    assert (subscription.status, subscription.end_date) == (SubscriptionStatus.CANCELED, date(2026, 2, 10))
    for button in ("cancel_now", "cancel_with_period", "resume", "change_price"):
        assert desk.post(Subscription, button, subscription.pk).status_code == 302
    subscription.refresh_from_db()
    assert subscription.end_date == date(2026, 2, 10)


def test_price_is_changed_from_a_day(desk, account):
    subscription = make_subscription(account)
    response = desk.send_form(Subscription, "change_price", subscription.pk, price="59,95", effective_on="01/05/2026")
    assert response.status_code == 302, desk.errors(response)
    change = subscription.price_changes.get()
    assert (change.price, change.effective_on) == (Decimal("59.95"), date(2026, 5, 1))
    again = desk.send_form(Subscription, "change_price", subscription.pk, price="1,00", effective_on="01/05/2026")
    assert list(desk.errors(again)) == ["effective_on"]
    wrong = desk.send_form(Subscription, "change_price", subscription.pk, price="-1", effective_on="01/06/2026")
    assert list(desk.errors(wrong)) == ["price"]


def test_nothing_else_is_written(desk, account):
    subscription = make_subscription(account)
    before = Subscription.objects.values().get()
    assert desk.post(Subscription, "change", subscription.pk, price="1").status_code == 403
    assert desk.post(Subscription, "delete", subscription.pk, post="yes").status_code == 403
    assert Subscription.objects.values().get() == before


def test_transactions_are_only_shown(desk, account):
    make_subscription(account)
    row = Transaction.objects.get()
    assert desk.get(Transaction, "add").status_code == 403
    assert desk.post(Transaction, "change", row.pk, total="1").status_code == 403
    assert desk.post(Transaction, "delete", row.pk, post="yes").status_code == 403
