"""Invoices in the admin: drafts are edited, issued ones are not, and buttons do what the API does."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine

from billing.choices import InvoiceStatus, PaymentStatus
from billing.models import CreditNote, Invoice, InvoiceLine, Payment, Refund
from billing.tests.factories import TODAY, count_rows, make_invoice, pay
from catalog.tests.factories import DatasetFactory
from nubo.tests.admin_desk import Desk

NOON = "2026-01-31T15:00:00Z"


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


def lines(*rows: dict) -> dict:
    data = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return data


CONSULTING = {"description": "Consultoria", "quantity": "2", "unit_price": "1.234,56"}


# --- Drafts ------------------------------------------------------------------------------------------------------


def test_draft_is_made_with_its_lines(desk, account):
    dataset = DatasetFactory()
    more = {"description": "Dados", "dataset": dataset.pk, "quantity": "1", "unit_price": "10,00"}
    response = desk.send_form(
        Invoice, "add", account=account.pk, due_on="10/03/2026", currency="BRL", **lines(CONSULTING, more)
    )
    assert response.status_code == 302
    invoice = Invoice.objects.get()
    assert (invoice.account, invoice.status, invoice.number) == (account, InvoiceStatus.DRAFT, None)
    assert (invoice.total, invoice.due_on) == (Decimal("2479.12"), date(2026, 3, 10))
    assert [(line.description, line.amount, line.dataset) for line in invoice.lines.all()] == [
        ("Consultoria", Decimal("2469.12"), None),
        ("Dados", Decimal("10.00"), dataset),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        lines(),
        {**lines(CONSULTING), "lines-0-quantity": "0"},
        {**lines(CONSULTING), "lines-0-unit_price": "-1"},
        {**lines(CONSULTING), "lines-0-unit_price": "999.999.999.999,99", "lines-0-quantity": "1000000"},
        {**lines(CONSULTING), "lines-0-description": "a\x00b"},
        {**lines(CONSULTING), "lines-0-dataset": "nonsense"},
        {**lines(CONSULTING), "due_on": "31/12/9999"},
        {**lines(CONSULTING), "due_on": "ontem"},
        {**lines(CONSULTING), "account": "nonsense"},
        {**lines(CONSULTING), "currency": "reais"},
    ],
)
def test_wrong_drafts_are_refused_and_nothing_is_written(desk, account, changes):
    good = {"account": account.pk, "due_on": "10/03/2026", "currency": "BRL"}
    response = desk.send_form(Invoice, "add", **{**good, **changes})
    assert response.status_code == 200
    assert response.context["errors"]
    assert not Invoice.objects.exists()


def test_draft_is_changed(desk, account):
    invoice = make_invoice(account, "50.00", "30.00", finalize=False)
    response = desk.send_form(
        Invoice, "change", invoice.pk, due_on="01/04/2026", **{"lines-0-unit_price": "60,00", "lines-1-DELETE": "on"}
    )
    assert response.status_code == 302
    invoice.refresh_from_db()
    assert (invoice.total, invoice.subtotal, invoice.due_on) == (Decimal("60.00"), Decimal("60.00"), date(2026, 4, 1))
    assert [line.amount for line in invoice.lines.all()] == [Decimal("60.00")]


def test_draft_keeps_at_least_one_line(desk, account):
    invoice = make_invoice(account, "50.00", finalize=False)
    response = desk.send_form(Invoice, "change", invoice.pk, **{"lines-0-DELETE": "on"})
    assert response.status_code == 200
    assert invoice.lines.count() == 1


def test_draft_is_deleted_for_good(desk, account):
    invoice = make_invoice(account, finalize=False)
    desk.post(Invoice, "delete", invoice.pk, post="yes")
    assert not Invoice.objects.exists()
    assert not InvoiceLine.objects.exists()


@time_machine.travel(NOON)
def test_button_issues_a_draft(desk, account):
    invoice = make_invoice(account, finalize=False)
    assert desk.get(Invoice, "issue", invoice.pk).status_code == 200
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.DRAFT
    desk.post(Invoice, "issue", invoice.pk)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.issued_on, invoice.number) == (InvoiceStatus.OPEN, TODAY, "2026-000001")
    assert invoice.party["name"] == account.name


# --- Issued ones ---------------------------------------------------------------------------------------------------


def test_issued_invoice_has_no_form_and_refuses_every_write(desk, account):
    invoice = make_invoice(account, "50.00")
    before = count_rows(), Invoice.objects.values().get(), InvoiceLine.objects.values().get()
    shown = desk.get(Invoice, "change", invoice.pk)
    assert not shown.context["has_change_permission"]
    assert shown.context["adminform"].form.fields == {}
    edits = {"account": account.pk, "due_on": "01/04/2026", "currency": "BRL", **lines(CONSULTING)}
    assert desk.post(Invoice, "change", invoice.pk, **edits).status_code == 403
    assert desk.post(Invoice, "delete", invoice.pk, post="yes").status_code == 403
    desk.post(Invoice, "changelist", action="delete_selected", _selected_action=[invoice.pk], post="yes")
    desk.post(Invoice, "issue", invoice.pk)
    assert (count_rows(), Invoice.objects.values().get(), InvoiceLine.objects.values().get()) == before


def test_list_offers_no_bulk_deletion(desk, account):
    make_invoice(account, finalize=False)
    assert "delete_selected" not in desk.get(Invoice, "changelist").content.decode()


@time_machine.travel(NOON)
def test_payment_is_recorded_and_pays_the_invoice(desk, staff, account):
    invoice = make_invoice(account, "1234.56")
    form = desk.get(Invoice, "record_payment", invoice.pk).content.decode()
    assert 'value="1.234,56"' in form
    response = desk.send_form(Invoice, "record_payment", invoice.pk, amount="234,56", method="pix", reference="E1")
    assert response.status_code == 302, desk.errors(response)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due) == (InvoiceStatus.OPEN, Decimal("1000.00"))
    desk.send_form(Invoice, "record_payment", invoice.pk)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due) == (InvoiceStatus.PAID, Decimal("0.00"))
    first = Payment.objects.get(reference="E1")
    assert (first.amount, first.recorded_by, first.received_at.isoformat()) == (
        Decimal("234.56"), staff, "2026-01-31T15:00:00+00:00",
    )  # fmt: skip


def test_one_form_is_one_payment(desk, account):
    invoice = make_invoice(account, "100.00")
    sent = {"amount": "40,00", "method": "pix", "received_at_0": "31/01/2026", "received_at_1": "12:00", "key": uuid4()}
    assert desk.post(Invoice, "record_payment", invoice.pk, **sent).status_code == 302
    assert desk.errors(desk.post(Invoice, "record_payment", invoice.pk, **sent))["__all__"]
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("amount", ["0", "-1", "249,96", "abc", "1e400", "NaN", ""])
def test_wrong_amounts_are_refused(desk, account, amount):
    invoice = make_invoice(account, "249.95")
    for button, extra in (("record_payment", {}), ("credit", {"reason": "x"})):
        response = desk.send_form(Invoice, button, invoice.pk, amount=amount, **extra)
        assert list(desk.errors(response)) == ["amount"], button
    assert not Payment.objects.exists()
    assert not CreditNote.objects.exists()


@time_machine.travel(NOON)
def test_credit_note_is_issued(desk, account):
    invoice = make_invoice(account, "100.00")
    desk.send_form(Invoice, "credit", invoice.pk, amount="30,00", reason="desconto")
    note = CreditNote.objects.get()
    assert (note.total, note.reason, note.issued_on) == (Decimal("30.00"), "desconto", TODAY)
    invoice.refresh_from_db()
    assert invoice.amount_due == Decimal("70.00")


def test_buttons_of_an_open_invoice(desk, account):
    invoice = make_invoice(account)
    desk.post(Invoice, "mark_uncollectible", invoice.pk)
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.UNCOLLECTIBLE
    desk.post(Invoice, "void", invoice.pk)
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.VOID
    offered = desk.get(Invoice, "change", invoice.pk).content.decode()
    for button in ("issue", "record_payment", "credit", "mark_uncollectible", "void"):
        assert desk.address(Invoice, button, invoice.pk) not in offered
        desk.post(Invoice, button, invoice.pk, amount="1", reason="x", method="pix")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_total, invoice.credited_total) == (InvoiceStatus.VOID, 0, 0)


def test_void_with_money_received_is_refused_on_the_page(desk, account):
    invoice = make_invoice(account, "100.00")
    pay(invoice, "10.00")
    assert desk.errors(desk.post(Invoice, "void", invoice.pk))["__all__"]
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.OPEN


def test_refund_is_recorded(desk, staff, account):
    payment = pay(make_invoice(account, "100.00"))
    assert desk.errors(desk.send_form(Payment, "refund", payment.pk, amount="100,01", reason="x"))["amount"]
    assert desk.errors(desk.send_form(Payment, "refund", payment.pk, amount="1,00"))["reason"]
    assert not Refund.objects.exists()
    desk.send_form(Payment, "refund", payment.pk, amount="100,00", reason="engano")
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, refund.recorded_by) == (Decimal("100.00"), "engano", staff)
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.REFUNDED
    assert desk.address(Payment, "refund", payment.pk) not in desk.get(Payment, "change", payment.pk).content.decode()


@pytest.mark.parametrize("model", [Payment, Refund, CreditNote])
def test_money_is_written_by_buttons_only(desk, model):
    assert desk.get(model, "add").status_code == 403


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_overdue_filter(desk, account):
    late = make_invoice(account, today=date(2026, 1, 1))
    make_invoice(account, today=date(2026, 1, 31))
    pay(make_invoice(account, today=date(2026, 1, 1)))
    with time_machine.travel(NOON):
        rows = desk.get(Invoice, "changelist", overdue="yes").context["cl"].queryset
    assert list(rows) == [late]


@pytest.mark.parametrize("words", ["central", "2026-000001", "PADARIA"])
def test_search_by_number_and_account(desk, account, words):
    found = make_invoice(account)
    make_invoice()
    rows = list(desk.get(Invoice, "changelist", q=words).context["cl"].queryset)
    assert rows == [found]


def test_money_is_shown_in_the_readers_language(desk, account):
    make_invoice(account, "1234.56")
    assert "R$\xa01.234,56" in desk.get(Invoice, "changelist").content.decode()
    english = desk.client.get(desk.address(Invoice, "changelist"), headers={"accept-language": "en"})
    assert "R$1,234.56" in english.content.decode()
