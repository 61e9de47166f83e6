"""What a billing run is about to bill, worked out in memory: the real run and the dry run share every line of this."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from billing.choices import SubscriptionStatus
from billing.models import InvoiceLine, Subscription, SubscriptionPrice
from billing.rules import common_period, line_amount, periods_to_bill, price_at
from nubo.shared.money import ZERO
from nubo.shared.periods import Period, billing_day

__all__ = ["ACCOUNT_DELETED", "BillingPlan", "PlannedInvoice", "PlannedLine", "end_by_deletion", "make_plan"]

ACCOUNT_DELETED = _("the account was deleted")
ITEM_DELETED = _("the dataset or product was deleted")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One period of one subscription, at the price of its start."""

    subscription: Subscription
    period: Period
    price: Decimal
    is_first: bool

    @property
    def amount(self) -> Decimal:
        return line_amount(quantity=1, unit_price=self.price)


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """The lines of one account in one currency whose periods start on the same day."""

    account: Account
    currency: str
    starts_on: date
    lines: list[PlannedLine]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def period(self) -> Period | None:
        """The one that all lines share, if they do."""
        return common_period(line.period for line in self.lines)

    @property
    def transaction_id(self) -> UUID | None:
        """The purchase that this invoice is the first of; null for renewals."""
        bought = {line.subscription.transaction_id if line.is_first else None for line in self.lines}
        return bought.pop() if len(bought) == 1 else None


@dataclass(slots=True)
class BillingPlan:
    """Invoices to issue, and subscriptions as they are to be afterwards."""

    invoices: list[PlannedInvoice] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    ended: list[tuple[Subscription, str | Promise]] = field(default_factory=list)
    expired: int = 0


def make_plan(*, accounts: Mapping[UUID, Account], day: date) -> BillingPlan:
    """Everything due of these accounts by ``day``; missed periods oldest first, one invoice for each start.

    The subscriptions of the plan are changed in memory only.
    """
    due = Subscription.objects.due(day=day).filter(account__in=accounts.keys()).with_item_deleted_at()
    subscriptions = list(due.order_by("account_id", "id"))
    prices = _price_changes(subscriptions)
    billed = _billed_starts(subscriptions)
    plan = BillingPlan(subscriptions=subscriptions)
    grouped: dict[tuple[UUID, date, str], list[PlannedLine]] = defaultdict(list)
    for subscription in subscriptions:
        subscription.account = accounts[subscription.account_id]
        if deletion := _deletion(subscription):
            # What was billed stays billed; nothing follows.
            reason, at = deletion
            end_by_deletion(subscription, at=at)
            plan.ended.append((subscription, reason))
            continue
        for line in _bill(subscription, day=day, prices=prices[subscription.pk], billed=billed[subscription.pk]):
            grouped[subscription.account_id, line.period.start, subscription.currency].append(line)
        plan.expired += _expire(subscription, day=day)
    # In the order of the accounts and, within one, oldest first: also the order of the numbers.
    for (account_id, starts_on, currency), lines in sorted(grouped.items(), key=lambda item: item[0]):
        plan.invoices.append(PlannedInvoice(accounts[account_id], currency, starts_on, lines))
    return plan


def end_by_deletion(subscription: Subscription, *, at: datetime) -> None:
    """End it in memory on the day on which its account, dataset or product was deleted, unless it ended before."""
    subscription.next_billing_on = None
    if subscription.status == SubscriptionStatus.CANCELED:
        return
    subscription.status = SubscriptionStatus.CANCELED
    day = billing_day(at=at, time_zone=subscription.account.billing_time_zone)
    if subscription.end_date is None or day < subscription.end_date:
        subscription.end_date = max(day, subscription.start_date)
        subscription.cancel_at_period_end = False
        subscription.canceled_at = at


def _deletion(subscription: Subscription) -> tuple[str | Promise, datetime] | None:
    """Why and since when nothing more of it may be billed."""
    if subscription.account.deleted_at is not None:
        return ACCOUNT_DELETED, subscription.account.deleted_at
    deleted_at: datetime | None = subscription.item_deleted_at  # type: ignore[attr-defined]  # see with_item_deleted_at
    return (ITEM_DELETED, deleted_at) if deleted_at is not None else None


def _bill(
    subscription: Subscription, *, day: date, prices: Sequence[tuple[date, Decimal]], billed: Collection[date]
) -> Iterable[PlannedLine]:
    """Move the subscription on in memory, and yield the lines of its due periods."""
    periods, following = periods_to_bill(
        start=subscription.start_date,
        anchor_day=subscription.anchor_day,
        first=_next_billing_on(subscription),
        end=subscription.end_date,
        day=day,
        billed=billed,
    )
    if subscription.status == SubscriptionStatus.INCOMPLETE and periods:
        # Only its first period: renewals are held until that is paid.
        periods, following = periods[:1], periods[0].end
    subscription.next_billing_on = following
    for period in periods:
        newest_end = subscription.current_period_end
        if newest_end is None or period.end > newest_end:
            subscription.current_period_start, subscription.current_period_end = period.start, period.end
        price = price_at(agreed=subscription.price, changes=prices, on=period.start)
        yield PlannedLine(subscription, period, price, is_first=newest_end is None)


def _expire(subscription: Subscription, *, day: date) -> bool:
    """Whether its end has come, everything before it being billed: then it is over."""
    if subscription.end_date is None or subscription.end_date > day:
        return False
    subscription.status = SubscriptionStatus.CANCELED
    subscription.next_billing_on = None
    return True


def _next_billing_on(subscription: Subscription) -> date:
    # Only due subscriptions come here, and what is due has a next billing.
    return cast(date, subscription.next_billing_on)


def _price_changes(subscriptions: Sequence[Subscription]) -> Mapping[UUID, list[tuple[date, Decimal]]]:
    changes: dict[UUID, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = SubscriptionPrice.objects.filter(subscription__in=subscriptions)
    for subscription_id, effective_on, price in rows.values_list("subscription_id", "effective_on", "price"):
        changes[subscription_id].append((effective_on, price))
    return changes


def _billed_starts(subscriptions: Sequence[Subscription]) -> Mapping[UUID, set[date]]:
    """The starts of periods that have a line, of the few subscriptions that go back to a period freed by a void invoice."""
    behind = [row for row in subscriptions if row.current_period_end and _next_billing_on(row) < row.current_period_end]
    starts: dict[UUID, set[date]] = defaultdict(set)
    if behind:
        lines = InvoiceLine.objects.filter(subscription__in=behind, voided=False)
        for subscription_id, start in lines.values_list("subscription_id", "period_start"):
            starts[subscription_id].add(cast(date, start))
    return starts
