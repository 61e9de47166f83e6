"""The document that bills a transaction or a period: numbered without gaps, never changed once issued."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from billing.choices import InvoiceStatus
from billing.models.subscriptions import Subscription
from billing.models.transactions import Transaction
from billing.querysets import InvoiceQuerySet
from billing.rules import amount_due
from catalog.models import Dataset, Product
from nubo.shared.models import BaseModel
from nubo.shared.money import ZERO, CurrencyField, MoneyField

__all__ = ["DocumentSeries", "Invoice", "InvoiceLine"]


class DocumentSeries(models.Model):
    """The counter of one series of numbers, such as ``2026`` (invoices) or ``NC-2026`` (credit notes).

    Its row is bumped as the last step of the transaction that issues, so its lock orders the numbers and a rollback
    takes the number back: neither gaps nor duplicates. (A database sequence leaves gaps; MAX + 1 collides.)
    """

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("document series")
        verbose_name_plural = _("document series")

    def __str__(self) -> str:
        return f"{self.name}: {self.last_number}"


class Invoice(BaseModel):
    """What an account owes. Amounts of an issued invoice never change; corrections are credit notes."""

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="invoices")
    transaction = models.ForeignKey(
        Transaction,
        verbose_name=_("transaction"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invoices",
    )
    number = models.CharField(_("number"), max_length=30, null=True, blank=True, editable=False)  # noqa: DJ001 (unique)
    status = models.CharField(_("status"), max_length=13, choices=InvoiceStatus, default=InvoiceStatus.DRAFT)
    currency = CurrencyField(_("currency"))
    subtotal = MoneyField(_("subtotal"), default=ZERO)
    total = MoneyField(_("total"), default=ZERO)
    paid_total = MoneyField(_("paid"), default=ZERO, editable=False)
    credited_total = MoneyField(_("credited"), default=ZERO, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due on"))
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period to"), null=True, blank=True)
    # The account as it was when the invoice was issued: name, e-mail, tax id and address; see rules.party_snapshot.
    party = models.JSONField(_("billed party"), default=dict, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="billing_invoice_by_account"),
            models.Index(fields=["due_on"], condition=Q(status=InvoiceStatus.OPEN), name="billing_invoice_open_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="billing_invoice_number_unique"),
            models.CheckConstraint(
                condition=Q(status=InvoiceStatus.DRAFT, number__isnull=True, issued_on__isnull=True)
                | (~Q(status=InvoiceStatus.DRAFT) & Q(number__isnull=False, issued_on__isnull=False)),
                name="billing_invoice_numbered_exactly_when_issued",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="billing_invoice_total_not_negative"),
            models.CheckConstraint(
                condition=Q(credited_total__gte=0, credited_total__lte=F("total")),
                name="billing_credits_within_invoice_total",
            ),
            models.CheckConstraint(
                condition=Q(paid_total__gte=0, paid_total__lte=F("total")), name="billing_payments_within_invoice_total"
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True) | Q(period_start__lt=F("period_end")),
                name="billing_invoice_period_has_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("draft"))

    @property
    def amount_due(self) -> Decimal:
        """What is still to be paid, in ``currency``."""
        return amount_due(
            status=self.status, total=self.total, paid_total=self.paid_total, credited_total=self.credited_total
        )


class InvoiceLine(BaseModel):
    """One thing billed. ``voided`` lines stay on their void invoice but free their period for billing."""

    invoice = models.ForeignKey(Invoice, verbose_name=_("invoice"), on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("position"), default=0)
    description = models.CharField(_("description"), max_length=300)
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("dataset"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invoice_lines",
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("data product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invoice_lines",
    )
    subscription = models.ForeignKey(
        Subscription,
        verbose_name=_("subscription"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lines",
    )
    quantity = models.PositiveIntegerField(
        _("quantity"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    unit_price = MoneyField(_("unit price"))
    amount = MoneyField(_("amount"))
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period to"), null=True, blank=True)
    voided = models.BooleanField(_("voided"), default=False, editable=False)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["position", "id"]
        constraints = [
            # Invariant 1. Whatever runs twice, crashes or races, the second line for a period is refused here.
            models.UniqueConstraint(
                fields=["subscription", "period_start"],
                condition=Q(subscription__isnull=False, voided=False),
                name="billing_line_once_per_subscription_period",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True) | Q(period_start__lt=F("period_end")),
                name="billing_line_period_has_days",
            ),
            models.CheckConstraint(
                condition=Q(subscription__isnull=True) | Q(period_start__isnull=False),
                name="billing_subscription_line_has_period",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, quantity__gte=1), name="billing_line_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.description
