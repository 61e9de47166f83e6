"""Every named read of billing: who may see what, and what is due."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from billing.choices import LIVE_STATUSES, InvoiceStatus, SubscriptionStatus, TransactionKind, TransactionStatus
from billing.rules import month_charge
from catalog.models import Dataset, Product, ProductItem
from nubo.shared.money import ZERO
from nubo.shared.periods import Month, Period

if TYPE_CHECKING:
    from accounts.models import Account

__all__ = [
    "CreditNoteQuerySet",
    "InvoiceQuerySet",
    "PaymentQuerySet",
    "SubscriptionQuerySet",
    "TransactionItemQuerySet",
    "TransactionQuerySet",
]


class AccountScopedQuerySet(models.QuerySet):
    """Rows that belong to one account, named by ``account_lookup``."""

    account_lookup = "account"

    def visible_to(self, user: Any) -> Self:
        """Staff: every row. Anyone else: those of the own account."""
        if user.is_staff:
            return self.all()
        return self.filter(**{self.account_lookup: user.account_id}) if user.account_id else self.none()


class TransactionQuerySet(AccountScopedQuerySet):
    def pending(self) -> Self:
        """Prepaid and not yet paid."""
        return self.filter(status=TransactionStatus.PENDING)

    def for_api(self) -> models.QuerySet:
        """Rows of one query; what is nested in them is added by ``billing.api.rows``."""
        return self.values("id", "account_id", "user_id", "kind", "status", "currency", "total", "created_at")


class TransactionItemQuerySet(models.QuerySet):
    def bought_by(self, account: "Account") -> Self:
        """What the account bought once and for all, and was not undone by voiding the invoice."""
        return self.filter(account=account, kind=TransactionKind.ONE_OFF, canceled_at__isnull=True)

    def covering(self, *, datasets: Sequence[Dataset], products: Sequence[Product]) -> Self:
        """Those that give one of these: directly, or a dataset as part of a product."""
        return self.filter(_covering(datasets, products))


class InvoiceQuerySet(AccountScopedQuerySet):
    def open(self) -> Self:
        """Issued, and neither paid, void nor given up."""
        return self.filter(status=InvoiceStatus.OPEN)

    def visible_to(self, user: Any) -> Self:
        """Staff: every invoice. Anyone else: the issued ones of the own account; a draft is staff's own business."""
        visible = super().visible_to(user)
        return visible if user.is_staff else visible.exclude(status=InvoiceStatus.DRAFT)

    def for_api(self) -> models.QuerySet:
        """Rows of one query; what is nested in them is added by ``billing.api.rows``."""
        return self.values(
            "id", "account_id", "transaction_id", "number", "status", "currency", "subtotal", "total", "paid_total",
            "credited_total", "issued_on", "due_on", "period_start", "period_end", "created_at",
        )  # fmt: skip


