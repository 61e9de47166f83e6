"""What follows for purchases and subscriptions when their invoice is paid, or void."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from billing.choices import SubscriptionStatus, TransactionKind, TransactionStatus
from billing.models import Invoice, InvoiceLine, Subscription, Transaction, TransactionItem
from nubo.shared.periods import billing_day

__all__ = ["cancel_purchases_without_subscriptions", "cancel_unpaid", "settle", "undo"]


def settle(*, invoice: Invoice) -> None:
    """Paid, or credited to zero: its incomplete subscriptions become active, its pending transactions completed."""
    waiting = Subscription.objects.filter(status=SubscriptionStatus.INCOMPLETE, lines__invoice=invoice)
    subscriptions = list(waiting.values_list("pk", flat=True).distinct())
    Subscription.objects.filter(pk__in=subscriptions).update(
        status=SubscriptionStatus.ACTIVE, updated_at=timezone.now()
    )
    pending = Q(pk=invoice.transaction_id, kind=TransactionKind.ONE_OFF) | Q(subscriptions__in=subscriptions)
    transactions = Transaction.objects.pending().filter(pending).values_list("pk", flat=True)
    _change_transactions(set(transactions), TransactionStatus.COMPLETED)


def undo(*, invoice: Invoice, at: datetime) -> None:
    """Void: its purchase is canceled and its incomplete subscriptions with it; renewals become billable again."""
    today = billing_day(at=at, time_zone=invoice.account.billing_time_zone)
    InvoiceLine.objects.filter(invoice=invoice).update(voided=True, updated_at=timezone.now())
    touched = list(Subscription.objects.live().filter(lines__invoice=invoice).distinct())
    for subscription in touched:
        if subscription.status == SubscriptionStatus.INCOMPLETE:
            cancel_unpaid(subscription, today=today, at=at)
        else:
            _bill_again(subscription, invoice)
    one_off = Transaction.objects.filter(invoices=invoice, kind=TransactionKind.ONE_OFF)
    _cancel_transactions(one_off.values_list("pk", flat=True), at=at)
    cancel_purchases_without_subscriptions(transactions=[row.transaction_id for row in touched], at=at)


def cancel_unpaid(subscription: Subscription, *, today: date, at: datetime) -> None:
    """End an incomplete subscription: it gave no access, so it was never live on any day."""
    subscription.status = SubscriptionStatus.CANCELED
    subscription.cancel_at_period_end = False
    subscription.canceled_at = at
    subscription.end_date = max(today, subscription.start_date)
    subscription.next_billing_on = None
    subscription.current_period_start = subscription.current_period_end = None
    subscription.save()


def _bill_again(subscription: Subscription, invoice: Invoice) -> None:
    freed = invoice.lines.filter(subscription=subscription).values_list("period_start", flat=True)
    newest = subscription.lines.filter(voided=False).order_by("-period_start").first()
    subscription.next_billing_on = min(day for day in [subscription.next_billing_on, *freed] if day is not None)
    subscription.current_period_start = newest.period_start if newest else None
    subscription.current_period_end = newest.period_end if newest else None
    subscription.save()


def cancel_purchases_without_subscriptions(*, transactions: Collection[UUID], at: datetime) -> None:
    """Cancel those of these pending purchases by the month of which no subscription lives."""
    live = Subscription.objects.live().filter(transaction=OuterRef("pk"))
    undone = Transaction.objects.pending().filter(~Exists(live), pk__in=transactions, kind=TransactionKind.SUBSCRIPTION)
    _cancel_transactions(undone.values_list("pk", flat=True), at=at)


def _cancel_transactions(transactions: Iterable[UUID], *, at: datetime) -> None:
    canceled = set(transactions)
    _change_transactions(canceled, TransactionStatus.CANCELED)
    TransactionItem.objects.filter(transaction__in=canceled).update(canceled_at=at, updated_at=timezone.now())


def _change_transactions(transactions: Collection[UUID], status: TransactionStatus) -> None:
    if transactions:
        Transaction.objects.filter(pk__in=transactions).update(status=status, updated_at=timezone.now())
