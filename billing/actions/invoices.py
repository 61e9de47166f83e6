"""Invoices: drafting, issuing, voiding and giving up. Issued ones never change but in status."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from billing.actions.locking import lock_account, lock_invoice
from billing.actions.numbering import number_invoice
from billing.actions.settlement import settle, undo
from billing.choices import INVOICE_TRANSITIONS, InvoiceStatus
from billing.models import Invoice, InvoiceLine, Payment
from billing.rules import LATEST_DAY, line_amount, party_snapshot
from catalog.models import Dataset
from nubo.shared.errors import InvalidTransition
from nubo.shared.money import ZERO

__all__ = [
    "InvoiceLineData",
    "change_status",
    "create_invoice",
    "delete_draft_invoice",
    "issue_invoice",
    "make_line",
    "mark_invoice_uncollectible",
    "void_invoice",
]


class InvoiceLineData(TypedDict):
    """A line of an invoice made by hand; ``unit_price`` in the invoice's currency."""

    description: str
    quantity: int
    unit_price: Decimal
    dataset: NotRequired[Dataset | None]


@transaction.atomic
def create_invoice(
    *,
    account: Account,
    lines: Sequence[InvoiceLineData],
    due_on: date,
    today: date,
    currency: str = "BRL",
    finalize: bool = False,
) -> Invoice:
    """Make a draft with these lines, or with ``finalize`` an issued invoice.

    Refuses with ValidationError: a deleted ``account``, no ``lines``, wrong amounts, a ``due_on`` beyond the calendar.
    """
    account = lock_account(account.pk)
    if account.is_deleted:
        raise ValidationError({"account": ValidationError(_("This account was deleted."), code="deleted")})
    if not lines:
        raise ValidationError({"lines": ValidationError(_("Give at least one line."), code="required")})
    if due_on > LATEST_DAY:
        raise ValidationError({"due_on": ValidationError(_("This day is too far away."), code="invalid")})
    invoice = Invoice(account=account, currency=currency, due_on=due_on)
    rows = [make_line(invoice, position, data) for position, data in enumerate(lines)]
    invoice.subtotal = invoice.total = sum((row.amount for row in rows), ZERO)
    # References were made by the callers and here; checking each again would cost a query apiece.
    invoice.clean_fields(exclude=["account", "transaction", "subtotal"])
    invoice.save(force_insert=True)
    InvoiceLine.objects.bulk_create(rows)
    return issue_invoice(invoice=invoice, today=today) if finalize else invoice


def make_line(invoice: Invoice, position: int, data: Mapping[str, Any]) -> InvoiceLine:
    line = InvoiceLine(
        invoice=invoice,
        position=position,
        description=data["description"],
        dataset=data.get("dataset"),
        quantity=data["quantity"],
        unit_price=data["unit_price"],
        amount=ZERO,
    )
    try:
        line.clean_fields(exclude=["invoice", "dataset", "product", "subscription"])
        line.amount = line_amount(quantity=line.quantity, unit_price=line.unit_price)
        line.clean_fields(exclude=["invoice", "dataset", "product", "subscription"])
    except ValidationError as error:
        messages = [message for messages in error.message_dict.values() for message in messages]
        raise ValidationError({"lines": [f"{position + 1}: {message}" for message in messages]}) from error
    return line


@transaction.atomic
def issue_invoice(*, invoice: Invoice, today: date) -> Invoice:
    """draft → open (a zero one → paid): copies the party's data in, and takes the next number as its last step.

    Refuses with ``invalid_transition``: anything but a draft, a draft of a deleted account.
    """
    invoice = lock_invoice(invoice)
    if invoice.status != InvoiceStatus.DRAFT:
        raise InvalidTransition(_("Only a draft can be issued."))
    if invoice.account.is_deleted:
        raise InvalidTransition(_("A deleted account is not billed."))
    invoice.party = party_snapshot(invoice.account)
    number_invoice(invoice=invoice, issued_on=today)
    invoice.save(update_fields=["party", "number", "issued_on", "status", "updated_at"])
    return invoice


@transaction.atomic
def delete_draft_invoice(*, invoice: Invoice) -> None:
    """Remove a draft and its lines; it never had a number. Refuses with ``invalid_transition``: an issued invoice."""
    invoice = lock_invoice(invoice)
    if invoice.status != InvoiceStatus.DRAFT:
        raise InvalidTransition(_("Only a draft can be deleted."))
    invoice.lines.all().delete()
    invoice.delete()


@transaction.atomic
def void_invoice(*, invoice: Invoice, at: datetime) -> Invoice:
    """open or uncollectible → void. It keeps its number and lines; what it billed is undone or billable again.

    Refuses with ``invalid_transition``: other states; money received and not returned.
    """
    invoice = lock_invoice(invoice)
    # Before the state is changed, since the state decides which refusal comes first.
    if InvoiceStatus.VOID in INVOICE_TRANSITIONS[InvoiceStatus(invoice.status)] and _money_kept(invoice):
        raise InvalidTransition(_("Return the payments first: money was received for this invoice."))
    change_status(invoice=invoice, to=InvoiceStatus.VOID)
    undo(invoice=invoice, at=at)
    return invoice


def _money_kept(invoice: Invoice) -> bool:
    return Payment.objects.filter(invoice=invoice, amount__gt=F("refunded_total")).exists()


@transaction.atomic
def mark_invoice_uncollectible(*, invoice: Invoice) -> Invoice:
    """open → uncollectible: given up, yet still payable. Refuses with ``invalid_transition``: other states."""
    invoice = lock_invoice(invoice)
    change_status(invoice=invoice, to=InvoiceStatus.UNCOLLECTIBLE)
    return invoice


def change_status(*, invoice: Invoice, to: InvoiceStatus, **fields: Any) -> None:
    """Change a locked invoice's state, and other ``fields`` with it; being paid settles what it billed.

    Refuses with ``invalid_transition`` what ``INVOICE_TRANSITIONS`` does not list.
    """
    if to not in INVOICE_TRANSITIONS[InvoiceStatus(invoice.status)]:
        labels = {"before": InvoiceStatus(invoice.status).label, "after": to.label}
        raise InvalidTransition(_("An invoice cannot go from “%(before)s” to “%(after)s”.") % labels)
    # The WHERE is the guard where no row lock is: 0 rows updated means someone changed it first.
    changed = Invoice.objects.filter(pk=invoice.pk, status=invoice.status).update(
        status=to, updated_at=timezone.now(), **fields
    )
    if not changed:
        raise InvalidTransition
    for name, value in {"status": to, **fields}.items():
        setattr(invoice, name, value)
    if to == InvoiceStatus.PAID:
        settle(invoice=invoice)
