"""``/subscriptions``: subscribing, cancelling and resuming over REST, and every refusal."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Account, User
from accounts.tests.factories import AccountFactory
from billing.models import Subscription
from billing.tests.factories import TODAY, make_subscription, noon, run
from billing.tests.refusals import errors, nothing_written
from catalog.choices import DatasetStatus
from catalog.tests.factories import DatasetFactory, ProductFactory

Api = Callable[..., APIClient]
NOWHERE = "00000000-0000-0000-0000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_last_of_january(db):
    with time_machine.travel(noon(TODAY)):
        yield


def test_subscribing_answers_the_subscription_and_its_transaction(account: Account, admin: User, api: Api) -> None:
    dataset = DatasetFactory(monthly_price=Decimal("19.90"))
    response = api(admin).post("/subscriptions", {"dataset": str(dataset.pk)}, format="json")
    assert response.status_code == 201
    body = response.json()
    transaction = body.pop("transaction")
    made = Subscription.objects.get()
    assert body == {
        "id": str(made.pk),
        "account": str(account.pk),
        "dataset": str(dataset.pk),
        "product": None,
        "status": "incomplete",
        "price": "19.90",
        "currency": "BRL",
        "anchor_day": 31,
        "start_date": "2026-01-31",
        "end_date": None,
        "current_period": {"start": "2026-01-31", "end": "2026-02-28"},
        "next_billing_on": "2026-02-28",
        "cancel_at_period_end": False,
        "created_at": made.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": made.updated_at.isoformat().replace("+00:00", "Z"),
    }
    assert transaction == api(admin).get(f"/transactions/{made.transaction_id}").json()
    assert (transaction["kind"], transaction["subscriptions"]) == ("subscription", [str(made.pk)])
    assert (transaction["invoice"]["total"], transaction["invoice"]["status"]) == ("19.90", "open")
    assert api(admin).get(f"/subscriptions/{made.pk}").json() == body


def test_a_product_is_subscribed_to_like_a_dataset(admin: User, api: Api) -> None:
    product = ProductFactory(datasets=[DatasetFactory()])
    body = api(admin).post("/subscriptions", {"product": str(product.pk), "dataset": None}, format="json").json()
    assert (body["dataset"], body["product"], body["price"]) == (None, str(product.pk), "29.90")


@pytest.mark.parametrize(
    ("start", "period", "following"),
    [
        ("2025-11-30", {"start": "2025-11-30", "end": "2025-12-30"}, "2025-12-30"),
        ("2026-03-15", None, "2026-03-15"),
    ],
)
def test_staff_enter_contracts_that_run_already_or_begin_later(
    start: str, period: dict | None, following: str, staff: User, api: Api
) -> None:
    account = AccountFactory(net=True)
    body = {"dataset": str(DatasetFactory().pk), "account": str(account.pk), "start_date": start}
    made = api(staff).post("/subscriptions", body, format="json").json()
    assert (made["start_date"], made["current_period"], made["next_billing_on"]) == (start, period, following)
    assert (made["status"], made["transaction"]["user"]) == ("active", str(staff.pk))


@pytest.mark.parametrize(
    "start", ["1999-12-31", "0001-01-01", "2101-01-01", "9999-12-31", "2026-02-30", "2026-1-5", "20260105", "2026-W01-1", "31/01/2026", 5, True, [], {}, ""]
)  # fmt: skip
def test_a_start_that_is_no_day_or_far_away_is_refused(start: object, account: Account, staff: User, api: Api) -> None:
    body = {"dataset": str(DatasetFactory().pk), "account": str(account.pk), "start_date": start}
    with nothing_written():
        response = api(staff).post("/subscriptions", body, format="json")
    assert response.status_code == 400
    assert [attr for _, attr in errors(response)] == ["start_date"]


def test_only_staff_choose_the_start_and_name_an_account(admin: User, stranger: User, staff: User, api: Api) -> None:
    body = {"dataset": str(DatasetFactory().pk)}
    for person, extra, expected in (
        (admin, {"start_date": "2026-02-15"}, [("staff_only", "start_date")]),
        (admin, {"account": str(stranger.account_id)}, [("does_not_exist", "account")]),
        (staff, {}, [("required", "account")]),
    ):
        with nothing_written():
            response = api(person).post("/subscriptions", {**body, **extra}, format="json")
        assert (response.status_code, errors(response)) == (400, expected)
    assert api(admin).post("/subscriptions", {**body, "start_date": None}, format="json").status_code == 201


def test_exactly_one_thing_is_subscribed_to(admin: User, api: Api) -> None:
    dataset, product = str(DatasetFactory().pk), str(ProductFactory().pk)
    for body in ({}, {"dataset": None}, {"dataset": dataset, "product": product}):
        with nothing_written():
            response = api(admin).post("/subscriptions", body, format="json")
        assert (response.status_code, errors(response)) == (400, [("required", "dataset")])
    for field, value in (("dataset", NOWHERE), ("dataset", "x"), ("dataset", [dataset]), ("product", dataset)):
        with nothing_written():
            response = api(admin).post("/subscriptions", {field: value}, format="json")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == [field]


def test_what_is_not_sold_or_held_already_is_refused(account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account)
    for dataset, code in (
        (held.dataset, "already_subscribed"),
        (DatasetFactory(status=DatasetStatus.RETIRED), "dataset_unavailable"),
        (DatasetFactory(monthly_price=None), "not_sold_that_way"),
    ):
        with nothing_written():
            response = api(admin).post("/subscriptions", {"dataset": str(dataset.pk)}, format="json")
        assert (response.status_code, errors(response)) == (409, [(code, None)])


def test_a_member_does_not_subscribe_cancel_or_resume(account: Account, member: User, api: Api) -> None:
    held = make_subscription(account)
    with nothing_written():
        assert (
            api(member).post("/subscriptions", {"dataset": str(DatasetFactory().pk)}, format="json").status_code == 403
        )
        assert api(member).delete(f"/subscriptions/{held.pk}").status_code == 403
        assert api(member).post(f"/subscriptions/{held.pk}/resume").status_code == 403


# --- Cancelling and resuming ------------------------------------------------------------------------------------


def test_cancelling_ends_it_with_the_paid_period_and_resuming_undoes_that(
    account: Account, admin: User, api: Api
) -> None:
    held = make_subscription(account)
    before = api(admin).get(f"/subscriptions/{held.pk}").json()
    for query in ("", "?when=period_end"):
        response = api(admin).delete(f"/subscriptions/{held.pk}{query}")
        assert response.status_code == 200
        expected = {"end_date": "2026-02-28", "cancel_at_period_end": True, "next_billing_on": None}
        assert response.json() == {**before, **expected, "updated_at": response.json()["updated_at"]}
    resumed = api(admin).post(f"/subscriptions/{held.pk}/resume")
    assert resumed.status_code == 200
    assert resumed.json() == {**before, "updated_at": resumed.json()["updated_at"]}


def test_cancelling_now_ends_it_today(account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account)
    body = api(admin).delete(f"/subscriptions/{held.pk}?when=now").json()
    assert (body["status"], body["end_date"], body["next_billing_on"]) == ("canceled", "2026-01-31", None)
    assert body["cancel_at_period_end"] is False
    for method, path in (("delete", ""), ("post", "/resume")):
        with nothing_written():
            response = getattr(api(admin), method)(f"/subscriptions/{held.pk}{path}")
        assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


def test_resuming_what_is_not_about_to_end_is_refused(account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account)
    with nothing_written():
        response = api(admin).post(f"/subscriptions/{held.pk}/resume")
    assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


@pytest.mark.parametrize("when", ["yesterday", "", "NOW", "now%00", "period_end,now"])
def test_any_other_end_is_refused_by_name(when: str, account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account)
    with nothing_written():
        response = api(admin).delete(f"/subscriptions/{held.pk}?when={when}")
    assert (response.status_code, errors(response)) == (400, [("invalid_choice", "when")])


def test_a_stranger_finds_nothing_to_cancel(account: Account, stranger: User, api: Api) -> None:
    held = make_subscription(account)
    with nothing_written():
        assert api(stranger).get(f"/subscriptions/{held.pk}").status_code == 404
        assert api(stranger).delete(f"/subscriptions/{held.pk}").status_code == 404
        assert api(stranger).post(f"/subscriptions/{held.pk}/resume").status_code == 404
        assert api(stranger).get("/subscriptions").json()["results"] == []


def test_today_is_the_accounts_own_day(admin: User, account: Account, api: Api) -> None:
    held = make_subscription(account, start=date(2026, 1, 10), today=date(2026, 1, 10))
    # 02:30 UTC on the 1st is still the 31st in São Paulo.
    with time_machine.travel("2026-02-01T02:30:00Z"):
        assert api(admin).delete(f"/subscriptions/{held.pk}?when=now").json()["end_date"] == "2026-01-31"


# --- Lists ------------------------------------------------------------------------------------------------------


def test_everyone_sees_the_own_accounts_subscriptions_and_staff_see_all(
    account: Account, admin: User, member: User, stranger: User, staff: User, api: Api
) -> None:
    own, other = make_subscription(account), make_subscription(stranger.account)
    for person, expected in ((admin, {own}), (member, {own}), (stranger, {other}), (staff, {own, other})):
        results = api(person).get("/subscriptions").json()["results"]
        assert {row["id"] for row in results} == {str(row.pk) for row in expected}
    results = api(member).get(f"/subscriptions/account/{account.pk}").json()["results"]
    assert results == [api(staff).get(f"/subscriptions/{own.pk}").json()]


def test_filters_narrow_what_one_sees(account: Account, admin: User, staff: User, stranger: User, api: Api) -> None:
    paid, unpaid, ended = make_subscription(account), make_subscription(account, paid=False), make_subscription(account)
    other = make_subscription(stranger.account)
    api(admin).delete(f"/subscriptions/{ended.pk}?when=now")

    def found(person: User, query: str, route: str = "/subscriptions") -> set[str]:
        return {row["id"] for row in api(person).get(f"{route}?{query}").json()["results"]}

    assert found(staff, "status=active") == {str(paid.pk), str(other.pk)}
    assert found(staff, f"status=active&account={account.pk}") == {str(paid.pk)}
    assert found(admin, "status=incomplete") == {str(unpaid.pk)}
    assert found(admin, "status=canceled", f"/subscriptions/account/{account.pk}") == {str(ended.pk)}
    assert found(admin, f"dataset={unpaid.dataset_id}") == {str(unpaid.pk)}
    assert found(admin, f"dataset={other.dataset_id}") == set()


@pytest.mark.parametrize("query", ["status=paid", "dataset=x", "account=x", "currency=REAIS", "page_size=0"])
def test_a_filter_that_makes_no_sense_is_named(query: str, account: Account, admin: User, api: Api) -> None:
    for path in ("", f"/account/{account.pk}", f"/account/{account.pk}/month/2026-01"):
        response = api(admin).get(f"/subscriptions{path}?{query}")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == [query.partition("=")[0]]


def test_a_missed_renewal_is_shown_as_what_comes_next(staff: User, api: Api) -> None:
    held = make_subscription(start=date(2025, 11, 30), today=date(2025, 11, 30))
    assert api(staff).get(f"/subscriptions/{held.pk}").json()["next_billing_on"] == "2025-12-30"
    run(TODAY)
    body = api(staff).get(f"/subscriptions/{held.pk}").json()
    assert (body["current_period"], body["next_billing_on"]) == (
        {"start": "2026-01-30", "end": "2026-02-28"},
        "2026-02-28",
    )
