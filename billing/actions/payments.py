"""Money received against an invoice, and money returned."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from billing.actions.invoices import change_status
from billing.actions.locking import lock_invoice
from billing.choices import InvoiceStatus, PaymentMethod, PaymentStatus
from billing.models import Invoice, Payment, Refund
from nubo.shared.errors import InvalidTransition
from nubo.shared.money import ZERO, format_money

__all__ = ["record_payment", "refund_payment"]


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    amount: Decimal,
    method: PaymentMethod | str,
    reference: str,
    by: User | None,
    at: datetime,
    idempotency_key: str = "",
) -> Payment:
    """Record money received; when nothing is due any more the invoice is paid, and what it bills takes effect.

    Refuses with ``invalid_transition``: an invoice that is neither open nor uncollectible; with ValidationError: an
    ``amount`` of nothing or above what is due, an unknown ``method``.
    """
    invoice = lock_invoice(invoice)
    if invoice.status not in (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE):
        raise InvalidTransition(_("Only an open invoice can be paid."))
    _refuse_amount(amount, most=invoice.amount_due, currency=invoice.currency)
    payment = Payment(
        invoice=invoice,
        method=method,
        amount=amount,
        currency=invoice.currency,
        reference=reference,
        received_at=at,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    payment.clean_fields(exclude=["invoice", "recorded_by"])
    payment.save(force_insert=True)
    invoice.paid_total += amount
    invoice.save(update_fields=["paid_total", "updated_at"])
    if invoice.amount_due == ZERO:
        change_status(invoice=invoice, to=InvoiceStatus.PAID)
    payment.invoice = invoice
    return payment


@transaction.atomic
def refund_payment(*, payment: Payment, amount: Decimal, reason: str, by: User | None) -> Refund:
    """Record money returned. It does not reopen a paid invoice; on an open one the amount is due again.

    Refuses with ValidationError: an ``amount`` of nothing or above what is left of the payment, no ``reason``.
    """
    invoice = lock_invoice(payment.invoice)
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    _refuse_amount(amount, most=payment.amount - payment.refunded_total, currency=payment.currency)
    refund = Refund(payment=payment, amount=amount, currency=payment.currency, reason=reason, recorded_by=by)
    refund.clean_fields(exclude=["payment", "recorded_by"])
    refund.save(force_insert=True)
    payment.refunded_total += amount
    if payment.refunded_total == payment.amount:
        payment.status = PaymentStatus.REFUNDED
    payment.save(update_fields=["refunded_total", "status", "updated_at"])
    invoice.paid_total -= amount
    invoice.save(update_fields=["paid_total", "updated_at"])
    payment.invoice = invoice
    return refund


def _refuse_amount(amount: Decimal, *, most: Decimal, currency: str) -> None:
    if not amount.is_finite() or not ZERO < amount <= most:
        message = _("The amount must be above zero and at most %(most)s.") % {"most": format_money(most, currency)}
        raise ValidationError({"amount": ValidationError(message, code="out_of_range")})
