"""``/invoices``: making, issuing and voiding over REST, who sees which, and every refusal."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Account, User
from billing.models import Invoice
from billing.tests.factories import TODAY, make_invoice, make_subscription, noon, pay
from billing.tests.refusals import errors, nothing_written
from catalog.tests.factories import DatasetFactory

Api = Callable[..., APIClient]
NOWHERE = "00000000-0000-0000-0000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_last_of_january(db):
    with time_machine.travel(noon(TODAY)):
        yield


def body_for(account: Account, /, **changes: Any) -> dict[str, Any]:
    line = {"description": "Consultoria", "quantity": 3, "unit_price": "33.35"}
    return {"account": str(account.pk), "due_on": "2026-02-15", "lines": [line]} | changes


def test_a_draft_is_made_and_then_issued(account: Account, staff: User, admin: User, api: Api) -> None:
    dataset = DatasetFactory()
    lines = [
        {"description": "Consultoria", "quantity": 3, "unit_price": "33.35"},
        {"description": "Dados", "quantity": 1, "unit_price": "0", "dataset": str(dataset.pk)},
    ]
    response = api(staff).post("/invoices", body_for(account, lines=lines), format="json")
    assert response.status_code == 201
    made = Invoice.objects.get()
    first, second = made.lines.all()
    expected = {
        "id": str(made.pk),
        "account": str(account.pk),
        "transaction": None,
        "number": None,
        "status": "draft",
        "currency": "BRL",
        "subtotal": "100.05",
        "total": "100.05",
        "amount_due": "100.05",
        "issued_on": None,
        "due_on": "2026-02-15",
        "period": None,
        "lines": [
            {
                "id": str(first.pk),
                "description": "Consultoria",
                "dataset": None,
                "subscription": None,
                "quantity": 3,
                "unit_price": "33.35",
                "amount": "100.05",
                "period": None,
            },
            {
                "id": str(second.pk),
                "description": "Dados",
                "dataset": str(dataset.pk),
                "subscription": None,
                "quantity": 1,
                "unit_price": "0.00",
                "amount": "0.00",
                "period": None,
            },
        ],
        "created_at": made.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert response.json() == expected
    assert api(admin).get(f"/invoices/{made.pk}").status_code == 404
    issued = api(staff).post(f"/invoices/{made.pk}/issue")
    assert issued.status_code == 200
    assert issued.json() == {**expected, "number": "2026-000001", "status": "open", "issued_on": "2026-01-31"}
    assert api(admin).get(f"/invoices/{made.pk}").json() == issued.json()


def test_one_is_issued_at_once(account: Account, staff: User, api: Api) -> None:
    body = api(staff).post("/invoices", body_for(account, finalize=True, currency="USD"), format="json").json()
    assert (body["status"], body["number"], body["currency"]) == ("open", "2026-000001", "USD")


def test_the_lines_of_a_subscription_say_what_and_when(account: Account, admin: User, api: Api) -> None:
    held = make_subscription(account, price="29.95")
    invoice = api(admin).get(f"/invoices/account/{account.pk}").json()["results"][0]
    period = {"start": "2026-01-31", "end": "2026-02-28"}
    assert (invoice["transaction"], invoice["period"]) == (str(held.transaction_id), period)
    assert (invoice["status"], invoice["amount_due"]) == ("paid", "0.00")
    assert invoice["lines"] == [
        {
            "id": str(held.lines.get().pk),
            "description": held.description,
            "dataset": str(held.dataset_id),
            "subscription": str(held.pk),
            "quantity": 1,
            "unit_price": "29.95",
            "amount": "29.95",
            "period": period,
        }
    ]


def test_voiding_keeps_the_number_and_nothing_is_due(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "249.95")
    body = api(staff).post(f"/invoices/{invoice.pk}/void").json()
    assert (body["status"], body["number"], body["total"], body["amount_due"]) == (
        "void",
        "2026-000001",
        "249.95",
        "0.00",
    )


@pytest.mark.parametrize("step", ["issue", "void"])
def test_states_do_not_go_backwards(step: str, account: Account, staff: User, api: Api) -> None:
    paid, void, draft = make_invoice(account), make_invoice(account), make_invoice(account, finalize=False)
    pay(paid)
    api(staff).post(f"/invoices/{void.pk}/void")
    for invoice in [paid, void, *([draft] if step == "void" else [make_invoice(account)])]:
        with nothing_written():
            response = api(staff).post(f"/invoices/{invoice.pk}/{step}")
        assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


def test_an_invoice_with_money_on_it_is_not_voided(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "249.95")
    pay(invoice, "10.00")
    with nothing_written():
        response = api(staff).post(f"/invoices/{invoice.pk}/void")
    assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


def test_nobody_but_staff_writes(account: Account, admin: User, member: User, stranger: User, api: Api) -> None:
    invoice = make_invoice(account)
    with nothing_written():
        for person in (admin, member, stranger):
            assert api(person).post("/invoices", body_for(account), format="json").status_code == 403
            for step in ("issue", "void", "payments", "credit-notes"):
                assert api(person).post(f"/invoices/{invoice.pk}/{step}", {}, format="json").status_code == 403
        assert api(None).post("/invoices", body_for(account), format="json").status_code == 401


def _line(**changes: Any) -> dict[str, Any]:
    return {"lines": [{"description": "X", "quantity": 1, "unit_price": "1.00", **changes}]}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"account": None}, ["account"]),
        ({"account": NOWHERE}, ["account"]),
        ({"account": ["x"]}, ["account"]),
        ({"due_on": "2026-02-30"}, ["due_on"]),
        ({"due_on": "1899-12-31"}, ["due_on"]),
        ({"due_on": "9999-12-31"}, ["due_on"]),
        ({"due_on": 20260215}, ["due_on"]),
        ({"due_on": "2026-02-15T00:00:00Z"}, ["due_on"]),
        ({"currency": "reais"}, ["currency"]),
        ({"currency": "brl"}, ["currency"]),
        ({"currency": None}, ["currency"]),
        ({"finalize": "perhaps"}, ["finalize"]),
        ({"finalize": None}, ["finalize"]),
        ({"lines": []}, ["lines"]),
        ({"lines": None}, ["lines"]),
        ({"lines": {"description": "X"}}, ["lines"]),
        ({"lines": ["X", 5, None]}, ["lines.0", "lines.1", "lines.2"]),
        ({"lines": [{}]}, ["lines.0.description", "lines.0.quantity", "lines.0.unit_price"]),
        (_line(description=""), ["lines.0.description"]),
        (_line(description="a\x00b"), ["lines.0.description"]),
        (_line(description="x" * 301), ["lines.0.description"]),
        (_line(description=["x"]), ["lines.0.description"]),
        (_line(quantity=0), ["lines.0.quantity"]),
        (_line(quantity=1_000_001), ["lines.0.quantity"]),
        (_line(quantity="1.5"), ["lines.0.quantity"]),
        (_line(quantity=True), ["lines.0.quantity"]),
        (_line(quantity=10**60), ["lines.0.quantity"]),
        (_line(unit_price="-0.01"), ["lines.0.unit_price"]),
        (_line(unit_price="0.001"), ["lines.0.unit_price"]),
        (_line(unit_price="NaN"), ["lines.0.unit_price"]),
        (_line(unit_price="Infinity"), ["lines.0.unit_price"]),
        (_line(unit_price="1e400"), ["lines.0.unit_price"]),
        (_line(unit_price=10**60), ["lines.0.unit_price"]),
        (_line(unit_price="1000000000000.00"), ["lines.0.unit_price"]),
        (_line(unit_price=[]), ["lines.0.unit_price"]),
        (_line(dataset=NOWHERE), ["lines.0.dataset"]),
        (_line(quantity=1_000_000, unit_price="999999999999.99"), ["lines"]),
        ({"lines": _line()["lines"] * 101}, ["lines"]),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named(changes: dict, fields: list[str], account: Account, staff: User, api: Api) -> None:
    with nothing_written():
        response = api(staff).post("/invoices", body_for(account, **changes), format="json")
    assert response.status_code == 400
    assert sorted({attr.removesuffix(".non_field_errors") for _, attr in errors(response) if attr}) == sorted(fields)


def test_a_total_beyond_what_a_document_holds_is_refused(account: Account, staff: User, api: Api) -> None:
    lines = [{"description": "X", "quantity": 1, "unit_price": "999999999999.99"}] * 2
    with nothing_written():
        response = api(staff).post("/invoices", body_for(account, lines=lines, finalize=True), format="json")
    assert response.status_code == 400


# --- Lists ------------------------------------------------------------------------------------------------------


def test_account_users_see_their_issued_invoices_and_staff_see_all(
    account: Account, admin: User, member: User, stranger: User, staff: User, api: Api
) -> None:
    assert stranger.account is not None
    issued, draft = make_invoice(account), make_invoice(account, finalize=False)
    other = make_invoice(stranger.account)
    for person, expected in (
        (admin, {issued}),
        (member, {issued}),
        (stranger, {other}),
        (staff, {issued, draft, other}),
    ):
        results = api(person).get("/invoices").json()["results"]
        assert {row["id"] for row in results} == {str(row.pk) for row in expected}
        for invoice in (issued, draft, other):
            assert api(person).get(f"/invoices/{invoice.pk}").status_code == (200 if invoice in expected else 404)
    assert api(member).get(f"/invoices/account/{account.pk}").json()["count"] == 1
    assert api(staff).get(f"/invoices/account/{account.pk}").json()["count"] == 2


def test_filters_narrow_what_one_sees(account: Account, admin: User, stranger: User, staff: User, api: Api) -> None:
    assert stranger.account is not None
    january = make_invoice(account, today=date(2026, 1, 31))
    march = make_invoice(account, today=date(2026, 3, 1))
    pay(march)
    other = make_invoice(stranger.account, today=date(2026, 3, 31))
    draft = make_invoice(account, today=date(2026, 4, 1), finalize=False)

    def found(person: User, query: str, route: str = "/invoices") -> set[str]:
        return {row["id"] for row in api(person).get(f"{route}?{query}").json()["results"]}

    def ids(*invoices: Invoice) -> set[str]:
        return {str(invoice.pk) for invoice in invoices}

    assert found(staff, "status=open") == ids(january, other)
    assert found(staff, "status=draft") == ids(draft)
    assert found(staff, f"account={stranger.account_id}") == ids(other)
    assert found(staff, f"number={march.number}") == ids(march)
    assert found(staff, "issued_from=2026-03-01") == ids(march, other)
    assert found(staff, "issued_to=2026-03-01") == ids(january, march)
    assert found(staff, "issued_from=2026-03-01&issued_to=2026-03-01") == ids(march)
    assert found(staff, "due_from=2026-03-31") == ids(other, draft)
    assert found(staff, "due_to=2026-01-31") == ids(january)
    assert found(admin, "status=paid", f"/invoices/account/{account.pk}") == ids(march)
    assert found(admin, f"number={other.number}") == found(admin, "status=draft") == set()


@pytest.mark.parametrize(
    "query",
    [
        "status=due", "number=%00", "number=" + "9" * 31, "account=x", "issued_from=2026-02-30", "issued_to=yesterday", "due_from=01/02/2026",
        "due_to=2026-1-5", "due_to=20260105", "issued_from=99999-01-01", "due_from=%D9%A2%D9%A0%D9%A2%D9%A6-01-01", "page=-1",
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_named(query: str, account: Account, admin: User, api: Api) -> None:
    for path in ("/invoices", f"/invoices/account/{account.pk}"):
        response = api(admin).get(f"{path}?{query}")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == [query.partition("=")[0]]


@pytest.mark.parametrize("name", ["issued", "due"])
def test_a_range_that_ends_before_it_begins_is_refused(name: str, admin: User, api: Api) -> None:
    response = api(admin).get(f"/invoices?{name}_from=2026-02-02&{name}_to=2026-02-01")
    assert (response.status_code, errors(response)) == (400, [("invalid_range", f"{name}_to")])
    assert api(admin).get(f"/invoices?{name}_from=0001-01-01&{name}_to=9999-12-31").status_code == 200


def test_an_amount_due_less_credits_and_payments(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "249.95")
    pay(invoice, "10.00")
    api(staff).post(f"/invoices/{invoice.pk}/credit-notes", {"amount": "39.95", "reason": "Desconto"}, format="json")
    body = api(staff).get(f"/invoices/{invoice.pk}").json()
    assert (body["total"], body["amount_due"], body["status"]) == ("249.95", "200.00", "open")
    assert Invoice.objects.get().credited_total == Decimal("39.95")
