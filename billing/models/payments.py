"""Money received against an invoice, and money returned."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.choices import PaymentMethod, PaymentStatus
from billing.models.invoices import Invoice
from billing.querysets import PaymentQuerySet
from nubo.shared.models import BaseModel
from nubo.shared.money import ZERO, CurrencyField, MoneyField

__all__ = ["Payment", "Refund"]


class Payment(BaseModel):
    """Money received against an invoice."""

    invoice = models.ForeignKey(Invoice, verbose_name=_("invoice"), on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(_("method"), max_length=15, choices=PaymentMethod)
    status = models.CharField(_("status"), max_length=10, choices=PaymentStatus, default=PaymentStatus.SUCCEEDED)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    refunded_total = MoneyField(_("refunded"), default=ZERO, editable=False)
    # The provider's own name for the payment: a Pix end-to-end id, a bank's document number.
    reference = models.CharField(_("reference"), max_length=200, blank=True, default="")
    received_at = models.DateTimeField(_("received at"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    idempotency_key = models.CharField(_("idempotency key"), max_length=255, blank=True, default="", editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(refunded_total__gte=0, refunded_total__lte=F("amount")),
                name="billing_refunds_within_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Refund(BaseModel):
    """Money returned from a payment. It does not reopen the invoice; what is no longer owed is a credit note."""

    payment = models.ForeignKey(Payment, verbose_name=_("payment"), on_delete=models.PROTECT, related_name="refunds")
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    reason = models.CharField(_("reason"), max_length=300)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="billing_refund_amount_positive")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
