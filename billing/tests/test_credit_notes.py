"""Correcting issued invoices: a numbered document of its own, never more than there is."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account
from billing.actions import credit_invoice, mark_invoice_uncollectible, void_invoice
from billing.choices import InvoiceStatus, TransactionStatus
from billing.models import CreditNote, Invoice
from billing.tests.factories import TODAY, buy_once, count_rows, make_invoice, make_subscription, noon, pay
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import InvalidTransition

pytestmark = pytest.mark.django_db


def credit(invoice: Invoice, amount: str | None = None, lines: Any = None, reason: str = "Desconto") -> CreditNote:
    value = None if amount is None else Decimal(amount)
    return credit_invoice(invoice=invoice, reason=reason, today=TODAY, amount=value, lines=lines)


def invalid(work: Any, field: str) -> None:
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        work()
    assert list(caught.value.message_dict) == [field]
    assert count_rows() == before


def test_part_of_an_invoice(account: Account) -> None:
    invoice = make_invoice(account, "100.00")
    lines_before = list(invoice.lines.values())
    note = credit(invoice, "25.00", reason="Sete dias sem uso")
    assert (note.number, note.total, note.currency, note.issued_on) == (
        "NC-2026-000001",
        Decimal("25.00"),
        "BRL",
        TODAY,
    )
    assert note.party["name"] == "Padaria Central"
    assert list(note.lines.values_list("description", "amount", "invoice_line")) == [
        ("Sete dias sem uso", Decimal("25.00"), None)
    ]
    invoice.refresh_from_db()
    assert (invoice.total, invoice.amount_due, invoice.status) == (Decimal("100.00"), Decimal("75.00"), "open")
    assert list(invoice.lines.values()) == lines_before


def test_single_lines(account: Account) -> None:
    invoice = make_invoice(account, "100.00", "50.00")
    first, second = invoice.lines.all()
    note = credit(
        invoice, lines=[{"line": second.pk, "amount": Decimal("50.00")}, {"line": first.pk, "amount": Decimal("0.01")}]
    )
    assert [(row.invoice_line, row.description, row.amount) for row in note.lines.all()] == [
        (second, "Serviço 2", Decimal("50.00")),
        (first, "Serviço 1", Decimal("0.01")),
    ]
    assert note.total == Decimal("50.01")
    invalid(lambda: credit(invoice, lines=[{"line": second.pk, "amount": Decimal("0.01")}]), "lines")
    invalid(lambda: credit(invoice, lines=[{"line": first.pk, "amount": Decimal("100.00")}]), "lines")


def test_never_more_than_the_invoice(account: Account) -> None:
    invoice = make_invoice(account, "100.00")
    line = invoice.lines.get()
    credit(invoice, "60.00")
    for amount in ("40.01", "0", "-1", "NaN", "1e99", "0.001"):
        invalid(lambda amount=amount: credit(invoice, amount), "amount" if amount != "0.001" else "total")
    # What was taken back of the whole counts against the lines as well.
    invalid(lambda: credit(invoice, lines=[{"line": line.pk, "amount": Decimal("40.01")}]), "lines")
    credit(invoice, "40.00")


def test_what_makes_no_sense_is_named(account: Account) -> None:
    invoice, other = make_invoice(account), make_invoice(account)
    line = {"line": invoice.lines.get().pk, "amount": Decimal(1)}
    invalid(lambda: credit(invoice), "amount")
    invalid(lambda: credit(invoice, lines=[]), "amount")
    invalid(lambda: credit(invoice, "1.00", lines=[line]), "amount")
    invalid(lambda: credit(invoice, lines=[line, line]), "lines")
    invalid(lambda: credit(invoice, lines=[{**line, "line": uuid4()}]), "lines")
    invalid(lambda: credit(invoice, lines=[{**line, "line": other.lines.get().pk}]), "lines")
    invalid(lambda: credit(invoice, "1.00", reason=""), "reason")
    invalid(lambda: credit(invoice, "1.00", reason="x" * 301), "reason")


def test_credited_to_zero_is_settled(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    credit(subscription.lines.get().invoice, "29.95")
    subscription.refresh_from_db()
    subscription.transaction.refresh_from_db()
    assert (subscription.status, subscription.transaction.status) == ("active", TransactionStatus.COMPLETED)
    assert Invoice.objects.get().status == InvoiceStatus.PAID


def test_credit_and_payment_together_settle_it(account: Account) -> None:
    bought = buy_once(account, DatasetFactory(price=Decimal("49.90")))
    invoice = bought.invoices.get()
    credit(invoice, "9.90")
    pay(invoice, "40.00")
    invoice.refresh_from_db()
    bought.refresh_from_db()
    assert (invoice.status, bought.status) == (InvoiceStatus.PAID, TransactionStatus.COMPLETED)


def test_what_was_given_up_can_be_credited_to_zero(account: Account) -> None:
    invoice = mark_invoice_uncollectible(invoice=make_invoice(account, "10.00"))
    credit(invoice, "10.00")
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID


def test_a_paid_invoice_can_be_credited_and_stays_paid(account: Account) -> None:
    invoice = make_invoice(account, "100.00")
    pay(invoice)
    credit(invoice, "100.00")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due, invoice.credited_total) == ("paid", Decimal("0.00"), Decimal("100.00"))
    invalid(lambda: credit(invoice, "0.01"), "amount")


def test_drafts_and_void_invoices_have_nothing_to_credit(account: Account) -> None:
    draft = make_invoice(account, finalize=False)
    void = void_invoice(invoice=make_invoice(account), at=noon(TODAY))
    before = count_rows()
    for invoice in (draft, void):
        with pytest.raises(InvalidTransition):
            credit(invoice, "1.00")
    assert count_rows() == before


def test_their_numbers_are_a_series_of_their_own(account: Account) -> None:
    invoice = make_invoice(account, "100.00")
    assert [credit(invoice, "1.00").number for _ in range(3)] == ["NC-2026-000001", "NC-2026-000002", "NC-2026-000003"]
    assert make_invoice(account).number == "2026-000002"
