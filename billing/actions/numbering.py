"""Numbers of documents: exactly 1..n in each series, in order of issue, also under concurrency and rollback."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from billing.choices import InvoiceStatus
from billing.models import CreditNote, DocumentSeries, Invoice
from nubo.shared.money import ZERO

__all__ = ["insert_numbered_credit_note", "insert_numbered_invoices", "number_invoice"]

CREDIT_NOTE_PREFIX = "NC-"


def insert_numbered_invoices(*, invoices: Sequence[Invoice], issued_on: date) -> None:
    """Issue and insert invoices, numbered in their order; zero ones are paid at once.

    To be called as the last writes of a transaction: from here on everyone else who issues in that year waits. Lines
    may be inserted before their invoices, since both databases check foreign keys at the commit.
    """
    if not invoices:
        return
    for invoice, number in zip(
        invoices, _take_numbers(prefix="", year=issued_on.year, count=len(invoices)), strict=True
    ):
        invoice.number = number
        invoice.issued_on = issued_on
        invoice.status = issued_status(invoice)
    Invoice.objects.bulk_create(invoices)


def number_invoice(*, invoice: Invoice, issued_on: date) -> None:
    """Give a draft its number; the caller writes it. To be called last, as ``insert_numbered_invoices``."""
    invoice.number = _take_numbers(prefix="", year=issued_on.year, count=1)[0]
    invoice.issued_on = issued_on
    invoice.status = issued_status(invoice)


def insert_numbered_credit_note(*, credit_note: CreditNote) -> None:
    """Number and insert a credit note, in a series of its own. To be called last, as ``insert_numbered_invoices``."""
    credit_note.number = _take_numbers(prefix=CREDIT_NOTE_PREFIX, year=credit_note.issued_on.year, count=1)[0]
    credit_note.save(force_insert=True)


def issued_status(invoice: Invoice) -> InvoiceStatus:
    """Where issuing leads: nothing is owed on a zero invoice, so it is paid."""
    return InvoiceStatus.OPEN if invoice.total > ZERO else InvoiceStatus.PAID


def _take_numbers(*, prefix: str, year: int, count: int) -> list[str]:
    """The next ``count`` numbers of a series, such as ``2026-000001`` or ``NC-2026-000001``.

    The row stays locked until the commit, which orders the numbers; a rollback gives them back. One statement, since
    the lock's time is everyone's: insert or bump, and tell.
    """
    series = f"{prefix}{year}"
    table = connection.ops.quote_name(DocumentSeries._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, last_number) VALUES (%s, %s) "  # noqa: S608 # nosec B608 (our own table's name)
            f"ON CONFLICT (name) DO UPDATE SET last_number = {table}.last_number + excluded.last_number "
            "RETURNING last_number",
            [series, count],
        )
        last: int = cursor.fetchone()[0]
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)]
