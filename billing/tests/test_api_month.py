"""``/subscriptions/account/{id}/month/{YYYY-MM}``: who lives in a month, and what the month costs to the cent."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Account, User
from accounts.tests.factories import AccountFactory
from billing.actions import cancel_subscription, change_subscription_price, void_invoice
from billing.models import Invoice, Subscription
from billing.tests.factories import TODAY, make_subscription, noon, run
from billing.tests.refusals import errors
from catalog.tests.factories import DatasetFactory

Api = Callable[..., APIClient]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_last_of_january(db):
    with time_machine.travel(noon(TODAY)):
        yield


@pytest.fixture
def month(account: Account, member: User, api: Api) -> Callable[[str], tuple[list[Subscription], str]]:
    """(those listed, total) of a month, as a member of the account sees it."""

    def ask(text: str) -> tuple[list[Subscription], str]:
        body = api(member).get(f"/subscriptions/account/{account.pk}/month/{text}").json()
        assert body["month"] == text
        assert body["count"] == len(body["results"])
        return [Subscription.objects.get(pk=row["id"]) for row in body["results"]], body["total"]

    return ask


def test_the_envelope(account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account, price="29.95")
    body = api(admin).get(f"/subscriptions/account/{account.pk}/month/2026-01").json()
    assert body == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [api(admin).get(f"/subscriptions/{held.pk}").json()],
        "month": "2026-01",
        "currency": "BRL",
        "total": "29.95",
    }


def test_a_month_before_everything_is_empty_and_costs_nothing(account: Account, month: Callable) -> None:
    make_subscription(account)
    assert month("2025-12") == ([], "0.00")
    assert month("1900-01") == ([], "0.00")


def test_billed_and_future_months_cost_what_was_and_will_be_billed(account: Account, month: Callable) -> None:
    first = make_subscription(account, start=date(2026, 1, 5), today=date(2026, 1, 5), price="19.90")
    second = make_subscription(account, start=date(2026, 1, 31), price="29.95")
    assert month("2026-01") == ([second, first], "49.85")
    # No run has been in February yet, and December of 9998 is as good a month as any.
    assert month("2026-02") == ([second, first], "49.85")
    assert month("9998-12") == ([second, first], "49.85")
    run(date(2026, 2, 28))
    assert month("2026-02") == ([second, first], "49.85")


def test_an_unpaid_first_period_counts(account: Account, month: Callable) -> None:
    held = make_subscription(account, paid=False, price="29.95")
    assert held.status == "incomplete"
    assert month("2026-01") == ([held], "29.95")


def test_a_subscription_that_ends_with_its_period_lives_until_its_last_day(account: Account, month: Callable) -> None:
    held = make_subscription(account, start=date(2026, 1, 10), today=date(2026, 1, 10), price="29.95")
    cancel_subscription(subscription=held, when="period_end", today=date(2026, 1, 20), at=noon(date(2026, 1, 20)))
    assert month("2026-01") == ([held], "29.95")
    # Alive until 9 February, and nothing begins then.
    assert month("2026-02") == ([held], "0.00")
    assert month("2026-03") == ([], "0.00")


def test_a_period_that_ends_on_the_first_does_not_reach_into_that_month(account: Account, month: Callable) -> None:
    held = make_subscription(account, start=date(2026, 1, 1), today=date(2026, 1, 1), price="29.95")
    cancel_subscription(subscription=held, when="period_end", today=date(2026, 1, 20), at=noon(date(2026, 1, 20)))
    assert month("2026-01") == ([held], "29.95")
    assert month("2026-02") == ([], "0.00")


def test_one_ended_at_once_lives_on_that_day_still(account: Account, month: Callable) -> None:
    held = make_subscription(account, start=date(2026, 1, 10), today=date(2026, 1, 10), price="29.95")
    run(date(2026, 2, 1))
    cancel_subscription(subscription=held, when="now", today=date(2026, 2, 1), at=noon(date(2026, 2, 1)))
    assert month("2026-02") == ([held], "0.00")
    assert month("2026-03") == ([], "0.00")


def test_a_new_price_counts_from_its_first_period_and_not_where_it_was_billed_otherwise(
    account: Account, month: Callable
) -> None:
    held = make_subscription(account, start=date(2026, 1, 10), today=date(2026, 1, 10), price="49.95")
    run(date(2026, 2, 10))
    change_subscription_price(subscription=held, price=Decimal("59.95"), effective_on=date(2026, 2, 1))
    assert [month(text)[1] for text in ("2026-01", "2026-02", "2026-03")] == ["49.95", "49.95", "59.95"]


def test_a_void_renewal_is_to_be_billed_again_and_a_void_first_invoice_never_lived(
    account: Account, month: Callable
) -> None:
    held = make_subscription(account, start=date(2026, 1, 10), today=date(2026, 1, 10), price="29.95")
    run(date(2026, 2, 10))
    renewal = Invoice.objects.exclude(transaction=held.transaction_id).get()
    void_invoice(invoice=renewal, at=noon(date(2026, 2, 11)))
    assert month("2026-02") == ([held], "29.95")
    unpaid = make_subscription(account, paid=False, price="5.00")
    void_invoice(invoice=Invoice.objects.get(transaction=unpaid.transaction_id), at=noon(TODAY))
    assert month("2026-01") == ([held], "29.95")


def test_one_that_begins_later_counts_from_then_on(staff: User, account: Account, api: Api, month: Callable) -> None:
    body = {"dataset": str(DatasetFactory().pk), "account": str(account.pk), "start_date": "2026-03-31"}
    made = Subscription.objects.get(pk=api(staff).post("/subscriptions", body, format="json").json()["id"])
    assert month("2026-02") == ([], "0.00")
    assert month("2026-03") == ([made], "19.90")
    assert month("2026-04") == ([made], "19.90")


def test_the_total_is_of_the_whole_month_and_the_page_of_some(account: Account, admin: User, api: Api) -> None:
    for price in ("1.10", "2.20", "3.30"):
        make_subscription(account, price=price)
    path = f"/subscriptions/account/{account.pk}/month/2026-01"
    first = api(admin).get(f"{path}?page_size=2").json()
    assert (first["count"], len(first["results"]), first["total"]) == (3, 2, "6.60")
    second = api(admin).get(first["next"]).json()
    assert (len(second["results"]), second["total"]) == (1, "6.60")


def test_filters_narrow_list_and_total_alike(account: Account, admin: User, api: Api) -> None:
    make_subscription(account, price="1.10")
    make_subscription(account, price="2.20", paid=False)
    body = api(admin).get(f"/subscriptions/account/{account.pk}/month/2026-01?status=incomplete").json()
    assert (body["count"], body["total"]) == (1, "2.20")


def test_several_currencies_do_not_add_up(account: Account, admin: User, api: Api) -> None:
    make_subscription(account, price="1.10")
    make_subscription(account, dataset=DatasetFactory(monthly_price=Decimal("7.00"), currency="USD"))
    path = f"/subscriptions/account/{account.pk}/month/2026-01"
    body = api(admin).get(path).json()
    assert (body["count"], body["currency"], body["total"]) == (2, None, None)
    body = api(admin).get(f"{path}?currency=usd").json()
    assert (body["count"], body["currency"], body["total"]) == (1, "USD", "7.00")


def test_other_accounts_do_not_count(account: Account, stranger: User, staff: User, api: Api, month: Callable) -> None:
    make_subscription(stranger.account, price="99.00")
    held = make_subscription(account, price="1.10")
    assert month("2026-01") == ([held], "1.10")
    assert api(stranger).get(f"/subscriptions/account/{account.pk}/month/2026-01").status_code == 404
    assert api(staff).get(f"/subscriptions/account/{AccountFactory().pk}/month/2026-01").json()["total"] == "0.00"


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "abcd-01", "202601", "2026-01-01", "26-01", "2026_01", "1899-12", "9999-12", "+026-01", "²026-01", "２０２６-01", " ", "2026-01%20"]
)  # fmt: skip
def test_anything_but_a_month_is_refused_by_name(text: str, account: Account, admin: User, api: Api) -> None:
    response = api(admin).get(f"/subscriptions/account/{account.pk}/month/{text}")
    assert (response.status_code, errors(response)) == (400, [("invalid", "month")])


@pytest.mark.parametrize("number", [1, 6])
def test_a_month_costs_the_same_queries_for_one_and_for_many(
    number: int, account: Account, admin: User, api: Api, django_assert_num_queries
) -> None:
    for _ in range(number):
        make_subscription(account)
    client = api(admin)
    # Caller, account, count, page; then lines, price changes and terms for the total.
    with django_assert_num_queries(7):
        client.get(f"/subscriptions/account/{account.pk}/month/2026-01")
