"""The document that corrects an issued invoice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.invoices import Invoice, InvoiceLine
from billing.querysets import CreditNoteQuerySet
from nubo.shared.models import BaseModel
from nubo.shared.money import CurrencyField, MoneyField

__all__ = ["CreditNote", "CreditNoteLine"]


class CreditNote(BaseModel):
    """Takes back part or all of an issued invoice; numbered in a series of its own; never changed."""

    invoice = models.ForeignKey(
        Invoice, verbose_name=_("invoice"), on_delete=models.PROTECT, related_name="credit_notes"
    )
    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    currency = CurrencyField(_("currency"))
    total = MoneyField(_("total"))
    reason = models.CharField(_("reason"), max_length=300)
    issued_on = models.DateField(_("issued on"))
    party = models.JSONField(_("billed party"), default=dict, blank=True)

    objects = CreditNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="billing_credit_note_total_positive")]

    def __str__(self) -> str:
        return self.number


class CreditNoteLine(BaseModel):
    """What is taken back: of one invoice line, or of the invoice as a whole."""

    credit_note = models.ForeignKey(
        CreditNote, verbose_name=_("credit note"), on_delete=models.PROTECT, related_name="lines"
    )
    invoice_line = models.ForeignKey(
        InvoiceLine,
        verbose_name=_("invoice line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="credits",
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    description = models.CharField(_("description"), max_length=300)
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("credit note line")
        verbose_name_plural = _("credit note lines")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_credit_note_line_amount_positive")
        ]

    def __str__(self) -> str:
        return self.description
