"""Payments, refunds and credit notes over REST: what staff record, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Account, User
from billing.models import CreditNote, Invoice, Payment, Refund
from billing.tests.factories import TODAY, make_invoice, make_subscription, noon, pay
from billing.tests.refusals import errors, nothing_written

Api = Callable[..., APIClient]
NOWHERE = "00000000-0000-0000-0000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_last_of_january(db):
    with time_machine.travel(noon(TODAY), tick=False):
        yield


def test_a_payment_in_two_parts_pays_the_invoice(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "249.95")
    path = f"/invoices/{invoice.pk}/payments"
    response = api(staff).post(path, {"amount": "10.00", "method": "pix", "reference": "E123"}, format="json")
    assert response.status_code == 201
    made = Payment.objects.get()
    assert response.json() == {
        "id": str(made.pk),
        "invoice": str(invoice.pk),
        "method": "pix",
        "status": "succeeded",
        "amount": "10.00",
        "currency": "BRL",
        "refunded_total": "0.00",
        "reference": "E123",
        "received_at": "2026-01-31T12:00:00Z",
        "created_at": "2026-01-31T12:00:00Z",
    }
    assert made.recorded_by == staff
    assert api(staff).get(f"/invoices/{invoice.pk}").json()["amount_due"] == "239.95"
    assert api(staff).post(path, {"amount": "239.95", "method": "boleto"}, format="json").json()["reference"] == ""
    paid = api(staff).get(f"/invoices/{invoice.pk}").json()
    assert (paid["status"], paid["amount_due"]) == ("paid", "0.00")


def test_paying_the_first_invoice_starts_the_subscription(account: Account, staff: User, api: Api) -> None:
    held = make_subscription(account, paid=False)
    invoice = Invoice.objects.get()
    api(staff).post(f"/invoices/{invoice.pk}/payments", {"amount": "29.95", "method": "pix"}, format="json")
    assert api(staff).get(f"/subscriptions/{held.pk}").json()["status"] == "active"


def test_only_an_open_invoice_is_paid(account: Account, staff: User, api: Api) -> None:
    paid = make_invoice(account)
    pay(paid)
    for invoice in (make_invoice(account, finalize=False), paid):
        with nothing_written():
            response = api(staff).post(
                f"/invoices/{invoice.pk}/payments", {"amount": "1.00", "method": "pix"}, format="json"
            )
        assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["amount", "method"]),
        ({"amount": "0.00", "method": "pix"}, ["amount"]),
        ({"amount": "-1.00", "method": "pix"}, ["amount"]),
        ({"amount": "249.96", "method": "pix"}, ["amount"]),
        ({"amount": "0.001", "method": "pix"}, ["amount"]),
        ({"amount": "NaN", "method": "pix"}, ["amount"]),
        ({"amount": 10**60, "method": "pix"}, ["amount"]),
        ({"amount": None, "method": "pix"}, ["amount"]),
        ({"amount": "1.00", "method": "gold"}, ["method"]),
        ({"amount": "1.00", "method": ["pix"]}, ["method"]),
        ({"amount": "1.00", "method": "pix", "reference": "x" * 201}, ["reference"]),
        ({"amount": "1.00", "method": "pix", "reference": "\x00"}, ["reference"]),
        ({"amount": "1.00", "method": "pix", "reference": None}, ["reference"]),
        ({"amount": "1.00", "method": "pix", "reference": {}}, ["reference"]),
    ],
)
def test_each_wrong_field_of_a_payment_is_named(
    body: dict, fields: list[str], account: Account, staff: User, api: Api
) -> None:
    invoice = make_invoice(account, "249.95")
    with nothing_written():
        response = api(staff).post(f"/invoices/{invoice.pk}/payments", body, format="json")
    assert response.status_code == 400
    assert [attr for _, attr in errors(response)] == fields


def test_money_is_returned_in_parts_and_never_more_than_was_received(account: Account, staff: User, api: Api) -> None:
    payment = pay(make_invoice(account, "100.00"))
    path = f"/payments/{payment.pk}/refunds"
    response = api(staff).post(path, {"amount": "40.00", "reason": "Pago em dobro"}, format="json")
    assert response.status_code == 201
    assert response.json() == {
        "id": str(Refund.objects.get().pk),
        "payment": str(payment.pk),
        "amount": "40.00",
        "currency": "BRL",
        "reason": "Pago em dobro",
        "created_at": "2026-01-31T12:00:00Z",
    }
    for amount in ("60.01", "0", "-1", "1e400", None):
        with nothing_written():
            refused = api(staff).post(path, {"amount": amount, "reason": "Mais"}, format="json")
        assert refused.status_code == 400
        assert [attr for _, attr in errors(refused)] == ["amount"]
    for reason in ("", None, "x" * 301, "\x00", []):
        with nothing_written():
            refused = api(staff).post(path, {"amount": "1.00", "reason": reason}, format="json")
        assert [attr for _, attr in errors(refused)] == ["reason"]
    assert api(staff).post(path, {"amount": "60.00", "reason": "Resto"}, format="json").status_code == 201
    assert Payment.objects.get().status == "refunded"


def test_only_staff_return_money_and_only_of_a_payment_that_exists(
    account: Account, admin: User, member: User, stranger: User, staff: User, api: Api
) -> None:
    payment = pay(make_invoice(account, "100.00"))
    body = {"amount": "1.00", "reason": "Erro"}
    with nothing_written():
        for person in (admin, member, stranger):
            assert api(person).post(f"/payments/{payment.pk}/refunds", body, format="json").status_code == 403
        assert api(None).post(f"/payments/{payment.pk}/refunds", body, format="json").status_code == 401
        assert api(staff).post(f"/payments/{NOWHERE}/refunds", body, format="json").status_code == 404
        assert api(staff).post("/payments/x/refunds", body, format="json").status_code == 404
        for step in ("issue", "void", "payments", "credit-notes"):
            assert api(staff).post(f"/invoices/{NOWHERE}/{step}", body, format="json").status_code == 404


def test_a_credit_note_takes_back_an_amount(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "100.00")
    response = api(staff).post(
        f"/invoices/{invoice.pk}/credit-notes", {"amount": "25.00", "reason": "Desconto"}, format="json"
    )
    assert response.status_code == 201
    note = CreditNote.objects.get()
    assert response.json() == {
        "id": str(note.pk),
        "invoice": str(invoice.pk),
        "number": "NC-2026-000001",
        "currency": "BRL",
        "total": "25.00",
        "reason": "Desconto",
        "issued_on": "2026-01-31",
        "lines": [{"id": str(note.lines.get().pk), "description": "Desconto", "invoice_line": None, "amount": "25.00"}],
        "created_at": "2026-01-31T12:00:00Z",
    }


def test_a_credit_note_takes_back_parts_of_lines(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "100.00", "50.00")
    first, second = invoice.lines.all()
    lines = [
        {"invoice_line": str(second.pk), "amount": "50.00"},
        {"invoice_line": str(first.pk), "amount": "0.01"},
    ]
    body = (
        api(staff)
        .post(f"/invoices/{invoice.pk}/credit-notes", {"lines": lines, "reason": "Erro"}, format="json")
        .json()
    )
    assert body["total"] == "50.01"
    assert [(line["description"], line["invoice_line"], line["amount"]) for line in body["lines"]] == [
        (second.description, str(second.pk), "50.00"),
        (first.description, str(first.pk), "0.01"),
    ]


def _lines(**changes: Any) -> dict[str, Any]:
    return {"lines": [{"invoice_line": NOWHERE, "amount": "1.00", **changes}], "reason": "Erro"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["reason"]),
        ({"reason": "Erro"}, ["amount"]),
        ({"reason": "Erro", "lines": []}, ["amount"]),
        ({**_lines(), "amount": "1.00"}, ["amount"]),
        ({"amount": "1.00"}, ["reason"]),
        ({"amount": "1.00", "reason": " "}, ["reason"]),
        ({"amount": "249.96", "reason": "Erro"}, ["amount"]),
        ({"amount": "0.00", "reason": "Erro"}, ["amount"]),
        ({"amount": {}, "reason": "Erro"}, ["amount"]),
        (_lines(), ["lines"]),
        (_lines(amount="0"), ["lines.0.amount"]),
        (_lines(invoice_line="x"), ["lines.0.invoice_line"]),
        ({"lines": "x", "reason": "Erro"}, ["lines"]),
        ({"lines": _lines()["lines"] * 101, "reason": "Erro"}, ["lines"]),
    ],
)  # fmt: skip
def test_each_wrong_field_of_a_credit_note_is_named(
    body: dict, fields: list[str], account: Account, staff: User, api: Api
) -> None:
    invoice = make_invoice(account, "249.95")
    with nothing_written():
        response = api(staff).post(f"/invoices/{invoice.pk}/credit-notes", body, format="json")
    assert response.status_code == 400
    assert sorted({(attr or "").removesuffix(".non_field_errors") for _, attr in errors(response)}) == fields


def test_a_draft_or_void_invoice_is_not_credited(account: Account, staff: User, api: Api) -> None:
    void = make_invoice(account)
    api(staff).post(f"/invoices/{void.pk}/void")
    for invoice in (make_invoice(account, finalize=False), void):
        with nothing_written():
            response = api(staff).post(
                f"/invoices/{invoice.pk}/credit-notes", {"amount": "1.00", "reason": "Erro"}, format="json"
            )
        assert (response.status_code, errors(response)) == (409, [("invalid_transition", None)])


def test_no_more_is_taken_back_than_was_billed(account: Account, staff: User, api: Api) -> None:
    invoice = make_invoice(account, "100.00", "50.00")
    path = f"/invoices/{invoice.pk}/credit-notes"
    line = {"invoice_line": str(invoice.lines.all()[1].pk), "amount": "50.00"}
    assert api(staff).post(path, {"lines": [line], "reason": "Erro"}, format="json").status_code == 201
    for body in ({"lines": [{**line, "amount": "0.01"}]}, {"amount": "100.01"}, {"lines": [line, line]}):
        with nothing_written():
            response = api(staff).post(path, {**body, "reason": "Erro"}, format="json")
        assert response.status_code == 400
        assert [attr for _, attr in errors(response)] == list(body)
    assert api(staff).post(path, {"amount": "100.00", "reason": "Tudo"}, format="json").status_code == 201
    assert api(staff).get(f"/invoices/{invoice.pk}").json()["status"] == "paid"
