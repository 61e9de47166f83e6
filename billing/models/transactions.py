"""Acts of buying. Descriptions and prices are copied at the time: later changes of the catalogue do not reach them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from billing.choices import TransactionKind, TransactionStatus
from billing.querysets import TransactionItemQuerySet, TransactionQuerySet
from catalog.models import Dataset, Product
from nubo.shared.models import BaseModel
from nubo.shared.money import CurrencyField, MoneyField

__all__ = ["Transaction", "TransactionItem", "exactly_one_item"]


def exactly_one_item() -> Q:
    """Exactly one of dataset and product."""
    return Q(dataset__isnull=False, product__isnull=True) | Q(dataset__isnull=True, product__isnull=False)


class Transaction(BaseModel):
    """One act of buying: ``one_off`` or ``subscription``, with items."""

    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="transactions"
    )
    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.PROTECT, related_name="transactions")
    kind = models.CharField(_("kind"), max_length=12, choices=TransactionKind)
    status = models.CharField(_("status"), max_length=10, choices=TransactionStatus)
    currency = CurrencyField(_("currency"))
    total = MoneyField(_("total"))
    idempotency_key = models.CharField(_("idempotency key"), max_length=255, blank=True, default="", editable=False)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="billing_transaction_by_account")]
        constraints = [models.CheckConstraint(condition=Q(total__gte=0), name="billing_transaction_total_not_negative")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class TransactionItem(BaseModel):
    """One dataset or product of a transaction.

    ``account``, ``kind`` and ``canceled_at`` repeat the transaction's, so that the database itself can say "bought once".
    """

    transaction = models.ForeignKey(
        Transaction, verbose_name=_("transaction"), on_delete=models.PROTECT, related_name="items"
    )
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=TransactionKind)
    canceled_at = models.DateTimeField(_("canceled at"), null=True, blank=True, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("dataset"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="transaction_items",
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("data product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="transaction_items",
    )
    description = models.CharField(_("description"), max_length=300)
    unit_price = MoneyField(_("unit price"))

    objects = TransactionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("transaction item")
        verbose_name_plural = _("transaction items")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=exactly_one_item(), name="billing_transaction_item_is_dataset_or_product"),
            models.UniqueConstraint(
                fields=["account", "dataset"],
                condition=Q(kind=TransactionKind.ONE_OFF, canceled_at__isnull=True, dataset__isnull=False),
                name="billing_dataset_bought_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["account", "product"],
                condition=Q(kind=TransactionKind.ONE_OFF, canceled_at__isnull=True, product__isnull=False),
                name="billing_product_bought_once_per_account",
            ),
        ]

    def __str__(self) -> str:
        return self.description
