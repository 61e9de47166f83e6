"""Months of buying, billing and paying, lived through day by day with the real actions.

So the invoices are what the shop itself would have written on those days, and every rule of billing holds for them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.choices import PaymentTerms
from accounts.models import Account, User
from billing.actions import (
    buy,
    cancel_subscription,
    change_subscription_price,
    record_payment,
    resume_subscription,
    run_billing,
    subscribe,
)
from billing.choices import CancelWhen, InvoiceStatus, PaymentMethod, SubscriptionStatus, TransactionKind
from billing.demo.accounts import People
from billing.demo.incidents import (
    REPEATABLY,
    credit_an_invoice,
    draft_an_invoice,
    give_one_up,
    refund_a_payment,
    void_a_mistake,
)
from billing.models import Invoice, Subscription
from catalog.choices import DatasetStatus
from catalog.models import Dataset, Product
from nubo.shared.money import round_money
from nubo.shared.periods import boundary

__all__ = ["make_sales"]

Event = Callable[[], object]


def make_sales(
    *,
    people: People,
    datasets: list[Dataset],
    products: list[Product],
    months: int,
    rng: Random,
    at: datetime,
    on_progress: Callable[[str, int], object],
) -> None:
    """Let the accounts buy, subscribe and pay from ``months`` months ago up to ``at``."""
    story = _Story(people=people, datasets=datasets, products=products, rng=rng, at=at, months=months)
    for _day in story.live():
        on_progress("days", 1)


class _Story:
    """What is planned for which day. Events add further ones: an invoice its payment, a subscription its end."""

    def __init__(
        self,
        *,
        people: People,
        datasets: list[Dataset],
        products: list[Product],
        rng: Random,
        at: datetime,
        months: int,
    ) -> None:
        self.people = people
        self.rng = rng
        self.zone = ZoneInfo(settings.DEFAULT_BILLING_TIME_ZONE)
        self.until = at
        self.today = self.day = at.astimezone(self.zone).date()
        self.first_day = boundary(start=self.today, anchor_day=self.today.day, n=-months)
        bundled = {pk for product in products for pk in product.items.values_list("dataset_id", flat=True)}
        self.datasets = [d for d in datasets if d.status == DatasetStatus.PUBLISHED and d.pk not in bundled]
        self.products = products
        self.had: dict[Account, set[object]] = defaultdict(set)
        self.plan: dict[date, list[Event]] = defaultdict(list)
        self.manners = {account: self._manner(n, account) for n, (account, _admin) in enumerate(people.buyers)}

    def live(self) -> Iterator[date]:
        """Go through the days, the billing run first in each, as cron has it."""
        self._plan_purchases()
        self._plan_incidents()
        self.day = self.first_day
        while self.day <= self.today:
            with _clock(self.at):
                run_billing(days=self.day)
                # Grows while it is gone through: a payment may be due on the day of its invoice.
                for event in self.plan.pop(self.day, []):
                    event()
                self._await_payments()
                for event in self.plan.pop(self.day, []):
                    event()
            yield self.day
            self.day += timedelta(days=1)

    @property
    def at(self) -> datetime:
        """The instant at which things happen on the day: its afternoon, unless that is still to come."""
        return min(datetime.combine(self.day, time(14), tzinfo=self.zone), self.until)

    def on(self, day: date, event: Event) -> None:
        """Plan an event; one that lies beyond the story's end does not happen."""
        self.plan[day].append(event)

    # --- Who buys what ---

    def _plan_purchases(self) -> None:
        days = (self.today - self.first_day).days
        for account, admin in self.people.buyers[2:]:
            for _n in range(self.rng.randint(0, 3)):
                self._plan_in(days, partial(self._buy, account, admin))
            for _n in range(self.rng.randint(0, 4)):
                self._plan_in(days, partial(self._subscribe, account, admin))
            if self.rng.random() < 0.2:
                self._plan_in(days, partial(self._take_product, account, admin))
        self._plan_cast(days)

    def _plan_cast(self, days: int) -> None:
        """Ana and Bia, whom the README introduces, have something to show on any day."""
        ana, bia = self.people.buyers[0], self.people.buyers[1]
        for part in (0.1, 0.35, 0.6, 0.85):
            self._plan_at(int(days * part), partial(self._subscribe, *ana, keep=True))
        self._plan_at(int(days * 0.2), partial(self._subscribe_and_leave, *ana))
        self._plan_at(int(days * 0.3), partial(self._take_product, *ana))
        for part in (0.25, 0.75):
            self._plan_at(int(days * part), partial(self._buy, *ana))
            self._plan_at(int(days * part), partial(self._subscribe, *bia, keep=True))
            self._plan_at(int(days * part) + 1, partial(self._buy, *bia))

    def _plan_in(self, days: int, event: Event) -> None:
        self._plan_at(self.rng.randrange(days), event)

    def _plan_at(self, days: int, event: Event) -> None:
        self.plan[self.first_day + timedelta(days=days)].append(event)

    def _buy(self, account: Account, user: User) -> None:
        datasets = self._choose(account, "price", self.rng.randint(1, 2))
        if datasets:
            buy(
                account=account, user=user, kind=TransactionKind.ONE_OFF, datasets=datasets, products=[],
                today=self.day, at=self.at,
            )  # fmt: skip

    def _subscribe(self, account: Account, user: User, *, keep: bool = False) -> Subscription | None:
        for dataset in self._choose(account, "monthly_price", 1):
            subscription = subscribe(account=account, user=user, dataset=dataset, today=self.day, at=self.at)
            if not keep:
                self._plan_change_of_mind(subscription)
            return subscription
        return None

    def _subscribe_and_leave(self, account: Account, user: User) -> None:
        subscription = self._subscribe(account, user, keep=True)
        if subscription:
            self.on(self.day + timedelta(days=45), partial(self._cancel, subscription, CancelWhen.PERIOD_END))

    def _take_product(self, account: Account, user: User) -> None:
        """Once or by the month, a bundle that the account does not have."""
        free = [product for product in self.products if product not in self.had[account]]
        if free:
            product = self.rng.choice(free)
            self.had[account].add(product)
            kind = self.rng.choice((TransactionKind.ONE_OFF, TransactionKind.SUBSCRIPTION))
            buy(account=account, user=user, kind=kind, datasets=[], products=[product], today=self.day, at=self.at)

    def _choose(self, account: Account, price: str, count: int) -> list[Dataset]:
        """Datasets sold that way on the day, which the account does not have yet; fewer if there are no more."""
        # A look at some of them is enough: there may be thousands of datasets and of accounts.
        pool = [
            dataset
            for dataset in self.rng.sample(self.datasets, k=min(300, len(self.datasets)))
            if getattr(dataset, price)
            and dataset not in self.had[account]
            and dataset.published_at
            and dataset.published_at < self.at
        ]
        chosen = self.rng.sample(pool, k=min(count, len(pool)))
        self.had[account].update(chosen)
        return chosen

    # --- Who leaves, and what goes wrong ---

    def _plan_change_of_mind(self, subscription: Subscription) -> None:
        roll, later = self.rng.random(), self.day + timedelta(days=self.rng.randint(20, 120))
        if roll < 0.15:
            self.on(later, partial(self._cancel, subscription, CancelWhen.PERIOD_END))
        elif roll < 0.2:
            self.on(later, partial(self._cancel, subscription, CancelWhen.NOW))
        elif roll < 0.25:
            self.on(later, partial(self._cancel, subscription, CancelWhen.PERIOD_END))
            self.on(later + timedelta(days=1), partial(self._resume, subscription))
        elif roll < 0.35:
            self.on(later, partial(self._raise_price, subscription))

    def _cancel(self, subscription: Subscription, when: CancelWhen) -> None:
        if self._is_active(subscription):
            cancel_subscription(subscription=subscription, when=when, today=self.day, at=self.at)

    def _resume(self, subscription: Subscription) -> None:
        still_runs = self._is_active(subscription) and subscription.end_date and subscription.end_date > self.day
        if still_runs and subscription.cancel_at_period_end:
            resume_subscription(subscription=subscription, today=self.day)

    def _raise_price(self, subscription: Subscription) -> None:
        if self._is_active(subscription):
            price = round_money(subscription.price * Decimal("1.1"))
            change_subscription_price(
                subscription=subscription, price=price, effective_on=self.day + timedelta(days=30)
            )

    def _is_active(self, subscription: Subscription) -> bool:
        subscription.refresh_from_db()
        return subscription.status in (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE)

    def _plan_incidents(self) -> None:
        ana, _admin = self.people.buyers[0]
        self._plan_before(25, lambda: void_a_mistake(account=ana, day=self.day, at=self.at))
        self._plan_before(18, lambda: credit_an_invoice(day=self.day))
        self._plan_before(12, lambda: refund_a_payment(by=self.people.staff))
        self._plan_before(8, lambda: give_one_up(day=self.day))
        self._plan_before(1, lambda: draft_an_invoice(account=ana, day=self.day))
        for account, admin in self.people.buyers[2:4]:
            # They have stopped paying by then; the prepaid one's last subscription waits for its money.
            self._plan_before(100, partial(self._subscribe, account, admin, keep=True))
            self._plan_before(3, partial(self._subscribe, account, admin, keep=True))

    def _plan_before(self, days: int, event: Event) -> None:
        self.plan[self.today - timedelta(days=days)].append(event)

    # --- Who pays when ---

    def _manner(self, n: int, account: Account) -> str:
        if n < 4:
            # Ana and Bia pay; the first of the others, one prepaid and one not, keep the office busy.
            return "punctual" if n < 2 else "stopped"
        # Those with net terms may owe; one in five of them stops paying.
        if account.payment_terms == PaymentTerms.NET:
            return self.rng.choices(("punctual", "late", "stopped"), (55, 25, 20))[0]
        return self.rng.choices(("punctual", "stopped"), (90, 10))[0]

    def _await_payments(self) -> None:
        """Decide for each invoice issued on the day when, and whether, it will be paid."""
        issued = Invoice.objects.open().filter(issued_on=self.day).select_related("account")
        for invoice in issued.order_by(*REPEATABLY):
            manner = self.manners.get(invoice.account, "punctual")
            if manner == "stopped" and self.day > self.today - timedelta(days=75):
                continue
            term = (invoice.due_on - self.day).days
            delay = self.rng.randint(term // 2, term) if manner == "punctual" else term + self.rng.randint(2, 9)
            self.on(self.day + timedelta(days=delay), partial(self._pay, invoice))

    def _pay(self, invoice: Invoice) -> None:
        invoice.refresh_from_db()
        if invoice.status == InvoiceStatus.OPEN and invoice.amount_due:
            method = self.rng.choice(
                (PaymentMethod.PIX, PaymentMethod.PIX, PaymentMethod.BOLETO, PaymentMethod.BANK_TRANSFER)
            )
            reference = f"{method}-{self.rng.randrange(10**9):09d}"
            record_payment(
                invoice=invoice, amount=invoice.amount_due, method=method, reference=reference, by=self.people.staff,
                at=self.at,
            )  # fmt: skip


@contextmanager
def _clock(at: datetime) -> Iterator[None]:
    """Rows written inside say that they were created at ``at``.

    Afterwards is too late to correct that: an issued invoice never changes.
    """
    with patch("django.utils.timezone.now", return_value=at):
        yield
