"""Purchases, subscriptions and invoices for tests, made by the same actions as the real ones."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.choices import UserRole
from accounts.models import Account, User
from accounts.tests.factories import AccountFactory, make_cnpj
from billing import actions
from billing.choices import PaymentMethod, TransactionKind
from billing.models import (
    CreditNote,
    CreditNoteLine,
    DocumentSeries,
    Invoice,
    InvoiceLine,
    Payment,
    Refund,
    Subscription,
    SubscriptionPrice,
    Transaction,
    TransactionItem,
)
from billing.rules import due_on
from catalog.models import Dataset, Product
from catalog.tests.factories import DatasetFactory

__all__ = [
    "TODAY",
    "buy_monthly",
    "buy_once",
    "buyer_of",
    "count_rows",
    "lines_of",
    "make_due_subscriptions",
    "make_invoice",
    "make_subscription",
    "noon",
    "numbers",
    "pay",
    "run",
]

TODAY = date(2026, 1, 31)
TABLES = (
    CreditNote, CreditNoteLine, DocumentSeries, Invoice, InvoiceLine, Payment, Refund, Subscription, SubscriptionPrice,
    Transaction, TransactionItem,
)  # fmt: skip


def noon(day: date) -> datetime:
    """Midday in UTC, which is that day in São Paulo too."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def buyer_of(account: Account) -> User:
    """Somebody of the account, made at need; without a password, since hashing one takes time."""
    found = account.users.first()
    email = f"compras-{account.pk}@empresa.example"
    return found or User.objects.create(account=account, role=UserRole.ADMIN, name="Comprador", email=email)


def buy_once(
    account: Account, *datasets: Dataset, products: Iterable[Product] = (), today: date = TODAY, **kwargs: Any
) -> Transaction:
    return _buy(TransactionKind.ONE_OFF, account, datasets, products, today, **kwargs)


def buy_monthly(
    account: Account, *datasets: Dataset, products: Iterable[Product] = (), today: date = TODAY, **kwargs: Any
) -> Transaction:
    return _buy(TransactionKind.SUBSCRIPTION, account, datasets, products, today, **kwargs)


def _buy(
    kind: TransactionKind,
    account: Account,
    datasets: Iterable[Dataset],
    products: Iterable[Product],
    today: date,
    **kwargs: Any,
) -> Transaction:
    return actions.buy(
        account=account,
        user=kwargs.pop("user", None) or buyer_of(account),
        kind=kind,
        datasets=list(datasets),
        products=list(products),
        today=today,
        at=noon(today),
        **kwargs,
    )


def make_subscription(
    account: Account | None = None,
    *,
    start: date = TODAY,
    today: date | None = None,
    price: str = "29.95",
    paid: bool = True,
    **kwargs: Any,
) -> Subscription:
    """A subscription begun on ``start``, entered on ``today`` (default: that day), its first invoice paid if prepaid."""
    account = account or AccountFactory()
    today = today or start
    if not {"dataset", "product"} & kwargs.keys():
        kwargs["dataset"] = DatasetFactory(monthly_price=Decimal(price))
    subscription = actions.subscribe(
        account=account, user=buyer_of(account), today=today, at=noon(today), start_date=start, **kwargs
    )
    first = Invoice.objects.filter(transaction=subscription.transaction_id).first()
    if paid and first is not None and first.amount_due:
        pay(first, on=today)
    subscription.refresh_from_db()
    return subscription


def pay(invoice: Invoice, amount: str | Decimal | None = None, *, on: date = TODAY) -> Payment:
    """Record a payment by Pix; of all that is due unless ``amount`` says less."""
    invoice.refresh_from_db()
    return actions.record_payment(
        invoice=invoice,
        amount=invoice.amount_due if amount is None else Decimal(amount),
        method=PaymentMethod.PIX,
        reference="E2E",
        by=None,
        at=noon(on),
    )


def make_invoice(
    account: Account | None = None, *amounts: str, today: date = TODAY, finalize: bool = True, **kwargs: Any
) -> Invoice:
    """An invoice by hand with a line for each amount, issued unless ``finalize=False``."""
    account = account or AccountFactory()
    lines: list[actions.InvoiceLineData] = [
        {"description": f"Serviço {n}", "quantity": 1, "unit_price": Decimal(amount)}
        for n, amount in enumerate(amounts or ("249.95",), 1)
    ]
    due = due_on(payment_terms=account.payment_terms, net_days=account.net_days, issued_on=today)
    return actions.create_invoice(account=account, lines=lines, due_on=due, today=today, finalize=finalize, **kwargs)


def make_due_subscriptions(number: int, *, start: date, price: str = "10.00") -> list[Subscription]:
    """So many accounts with a subscription each that begins on ``start`` and has no line yet; in bulk, for runs."""
    dataset = DatasetFactory(monthly_price=Decimal(price))
    user = buyer_of(AccountFactory())
    first = next(_cnpjs)
    accounts = Account.objects.bulk_create(
        Account(name=f"Conta {n}", email=f"conta{first}-{n}@empresa.example", identifying_code=make_cnpj(first + n))
        for n in range(number)
    )
    bought = Transaction.objects.bulk_create(
        Transaction(
            account=account, user=user, kind="subscription", status="completed", currency="BRL", total=Decimal(price)
        )
        for account in accounts
    )
    return Subscription.objects.bulk_create(
        Subscription(
            account=row.account,
            transaction=row,
            dataset=dataset,
            description=dataset.title,
            status="active",
            price=Decimal(price),
            currency="BRL",
            anchor_day=start.day,
            start_date=start,
            next_billing_on=start,
        )
        for row in bought
    )


_cnpjs = count(1_000_000, 100_000)


def run(on: date, **kwargs: Any) -> actions.BillingReport:
    """A billing run of that day for every account."""
    return actions.run_billing(days=on, **kwargs)


def lines_of(subscription: Subscription) -> list[tuple[str, str, str]]:
    """(start, end, amount) of its lines that count, oldest first."""
    rows = InvoiceLine.objects.filter(subscription=subscription, voided=False).order_by("period_start")
    return [(str(row.period_start), str(row.period_end), str(row.amount)) for row in rows]


def numbers() -> list[str]:
    """Of all issued invoices, sorted."""
    return sorted(Invoice.objects.filter(number__isnull=False).values_list("number", flat=True))


def count_rows() -> dict[str, int]:
    """How many rows each table of billing has: equal before and after means that nothing was written."""
    return {model.__name__: model._base_manager.count() for model in TABLES}
