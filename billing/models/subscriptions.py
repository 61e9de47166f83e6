"""The monthly right to a dataset or product, and the prices agreed for it."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from billing.choices import LIVE_STATUSES, SubscriptionStatus
from billing.models.transactions import Transaction, exactly_one_item
from billing.querysets import SubscriptionQuerySet
from catalog.models import Dataset, Product
from nubo.shared.models import BaseModel
from nubo.shared.money import CurrencyField, MoneyField

__all__ = ["Subscription", "SubscriptionPrice"]


class Subscription(BaseModel):
    """Billed every month, in advance, until it ends.

    ``next_billing_on`` is the start of the oldest period that has no line yet, null once nothing more will be billed;
    ``current_period_*`` the newest period that has a line (null before the first). ``end_date`` is the day on which it
    ends: with the paid period (``cancel_at_period_end``) it is that period's exclusive end; when ended at once it is
    that day, which still counts as used.
    """

    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="subscriptions"
    )
    transaction = models.ForeignKey(
        Transaction, verbose_name=_("transaction"), on_delete=models.PROTECT, related_name="subscriptions"
    )
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("dataset"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subscriptions",
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("data product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subscriptions",
    )
    # The title at the time, for the lines: a renewal does not depend on what the catalogue says by then.
    description = models.CharField(_("description"), max_length=300)
    status = models.CharField(_("status"), max_length=10, choices=SubscriptionStatus)
    price = MoneyField(_("agreed price"))
    currency = CurrencyField(_("currency"))
    anchor_day = models.PositiveSmallIntegerField(
        _("anchor day"), editable=False, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"), null=True, blank=True)
    current_period_start = models.DateField(_("current period from"), null=True, blank=True)
    current_period_end = models.DateField(_("current period to"), null=True, blank=True)
    next_billing_on = models.DateField(_("next billing on"), null=True, blank=True)
    cancel_at_period_end = models.BooleanField(_("ends with the period"), default=False)
    canceled_at = models.DateTimeField(_("canceled at"), null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="billing_subscription_by_acct"),
            # What a billing run walks, account by account; partial, since ended subscriptions pile up for ever.
            models.Index(
                fields=["account", "next_billing_on"],
                condition=Q(next_billing_on__isnull=False),
                name="billing_subscription_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=exactly_one_item(), name="billing_subscription_is_dataset_or_product"),
            models.UniqueConstraint(
                fields=["account", "dataset"],
                condition=Q(status__in=LIVE_STATUSES, dataset__isnull=False),
                name="billing_one_live_subscription_per_account_and_dataset",
            ),
            models.UniqueConstraint(
                fields=["account", "product"],
                condition=Q(status__in=LIVE_STATUSES, product__isnull=False),
                name="billing_one_live_subscription_per_account_and_product",
            ),
            models.CheckConstraint(
                condition=Q(anchor_day__range=(1, 31)), name="billing_subscription_anchor_day_1_to_31"
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="billing_subscription_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(current_period_start__isnull=True, current_period_end__isnull=True)
                | Q(current_period_start__lt=F("current_period_end")),
                name="billing_subscription_period_has_days",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="billing_subscription_price_not_negative"),
            models.CheckConstraint(
                condition=Q(cancel_at_period_end=False) | Q(end_date__isnull=False),
                name="billing_subscription_canceled_at_period_end_has_end",
            ),
            models.CheckConstraint(
                condition=Q(status=SubscriptionStatus.CANCELED) | Q(next_billing_on__isnull=False),
                name="billing_live_subscription_has_next_billing",
            ),
            models.CheckConstraint(
                condition=~Q(status=SubscriptionStatus.CANCELED) | Q(end_date__isnull=False),
                name="billing_canceled_subscription_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def is_over(self, today: date) -> bool:
        """Canceled, or past its end although no run has marked it so yet."""
        return self.status == SubscriptionStatus.CANCELED or (self.end_date is not None and self.end_date <= today)

    def was_used_on_or_after(self, day: date) -> bool:
        """Whether any day from ``day`` on belongs to it; nothing does if nothing of it was ever billed."""
        if self.current_period_start is None:
            return False
        end = self.end_date
        return end is None or end > day or (end == day and not self.cancel_at_period_end)


class SubscriptionPrice(BaseModel):
    """A new price for an existing subscription, from the first period that starts on or after ``effective_on``."""

    subscription = models.ForeignKey(
        Subscription, verbose_name=_("subscription"), on_delete=models.CASCADE, related_name="price_changes"
    )
    price = MoneyField(_("price"))
    effective_on = models.DateField(_("effective on"))

    class Meta:
        verbose_name = _("subscription price")
        verbose_name_plural = _("subscription prices")
        ordering = ["effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "effective_on"],
                name="billing_one_price_per_subscription_and_day",
                violation_error_message=_("The subscription already has a price from this day."),
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="billing_subscription_new_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.price} ({self.effective_on})"
