"""Changing invoices that were not issued yet."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from billing.actions.invoices import InvoiceLineData, make_line
from billing.actions.locking import lock_invoice
from billing.choices import InvoiceStatus
from billing.models import Invoice, InvoiceLine
from billing.rules import LATEST_DAY
from nubo.shared.errors import InvalidTransition
from nubo.shared.money import ZERO

__all__ = ["update_draft_invoice"]


@transaction.atomic
def update_draft_invoice(*, invoice: Invoice, lines: Sequence[InvoiceLineData], due_on: date, currency: str) -> Invoice:
    """Give a draft these lines in place of its own, and this date and currency. Its account stays.

    Refuses with ``invalid_transition``: an issued invoice; with ValidationError what ``create_invoice`` refuses.
    """
    invoice = lock_invoice(invoice)
    if invoice.status != InvoiceStatus.DRAFT:
        raise InvalidTransition(_("Only a draft can be changed."))
    if not lines:
        raise ValidationError({"lines": ValidationError(_("Give at least one line."), code="required")})
    if due_on > LATEST_DAY:
        raise ValidationError({"due_on": ValidationError(_("This day is too far away."), code="invalid")})
    invoice.currency, invoice.due_on = currency, due_on
    rows = [make_line(invoice, position, data) for position, data in enumerate(lines)]
    invoice.subtotal = invoice.total = sum((row.amount for row in rows), ZERO)
    invoice.clean_fields(exclude=["account", "transaction"])
    invoice.lines.all().delete()
    InvoiceLine.objects.bulk_create(rows)
    invoice.save(update_fields=["currency", "due_on", "subtotal", "total", "updated_at"])
    return invoice
