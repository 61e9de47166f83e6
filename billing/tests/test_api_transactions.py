"""``/transactions``: buying over REST, who sees what was bought, and every refusal."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import delete_account
from accounts.models import Account, User
from accounts.tests.factories import AccountFactory
from billing.models import Invoice, Subscription, Transaction
from billing.tests.factories import TODAY, buy_monthly, buy_once, noon, pay
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


def test_buying_once_answers_the_whole_transaction(account: Account, admin: User, api: Api) -> None:
    dataset = DatasetFactory(title="Chuva", price=Decimal("49.90"))
    response = api(admin).post("/transactions", {"kind": "one_off", "datasets": [str(dataset.pk)]}, format="json")
    assert response.status_code == 201
    bought = Transaction.objects.get()
    invoice = Invoice.objects.get()
    assert response.json() == {
        "id": str(bought.pk),
        "account": str(account.pk),
        "user": str(admin.pk),
        "kind": "one_off",
        "status": "pending",
        "currency": "BRL",
        "total": "49.90",
        "items": [
            {
                "id": str(bought.items.get().pk),
                "dataset": str(dataset.pk),
                "product": None,
                "description": "Chuva",
                "unit_price": "49.90",
            }
        ],
        "invoice": {
            "id": str(invoice.pk),
            "number": "2026-000001",
            "status": "open",
            "total": "49.90",
            "due_on": "2026-01-31",
        },
        "subscriptions": [],
        "created_at": bought.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert api(admin).get(f"/transactions/{bought.pk}").json() == response.json()


def test_subscribing_to_two_things_names_both_subscriptions_in_the_order_of_the_items(admin: User, api: Api) -> None:
    dataset, product = DatasetFactory(), ProductFactory(datasets=[DatasetFactory()])
    body = {"kind": "subscription", "datasets": [str(dataset.pk)], "products": [str(product.pk)]}
    bought = api(admin).post("/transactions", body, format="json").json()
    assert bought["total"] == "49.80"
    assert [(item["dataset"], item["product"]) for item in bought["items"]] == [
        (str(dataset.pk), None),
        (None, str(product.pk)),
    ]
    assert bought["subscriptions"] == [
        str(Subscription.objects.get(dataset=dataset).pk),
        str(Subscription.objects.get(product=product).pk),
    ]


def test_what_costs_nothing_is_completed_at_once(admin: User, api: Api) -> None:
    dataset = DatasetFactory(price=Decimal("0.00"))
    bought = api(admin).post("/transactions", {"kind": "one_off", "datasets": [str(dataset.pk)]}, format="json").json()
    assert (bought["status"], bought["total"]) == ("completed", "0.00")


def test_net_terms_complete_at_once_and_are_due_later(staff: User, api: Api) -> None:
    account = AccountFactory(net=True)
    body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)], "account": str(account.pk)}
    bought = api(staff).post("/transactions", body, format="json").json()
    assert (bought["status"], bought["invoice"]["due_on"], bought["user"]) == ("completed", "2026-02-10", str(staff.pk))


def test_a_price_in_the_body_is_not_read(admin: User, api: Api) -> None:
    body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)], "total": "0.01", "unit_price": "0.01"}
    assert api(admin).post("/transactions", body, format="json").json()["total"] == "49.90"


def test_the_first_invoice_is_shown_also_after_renewals_and_its_state_follows(
    account: Account, admin: User, api: Api
) -> None:
    bought = buy_once(account, DatasetFactory(), user=admin)
    pay(bought.invoices.get())
    shown = api(admin).get(f"/transactions/{bought.pk}").json()
    assert (shown["status"], shown["invoice"]["status"]) == ("completed", "paid")


# --- For whom ---------------------------------------------------------------------------------------------------


def test_staff_say_for_which_account(staff: User, api: Api) -> None:
    body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)]}
    with nothing_written():
        response = api(staff).post("/transactions", body, format="json")
    assert (response.status_code, errors(response)) == (400, [("required", "account")])


def test_an_admin_may_name_the_own_account_and_no_other(
    account: Account, admin: User, stranger: User, api: Api
) -> None:
    body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)]}
    with nothing_written():
        refused = api(admin).post("/transactions", {**body, "account": str(stranger.account_id)}, format="json")
    assert (refused.status_code, errors(refused)) == (400, [("does_not_exist", "account")])
    accepted = api(admin).post("/transactions", {**body, "account": str(account.pk)}, format="json")
    assert (accepted.status_code, accepted.json()["account"]) == (201, str(account.pk))


def test_nobody_buys_for_an_account_that_was_deleted_or_never_was(staff: User, api: Api) -> None:
    deleted = AccountFactory()
    delete_account(account=deleted, at=timezone.now())
    for account in (str(deleted.pk), NOWHERE, "x", None, 5):
        body = {"kind": "one_off", "datasets": [str(DatasetFactory().pk)], "account": account}
        with nothing_written():
            response = api(staff).post("/transactions", body, format="json")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == ["account"]


def test_a_member_reads_but_does_not_buy(account: Account, admin: User, member: User, api: Api) -> None:
    bought = buy_once(account, DatasetFactory(), user=admin)
    assert api(member).get("/transactions").json()["count"] == 1
    assert api(member).get(f"/transactions/{bought.pk}").status_code == 200
    with nothing_written():
        response = api(member).post(
            "/transactions", {"kind": "one_off", "datasets": [str(DatasetFactory().pk)]}, format="json"
        )
    assert (response.status_code, errors(response)) == (403, [("permission_denied", None)])


# --- Refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "offer", "code"),
    [
        ("one_off", {"status": DatasetStatus.RETIRED}, "dataset_unavailable"),
        ("subscription", {"status": DatasetStatus.RETIRED}, "dataset_unavailable"),
        ("one_off", {"status": DatasetStatus.DRAFT}, "dataset_unavailable"),  # it was published once
        ("one_off", {"price": None}, "not_sold_that_way"),
        ("subscription", {"monthly_price": None}, "not_sold_that_way"),
    ],
)
def test_what_is_not_for_sale_is_refused(kind: str, offer: dict, code: str, admin: User, api: Api) -> None:
    for field, made in (("datasets", DatasetFactory(**offer)), ("products", ProductFactory(**offer))):
        with nothing_written():
            response = api(admin).post("/transactions", {"kind": kind, field: [str(made.pk)]}, format="json")
        assert (response.status_code, errors(response)) == (409, [(code, None)])


def test_what_one_has_is_not_sold_again(account: Account, admin: User, api: Api) -> None:
    dataset = DatasetFactory()
    buy_once(account, dataset, user=admin)
    buy_monthly(account, dataset, user=admin)
    for kind, code in (("one_off", "already_purchased"), ("subscription", "already_subscribed")):
        with nothing_written():
            response = api(admin).post("/transactions", {"kind": kind, "datasets": [str(dataset.pk)]}, format="json")
        assert (response.status_code, errors(response)) == (409, [(code, None)])


def test_drafts_and_deleted_ones_are_unavailable_and_keep_their_titles_to_themselves(admin: User, api: Api) -> None:
    draft = DatasetFactory(title="Segredo", status=DatasetStatus.DRAFT, published_at=None)
    deleted = DatasetFactory(title="Segredo apagado", deleted_at=datetime(2026, 1, 1, tzinfo=UTC))
    for dataset in (draft, deleted):
        with nothing_written():
            response = api(admin).post(
                "/transactions", {"kind": "one_off", "datasets": [str(dataset.pk)]}, format="json"
            )
        assert (response.status_code, errors(response)) == (409, [("dataset_unavailable", None)])
        assert "Segredo" not in response.content.decode()


def test_an_id_that_never_existed_is_named(admin: User, api: Api) -> None:
    with nothing_written():
        response = api(admin).post("/transactions", {"kind": "one_off", "datasets": [NOWHERE]}, format="json")
    assert (response.status_code, errors(response)) == (400, [("does_not_exist", "datasets.0")])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["kind"]),
        ({"kind": "one_off"}, ["datasets"]),
        ({"kind": "one_off", "datasets": []}, ["datasets"]),
        ({"kind": "rent", "datasets": [NOWHERE]}, ["kind", "datasets.0"]),
        ({"kind": ["one_off"], "datasets": [NOWHERE]}, ["kind", "datasets.0"]),
        ({"kind": "one_off", "datasets": NOWHERE}, ["datasets"]),
        ({"kind": "one_off", "datasets": None}, ["datasets"]),
        ({"kind": "one_off", "datasets": {"a": 1}}, ["datasets"]),
        ({"kind": "one_off", "datasets": [None]}, ["datasets.0"]),
        ({"kind": "one_off", "datasets": [{}, [], "x"]}, ["datasets.0", "datasets.1", "datasets.2"]),
        ({"kind": "one_off", "datasets": [str(uuid4()) for _ in range(101)]}, ["datasets"]),
        ({"kind": "one_off", "products": [NOWHERE]}, ["products.0"]),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named(body: dict, fields: list[str], admin: User, api: Api) -> None:
    with nothing_written():
        response = api(admin).post("/transactions", body, format="json")
    assert response.status_code == 400
    assert [attr for _, attr in errors(response)] == fields


def test_the_same_thing_twice_is_refused_by_its_place(admin: User, api: Api) -> None:
    dataset = str(DatasetFactory().pk)
    with nothing_written():
        response = api(admin).post("/transactions", {"kind": "one_off", "datasets": [dataset, dataset]}, format="json")
    assert (response.status_code, errors(response)) == (400, [("duplicate", "datasets.1")])


# --- Lists ------------------------------------------------------------------------------------------------------


def test_everyone_sees_the_own_accounts_transactions_and_staff_see_all(
    account: Account, admin: User, member: User, stranger: User, staff: User, api: Api
) -> None:
    assert stranger.account is not None
    own, other = buy_once(account, DatasetFactory(), user=admin), buy_once(stranger.account, DatasetFactory())
    for person, expected in ((admin, {own}), (member, {own}), (stranger, {other}), (staff, {own, other})):
        results = api(person).get("/transactions").json()["results"]
        assert {row["id"] for row in results} == {str(row.pk) for row in expected}
        assert api(person).get(f"/transactions/{other.pk}").status_code == (200 if other in expected else 404)
    for person in (admin, staff):
        assert [row["id"] for row in api(person).get(f"/transactions/account/{account.pk}").json()["results"]] == [
            str(own.pk)
        ]


def test_another_unknown_or_deleted_account_is_not_found(
    account: Account, admin: User, stranger: User, staff: User, api: Api
) -> None:
    gone = AccountFactory()
    delete_account(account=gone, at=timezone.now())
    for route in ("transactions", "subscriptions", "invoices"):
        assert api(stranger).get(f"/{route}/account/{account.pk}").status_code == 404
        assert api(staff).get(f"/{route}/account/{NOWHERE}").status_code == 404
        assert api(staff).get(f"/{route}/account/{gone.pk}").status_code == 404
        assert api(staff).get(f"/{route}/account/{account.pk}").json()["results"] == []


def test_filters_narrow_what_one_sees(account: Account, admin: User, stranger: User, staff: User, api: Api) -> None:
    assert stranger.account is not None
    once, monthly = buy_once(account, DatasetFactory(), user=admin), buy_monthly(account, DatasetFactory(), user=admin)
    other = buy_once(stranger.account, DatasetFactory(price=Decimal("0.00")))

    def found(person: User, query: str, route: str = "/transactions") -> set[str]:
        return {row["id"] for row in api(person).get(f"{route}?{query}").json()["results"]}

    assert found(staff, "kind=one_off") == {str(once.pk), str(other.pk)}
    assert found(staff, "status=completed") == {str(other.pk)}
    assert found(staff, f"account={account.pk}&kind=subscription") == {str(monthly.pk)}
    assert found(staff, f"account={NOWHERE}") == set()
    assert found(admin, f"account={stranger.account_id}") == set()
    assert found(admin, "kind=one_off", f"/transactions/account/{account.pk}") == {str(once.pk)}


@pytest.mark.parametrize(
    "query", ["kind=rent", "status=open", "account=5", "account=%00", "kind=%00", "page=0", "page_size=x"]
)
def test_a_filter_that_makes_no_sense_is_named(query: str, account: Account, admin: User, api: Api) -> None:
    for path in ("/transactions", f"/transactions/account/{account.pk}"):
        response = api(admin).get(f"{path}?{query}")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == [query.split("=", maxsplit=1)[0]]


def test_pages_are_newest_first(account: Account, admin: User, api: Api) -> None:
    ids = [str(buy_once(account, DatasetFactory(), user=admin).pk) for _ in range(3)]
    first = api(admin).get("/transactions?page_size=2").json()
    assert (first["count"], [row["id"] for row in first["results"]]) == (3, [ids[2], ids[1]])
    second = api(admin).get(first["next"]).json()
    assert (second["next"], [row["id"] for row in second["results"]]) == (None, [ids[0]])
    assert api(admin).get("/transactions?page=9").status_code == 404


def test_a_method_that_a_route_does_not_know_is_told_to_everyone(
    account: Account, member: User, staff: User, api: Api
) -> None:
    for person in (member, staff):
        for method, path in (
            ("put", "/transactions"),
            ("delete", f"/transactions/{NOWHERE}"),
            ("post", f"/transactions/account/{account.pk}"),
            ("patch", "/subscriptions"),
            ("get", f"/subscriptions/{NOWHERE}/resume"),
            ("post", f"/subscriptions/account/{account.pk}/month/2026-01"),
            ("delete", f"/invoices/{NOWHERE}"),
            ("get", f"/invoices/{NOWHERE}/payments"),
            ("get", f"/payments/{NOWHERE}/refunds"),
        ):
            response = getattr(api(person), method)(path)
            assert (response.status_code, errors(response)) == (405, [("method_not_allowed", None)])
        for path in (
            "/transactions",
            f"/subscriptions/account/{account.pk}/month/2026-01",
            f"/invoices/{NOWHERE}/issue",
        ):
            assert api(person).options(path).status_code in {200, 403}
    assert api(None).put("/transactions").status_code == 401