class SubscriptionQuerySet(AccountScopedQuerySet):
    def live(self) -> Self:
        """Not ended: incomplete, active or past due."""
        return self.filter(status__in=LIVE_STATUSES)

    def covering(self, *, datasets: Sequence[Dataset], products: Sequence[Product]) -> Self:
        """Those that give one of these: directly, or a dataset as part of a product."""
        return self.filter(_covering(datasets, products))

    def live_in(self, period: Period) -> Self:
        """Live on any day of the period, ``incomplete`` ones too.

        Ended with a period, the end is exclusive; ended at once, that day still counts. One that was canceled before
        anything of it was billed was never live.
        """
        never_billed = Q(status=SubscriptionStatus.CANCELED, current_period_start__isnull=True)
        ended_at_once = Q(status=SubscriptionStatus.CANCELED, cancel_at_period_end=False, end_date=period.start)
        return self.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=period.start) | ended_at_once, start_date__lt=period.end
        ).exclude(never_billed)

    def due(self, *, day: date, time_zones: Collection[str] | None = None) -> Self:
        """Those with a period that began on or before ``day`` and has no line, held ones apart; also those to be ended.

        An incomplete subscription is due once, for its first period. One that was ended at once stays due until the
        periods that began before its end have been billed.
        """
        due = self.filter(next_billing_on__lte=day).exclude(HELD)
        return due if time_zones is None else due.filter(account__billing_time_zone__in=time_zones)

    def held(self, *, day: date, time_zones: Collection[str] | None = None) -> Self:
        """Those whose renewal waits for the first invoice to be paid."""
        held = self.filter(HELD, next_billing_on__lte=day, account__deleted_at__isnull=True)
        return held if time_zones is None else held.filter(account__billing_time_zone__in=time_zones)

    def with_item_deleted_at(self) -> Self:
        """Adds ``item_deleted_at``: when the dataset or product was deleted, if it was."""
        return self.annotate(item_deleted_at=Coalesce("dataset__deleted_at", "product__deleted_at"))

    def of_deleted_accounts(self) -> Self:
        """Live subscriptions that outlived their account; the next run ends them."""
        return self.live().filter(account__deleted_at__isnull=False)

    def expired(self, *, account_id: UUID, day: date) -> Self:
        """Still marked live although their end has come: no run has been since."""
        return self.live().filter(account_id=account_id, end_date__lte=day)

    def for_api(self) -> models.QuerySet:
        """Rows of one query."""
        return self.values(
            "id", "account_id", "dataset_id", "product_id", "status", "price", "currency", "anchor_day", "start_date",
            "end_date", "current_period_start", "current_period_end", "next_billing_on", "cancel_at_period_end",
            "created_at", "updated_at",
        )  # fmt: skip

    def cost_of(self, month: Month) -> dict[str, Decimal]:
        """Currency → what the periods that start in the month cost: as billed, else at the price that will be billed.

        Three queries, however many subscriptions; one without a period there costs 0 in its currency.
        """
        billed, changes = self._billed_in(month.period), self._price_changes_before(month.period.end)
        columns = ("pk", "currency", "price", "start_date", "anchor_day", "end_date")
        costs: dict[str, Decimal] = {}
        for pk, currency, agreed, start, anchor_day, end in self.order_by().values_list(*columns):
            cost = billed.get(pk)
            if cost is None:
                terms = {"start": start, "anchor_day": anchor_day, "end": end, "billed_until": None}
                cost = month_charge(month=month, agreed=agreed, changes=changes.get(pk, ()), **terms)
            costs[currency] = costs.get(currency, ZERO) + cost
        return costs

    def _billed_in(self, days: Period) -> dict[UUID, Decimal]:
        """Subscription → the amounts of its lines whose period starts within these days."""
        begun = {"lines__period_start__gte": days.start, "lines__period_start__lt": days.end}
        amounts: dict[UUID, Decimal] = {}
        # Added up here: SQLite's SUM is a float.
        for pk, amount in self.order_by().filter(lines__voided=False, **begun).values_list("pk", "lines__amount"):
            amounts[pk] = amounts.get(pk, ZERO) + amount
        return amounts

    def _price_changes_before(self, day: date) -> dict[UUID, list[tuple[date, Decimal]]]:
        """Subscription → (effective from, price) of its new prices."""
        changes: dict[UUID, list[tuple[date, Decimal]]] = {}
        changed = self.order_by().filter(price_changes__effective_on__lt=day)
        for pk, effective_on, price in changed.values_list("pk", "price_changes__effective_on", "price_changes__price"):
            changes.setdefault(pk, []).append((effective_on, price))
        return changes


class PaymentQuerySet(AccountScopedQuerySet):
    account_lookup = "invoice__account"

    def for_api(self) -> models.QuerySet:
        """Rows of one query."""
        return self.values(
            "id", "invoice_id", "method", "status", "amount", "currency", "refunded_total", "reference", "received_at",
            "created_at",
        )  # fmt: skip


class CreditNoteQuerySet(AccountScopedQuerySet):
    account_lookup = "invoice__account"

    def for_api(self) -> models.QuerySet:
        """Rows of one query; what is nested in them is added by ``billing.api.rows``."""
        return self.values("id", "invoice_id", "number", "currency", "total", "reason", "issued_on", "created_at")


#: Incomplete, with a first period that was billed and is not paid.
HELD = Q(status=SubscriptionStatus.INCOMPLETE, current_period_start__isnull=False)


def _covering(datasets: Sequence[Dataset], products: Sequence[Product]) -> Q:
    matches = Q()
    if datasets:
        # Through a subquery, not a join: a product of many datasets must not repeat the row.
        bundles = ProductItem.objects.filter(dataset__in=datasets).values("product")
        matches |= Q(dataset__in=datasets) | Q(product__in=bundles)
    if products:
        matches |= Q(product__in=products)
    return matches
