"""Buying: once, or by the month. One transaction writes the purchase, its invoice and its subscriptions, or nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import PaymentTerms
from accounts.models import Account, User
from billing.actions.locking import lock_account
from billing.actions.numbering import insert_numbered_invoices
from billing.actions.offers import Offer, current_offers, refuse_if_had, single_currency
from billing.choices import SubscriptionStatus, TransactionKind, TransactionStatus
from billing.models import Invoice, InvoiceLine, Subscription, Transaction, TransactionItem
from billing.rules import EARLIEST_START, common_period, due_on, party_snapshot
from catalog.models import Dataset, Product
from nubo.shared.money import ZERO
from nubo.shared.periods import Period, period_containing

__all__ = ["buy", "subscribe"]

Items: TypeAlias = list[TransactionItem]

#: A subscription may be agreed this far ahead.
LATEST_START = timedelta(days=3660)


@transaction.atomic
def buy(
    *,
    account: Account,
    user: User,
    kind: TransactionKind | str,
    datasets: Sequence[Dataset],
    products: Sequence[Product],
    today: date,
    at: datetime,
    idempotency_key: str = "",
) -> Transaction:
    """Buy datasets and products at the catalogue's prices, once or by the month from ``today``; makes the issued invoice.

    Prepaid: the transaction is pending (its subscriptions incomplete) until the invoice is paid. Net terms, or nothing
    to pay: completed (active) at once. Refuses with ValidationError: nothing, duplicates, mixed currencies, an account
    that is not active; with Conflict: ``dataset_unavailable``, ``not_sold_that_way``, ``already_purchased``,
    ``already_subscribed``.
    """
    return _purchase(
        account=account,
        user=user,
        kind=TransactionKind(kind),
        datasets=datasets,
        products=products,
        start=today,
        today=today,
        at=at,
        idempotency_key=idempotency_key,
    )


@transaction.atomic
def subscribe(
    *,
    account: Account,
    user: User,
    today: date,
    at: datetime,
    dataset: Dataset | None = None,
    product: Product | None = None,
    start_date: date | None = None,
    idempotency_key: str = "",
) -> Subscription:
    """Subscribe to one dataset or product: the same effect as buying it by the month.

    A ``start_date`` in the past bills the first period now and leaves the rest to the next run; one in the future bills
    nothing until then. Refuses as ``buy``; also with ValidationError: neither or both of dataset and product; a
    ``start_date`` before 2000, ten years ahead, or inside the days of an earlier subscription to the same thing.
    """
    if (dataset is None) == (product is None):
        message = _("Give either a dataset or a product.")
        raise ValidationError({"dataset": ValidationError(message, code="required")})
    start = start_date or today
    if not EARLIEST_START <= start <= today + LATEST_START:
        raise ValidationError({"start_date": ValidationError(_("This day is too far away."), code="invalid")})
    bought = _purchase(
        account=account,
        user=user,
        kind=TransactionKind.SUBSCRIPTION,
        datasets=[dataset] if dataset else [],
        products=[product] if product else [],
        start=start,
        today=today,
        at=at,
        idempotency_key=idempotency_key,
    )
    return bought.subscriptions.get()


def _purchase(
    *,
    account: Account,
    user: User,
    kind: TransactionKind,
    datasets: Sequence[Dataset],
    products: Sequence[Product],
    start: date,
    today: date,
    at: datetime,
    idempotency_key: str,
) -> Transaction:
    # The lock is what makes "has it already?" exact: a second purchase of this account waits here.
    account = lock_account(account.pk)
    if account.is_deleted or not account.is_active:
        raise ValidationError({"account": ValidationError(_("This account is not active."), code="inactive")})
    offers = current_offers(kind=kind, datasets=datasets, products=products)
    currency = single_currency(offers)
    refuse_if_had(account=account, kind=kind, offers=offers, start=start, today=today, at=at)

    total = sum((offer.price for offer in offers), ZERO)
    unpaid = account.payment_terms == PaymentTerms.PREPAID and total > ZERO
    bought = Transaction(
        account=account,
        user=user,
        kind=kind,
        status=TransactionStatus.PENDING if unpaid else TransactionStatus.COMPLETED,
        currency=currency,
        total=total,
        idempotency_key=idempotency_key,
    )
    bought.clean_fields(exclude=["account", "user"])
    bought.save(force_insert=True)
    TransactionItem.objects.bulk_create(_item(bought, position, offer) for position, offer in enumerate(offers))
    subscriptions: list[Subscription | None] = [None] * len(offers)
    if kind == TransactionKind.SUBSCRIPTION:
        made = [_subscription(bought, offer, start=start, today=today, unpaid=unpaid) for offer in offers]
        subscriptions = list(Subscription.objects.bulk_create(made))
    if start <= today:
        _invoice(bought, offers, subscriptions, today=today)
    return bought


def _item(bought: Transaction, position: int, offer: Offer) -> TransactionItem:
    return TransactionItem(
        transaction=bought,
        account=bought.account,
        kind=bought.kind,
        position=position,
        dataset=offer.dataset,
        product=offer.product,
        description=offer.title,
        unit_price=offer.price,
    )


def _subscription(bought: Transaction, offer: Offer, *, start: date, today: date, unpaid: bool) -> Subscription:
    """One that begins on ``start``, its first period billed if that day has come."""
    first = period_containing(start=start, anchor_day=start.day, day=start)
    begun = start <= today
    return Subscription(
        account=bought.account,
        transaction=bought,
        dataset=offer.dataset,
        product=offer.product,
        description=offer.title,
        status=SubscriptionStatus.INCOMPLETE if unpaid else SubscriptionStatus.ACTIVE,
        price=offer.price,
        currency=offer.currency,
        anchor_day=start.day,
        start_date=start,
        current_period_start=first.start if begun else None,
        current_period_end=first.end if begun else None,
        next_billing_on=first.end if begun else first.start,
    )


def _invoice(
    bought: Transaction, offers: Sequence[Offer], subscriptions: Sequence[Subscription | None], *, today: date
) -> None:
    account = bought.account
    invoice = Invoice(
        account=account,
        transaction=bought,
        currency=bought.currency,
        subtotal=bought.total,
        total=bought.total,
        due_on=due_on(payment_terms=account.payment_terms, net_days=account.net_days, issued_on=today),
        party=party_snapshot(account),
    )
    lines = [
        InvoiceLine(
            invoice=invoice,
            position=position,
            description=offer.title,
            dataset=offer.dataset,
            product=offer.product,
            subscription=subscription,
            unit_price=offer.price,
            amount=offer.price,
            period_start=subscription.current_period_start if subscription else None,
            period_end=subscription.current_period_end if subscription else None,
        )
        for position, (offer, subscription) in enumerate(zip(offers, subscriptions, strict=True))
    ]
    period = common_period(_period(line) for line in lines)
    invoice.period_start, invoice.period_end = (period.start, period.end) if period else (None, None)
    InvoiceLine.objects.bulk_create(lines)
    insert_numbered_invoices(invoices=[invoice], issued_on=today)


def _period(line: InvoiceLine) -> Period | None:
    return Period(line.period_start, line.period_end) if line.period_start and line.period_end else None
