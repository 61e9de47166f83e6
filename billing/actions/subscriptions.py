"""Subscriptions after they were made: cancelling, undoing that, ending, and new prices."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from billing.actions.credit_notes import credit_invoice
from billing.actions.invoices import void_invoice
from billing.actions.locking import lock_account
from billing.actions.settlement import cancel_purchases_without_subscriptions, cancel_unpaid
from billing.choices import CancelWhen, InvoiceStatus, SubscriptionStatus
from billing.models import Invoice, InvoiceLine, Subscription, SubscriptionPrice
from billing.rules import end_with_period
from nubo.shared.errors import InvalidTransition
from nubo.shared.money import ZERO

__all__ = [
    "cancel_subscription",
    "change_subscription_price",
    "end_expired_subscriptions",
    "resume_subscription",
]


@transaction.atomic
def cancel_subscription(
    *, subscription: Subscription, when: CancelWhen | str, today: date, at: datetime
) -> Subscription:
    """End a subscription with its paid period, or today; asking twice for the same changes nothing.

    At once in any case: one that has not begun (never billed), and an incomplete one, whose unpaid invoice is voided if
    it bills nothing else, else credited for this line. Refuses with ``invalid_transition``: one that has ended.
    """
    subscription = _lock(subscription)
    if subscription.is_over(today):
        raise InvalidTransition(_("This subscription has ended."))
    if subscription.status == SubscriptionStatus.INCOMPLETE:
        return _cancel_incomplete(subscription, today=today, at=at)
    if today < subscription.start_date or CancelWhen(when) == CancelWhen.NOW:
        return _end_at_once(subscription, on=max(today, subscription.start_date), at=at)
    if not subscription.cancel_at_period_end:
        subscription.cancel_at_period_end = True
        subscription.canceled_at = at
        subscription.end_date = end_with_period(
            start=subscription.start_date,
            anchor_day=subscription.anchor_day,
            current_period_end=subscription.current_period_end,
            today=today,
        )
        subscription.save()
    return subscription


def _lock(subscription: Subscription) -> Subscription:
    account = lock_account(subscription.account_id)
    locked = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
    locked.account = account
    return locked


def _end_at_once(subscription: Subscription, *, on: date, at: datetime) -> Subscription:
    subscription.status = SubscriptionStatus.CANCELED
    subscription.cancel_at_period_end = False
    subscription.canceled_at = at
    subscription.end_date = on
    # Periods that began before and were missed by the runs are still to be billed.
    if subscription.next_billing_on is not None and subscription.next_billing_on >= on:
        subscription.next_billing_on = None
    subscription.save()
    return subscription


def _cancel_incomplete(subscription: Subscription, *, today: date, at: datetime) -> Subscription:
    cancel_unpaid(subscription, today=today, at=at)
    cancel_purchases_without_subscriptions(transactions=[subscription.transaction_id], at=at)
    line = subscription.lines.filter(voided=False).select_related("invoice").first()
    if line is not None and line.invoice.status in (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE):
        _take_back(line, today=today, at=at)
    return subscription


def _take_back(line: InvoiceLine, *, today: date, at: datetime) -> None:
    """Nobody pays for what was cancelled before it gave access."""
    invoice: Invoice = line.invoice
    alone = not invoice.lines.exclude(pk=line.pk).exists()
    if alone and invoice.paid_total == ZERO:
        void_invoice(invoice=invoice, at=at)
    elif ZERO < line.amount <= invoice.amount_due and not line.credits.exists():
        reason = _("Cancelled before payment")
        credit_invoice(invoice=invoice, reason=reason, today=today, lines=[{"line": line.pk, "amount": line.amount}])
    # Else part of it is paid: staff decide what is returned.


@transaction.atomic
def resume_subscription(*, subscription: Subscription, today: date) -> Subscription:
    """Undo a cancellation with the period: as if it had never been asked for.

    Refuses with ``invalid_transition``: one that is not about to end, or has ended.
    """
    subscription = _lock(subscription)
    if not subscription.cancel_at_period_end or subscription.is_over(today):
        raise InvalidTransition(_("Only a cancellation that has not taken effect can be undone."))
    subscription.cancel_at_period_end = False
    subscription.end_date = None
    subscription.canceled_at = None
    subscription.save()
    return subscription


def end_expired_subscriptions(*, account: Account, day: date) -> None:
    """Mark as canceled those whose end has come; periods before it that were missed stay to be billed."""
    still_owed = When(next_billing_on__lt=F("end_date"), then=F("next_billing_on"))
    Subscription.objects.expired(account_id=account.pk, day=day).update(
        status=SubscriptionStatus.CANCELED,
        next_billing_on=Case(still_owed, default=Value(None)),
        updated_at=timezone.now(),
    )


@transaction.atomic
def change_subscription_price(*, subscription: Subscription, price: Decimal, effective_on: date) -> SubscriptionPrice:
    """From the first period that starts on or after ``effective_on`` and is not billed yet, charge ``price``.

    Issued invoices stay as they are. Refuses with ``invalid_transition``: a canceled subscription; with
    ValidationError: a negative ``price``, a second one from the same day.
    """
    subscription = _lock(subscription)
    if subscription.status == SubscriptionStatus.CANCELED:
        raise InvalidTransition(_("This subscription has ended."))
    change = SubscriptionPrice(subscription=subscription, price=price, effective_on=effective_on)
    change.full_clean(exclude=["subscription"])
    if SubscriptionPrice.objects.filter(subscription=subscription, effective_on=effective_on).exists():
        message = _("The subscription already has a price from this day.")
        raise ValidationError({"effective_on": ValidationError(message, code="unique")})
    change.save(force_insert=True)
    return change
