"""Credit notes: the numbered documents that correct issued invoices, which themselves never change."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.actions.invoices import change_status
from billing.actions.locking import lock_invoice
from billing.actions.numbering import insert_numbered_credit_note
from billing.choices import InvoiceStatus
from billing.models import CreditNote, CreditNoteLine, Invoice
from billing.rules import party_snapshot
from nubo.shared.errors import InvalidTransition
from nubo.shared.money import ZERO, format_money

__all__ = ["CreditLineData", "credit_invoice"]

CREDITABLE = (InvoiceStatus.OPEN, InvoiceStatus.PAID, InvoiceStatus.UNCOLLECTIBLE)


class CreditLineData(TypedDict):
    """What to take back of one line of the invoice, in the invoice's currency."""

    line: UUID
    amount: Decimal


@transaction.atomic
def credit_invoice(
    *,
    invoice: Invoice,
    reason: str,
    today: date,
    amount: Decimal | None = None,
    lines: Sequence[CreditLineData] | None = None,
) -> CreditNote:
    """Take back an ``amount`` of the invoice as a whole, or amounts of single ``lines``, by a numbered document.

    An invoice on which nothing is due any more is paid. Nothing is returned by this: that is a refund. Refuses with
    ``invalid_transition``: a draft or void invoice; with ValidationError: neither or both of amount and lines, unknown
    lines, more than is left of a line or of the invoice, no reason.
    """
    invoice = lock_invoice(invoice)
    if invoice.status not in CREDITABLE:
        raise InvalidTransition(_("Only an issued invoice can be credited."))
    if (amount is None) == (not lines):
        raise _invalid("amount", _("Give either an amount or lines."), "required")
    note = CreditNote(
        invoice=invoice,
        currency=invoice.currency,
        reason=reason,
        issued_on=today,
        # As the invoice has it: a correction goes to whom the invoice went.
        party=invoice.party or party_snapshot(invoice.account),
    )
    rows = _lines(note, lines) if lines else [_whole(note, amount)] if amount is not None else []
    note.total = sum((row.amount for row in rows), ZERO)
    _refuse_amount("lines" if lines else "amount", note.total, invoice.total - invoice.credited_total, invoice.currency)
    note.clean_fields(exclude=["invoice", "number"])
    CreditNoteLine.objects.bulk_create(rows)
    invoice.credited_total += note.total
    invoice.save(update_fields=["credited_total", "updated_at"])
    if invoice.status != InvoiceStatus.PAID and invoice.amount_due == ZERO:
        change_status(invoice=invoice, to=InvoiceStatus.PAID)
    insert_numbered_credit_note(credit_note=note)
    return note


def _whole(note: CreditNote, amount: Decimal) -> CreditNoteLine:
    _refuse_amount("amount", amount, note.invoice.total - note.invoice.credited_total, note.currency)
    return CreditNoteLine(credit_note=note, description=note.reason, amount=amount)


def _lines(note: CreditNote, lines: Sequence[CreditLineData]) -> list[CreditNoteLine]:
    wanted = [data["line"] for data in lines]
    if len(set(wanted)) < len(wanted):
        raise _invalid("lines", _("Each may be named once."), "duplicate")
    found = note.invoice.lines.annotate(credited=Sum("credits__amount", default=ZERO)).in_bulk(wanted)
    rows = []
    for position, data in enumerate(lines):
        line = found.get(data["line"])
        if line is None:
            raise _invalid("lines", _("The invoice has no such line."), "does_not_exist")
        _refuse_amount("lines", data["amount"], line.amount - line.credited, note.currency)
        rows.append(
            CreditNoteLine(
                credit_note=note,
                invoice_line=line,
                position=position,
                description=line.description,
                amount=data["amount"],
            )
        )
    return rows


def _refuse_amount(field: str, amount: Decimal, most: Decimal, currency: str) -> None:
    if not amount.is_finite() or not ZERO < amount <= most:
        message = _("The amount must be above zero and at most %(most)s.") % {"most": format_money(most, currency)}
        raise _invalid(field, message, "out_of_range")


def _invalid(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})
