"""Buying once or by the month: what is written, when it takes effect, and every refusal (which writes nothing)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account, User
from accounts.tests.factories import AccountFactory
from billing.actions import void_invoice
from billing.choices import InvoiceStatus, SubscriptionStatus, TransactionKind, TransactionStatus
from billing.tests.factories import TODAY, buy_monthly, buy_once, count_rows, noon, pay
from catalog.choices import DatasetStatus
from catalog.models import Dataset, Provider
from catalog.tests.factories import DatasetFactory, ProductFactory, ProviderFactory
from nubo.shared.errors import Conflict

pytestmark = pytest.mark.django_db


def refused(work: Callable[[], Any], code: str) -> str:
    """The detail of a conflict, after checking its code and that nothing was written."""
    before = count_rows()
    with pytest.raises(Conflict) as caught:
        work()
    assert caught.value.code == code
    assert count_rows() == before
    return str(caught.value)


def invalid(work: Callable[[], Any], field: str) -> None:
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        work()
    assert list(caught.value.message_dict) == [field]
    assert count_rows() == before


def test_a_prepaid_purchase_waits_for_its_invoice(account: Account, admin: User) -> None:
    dataset = DatasetFactory(title="Chuvas", price=Decimal("49.90"))
    product = ProductFactory(title="Tempo", price=Decimal("89.90"))
    bought = buy_once(account, dataset, products=[product], user=admin, idempotency_key="k1")

    assert (bought.account, bought.user, bought.kind) == (account, admin, TransactionKind.ONE_OFF)
    assert (bought.status, bought.currency, bought.total) == (TransactionStatus.PENDING, "BRL", Decimal("139.80"))
    assert bought.idempotency_key == "k1"
    items = list(bought.items.values_list("description", "unit_price", "dataset", "product", "canceled_at"))
    assert items == [
        ("Chuvas", Decimal("49.90"), dataset.pk, None, None),
        ("Tempo", Decimal("89.90"), None, product.pk, None),
    ]
    invoice = bought.invoices.get()
    assert (invoice.number, invoice.status, invoice.total) == ("2026-000001", InvoiceStatus.OPEN, Decimal("139.80"))
    assert (invoice.issued_on, invoice.due_on, invoice.period_start) == (TODAY, TODAY, None)
    assert invoice.party["name"] == "Padaria Central"
    assert invoice.party["identifying_code"] == account.identifying_code
    assert list(invoice.lines.values_list("position", "quantity", "amount", "subscription")) == [
        (0, 1, Decimal("49.90"), None),
        (1, 1, Decimal("89.90"), None),
    ]

    pay(invoice)
    bought.refresh_from_db()
    assert bought.status == TransactionStatus.COMPLETED


def test_on_net_terms_a_purchase_is_complete_at_once_and_owed_later() -> None:
    bought = buy_once(AccountFactory(net=True), DatasetFactory())
    assert bought.status == TransactionStatus.COMPLETED
    invoice = bought.invoices.get()
    assert (invoice.status, invoice.due_on) == (InvoiceStatus.OPEN, date(2026, 2, 10))


def test_what_is_free_is_paid_at_once(account: Account) -> None:
    once = buy_once(account, DatasetFactory(price=Decimal(0)))
    assert once.status == TransactionStatus.COMPLETED
    assert once.invoices.get().status == InvoiceStatus.PAID
    monthly = buy_monthly(account, DatasetFactory(monthly_price=Decimal(0)))
    assert monthly.subscriptions.get().status == SubscriptionStatus.ACTIVE
    assert monthly.invoices.get().number == "2026-000002"


def test_by_the_month_each_item_becomes_a_subscription_with_its_first_period(account: Account) -> None:
    dataset, product = DatasetFactory(monthly_price=Decimal("29.95")), ProductFactory(monthly_price=Decimal("10.05"))
    bought = buy_monthly(account, dataset, products=[product])
    assert (bought.kind, bought.status, bought.total) == (
        TransactionKind.SUBSCRIPTION,
        TransactionStatus.PENDING,
        Decimal("40.00"),
    )
    first, second = bought.subscriptions.order_by("price")
    assert (first.product, first.price, second.dataset, second.price) == (
        product,
        Decimal("10.05"),
        dataset,
        Decimal("29.95"),
    )
    for subscription in (first, second):
        assert subscription.status == SubscriptionStatus.INCOMPLETE
        assert (subscription.anchor_day, subscription.start_date, subscription.end_date) == (31, TODAY, None)
        assert subscription.current_period_start == TODAY
        assert subscription.current_period_end == subscription.next_billing_on == date(2026, 2, 28)
    invoice = bought.invoices.get()
    assert (invoice.period_start, invoice.period_end) == (TODAY, date(2026, 2, 28))
    assert {line.subscription_id for line in invoice.lines.all()} == {first.pk, second.pk}

    pay(invoice)
    assert set(bought.subscriptions.values_list("status", flat=True)) == {SubscriptionStatus.ACTIVE}
    bought.refresh_from_db()
    assert bought.status == TransactionStatus.COMPLETED


def test_prices_come_from_the_catalogue_of_this_moment(account: Account) -> None:
    dataset = DatasetFactory(price=Decimal("49.90"))
    Dataset.objects.filter(pk=dataset.pk).update(price=Decimal("59.90"), title="Novo nome")
    bought = buy_once(account, dataset)
    assert (bought.total, bought.items.get().description) == (Decimal("59.90"), "Novo nome")
    Dataset.objects.filter(pk=dataset.pk).update(price=Decimal("1.00"), title="Outro")
    line = bought.invoices.get().lines.get()
    assert (line.amount, line.description) == (Decimal("59.90"), "Novo nome")


def test_the_party_is_a_snapshot(account: Account) -> None:
    invoice = buy_once(account, DatasetFactory()).invoices.get()
    account.name, account.street = "Outro nome", "Rua Nova"
    account.save()
    invoice.refresh_from_db()
    assert (invoice.party["name"], invoice.party["address"]["street"]) == ("Padaria Central", "")


@pytest.mark.parametrize("status", [DatasetStatus.DRAFT, DatasetStatus.RETIRED])
@pytest.mark.parametrize("factory", [DatasetFactory, ProductFactory])
def test_what_is_not_published_is_unavailable(account: Account, status: DatasetStatus, factory: Any) -> None:
    offer = factory(status=status)
    datasets, products = ([offer], []) if isinstance(offer, Dataset) else ([], [offer])
    for buy in (buy_once, buy_monthly):
        detail = refused(lambda buy=buy: buy(account, *datasets, products=products), "dataset_unavailable")
        assert str(offer.pk) in detail


def test_what_was_deleted_is_unavailable(account: Account) -> None:
    dataset, product = DatasetFactory(), ProductFactory()
    dataset.mark_deleted(at=noon(TODAY))
    product.mark_deleted(at=noon(TODAY))
    refused(lambda: buy_once(account, dataset), "dataset_unavailable")
    refused(lambda: buy_once(account, products=[product]), "dataset_unavailable")


def test_a_deleted_provider_sells_nothing(account: Account) -> None:
    dataset = DatasetFactory(provider=ProviderFactory())
    Provider.objects.get().mark_deleted(at=noon(TODAY))
    refused(lambda: buy_monthly(account, dataset), "dataset_unavailable")


def test_a_price_that_is_null_means_not_sold_that_way(account: Account) -> None:
    monthly_only = DatasetFactory(price=None)
    once_only = ProductFactory(monthly_price=None)
    refused(lambda: buy_once(account, monthly_only), "not_sold_that_way")
    refused(lambda: buy_monthly(account, products=[once_only]), "not_sold_that_way")
    buy_monthly(account, monthly_only)
    buy_once(account, products=[once_only])


def test_nothing_is_bought_twice(account: Account) -> None:
    dataset, product = DatasetFactory(), ProductFactory()
    buy_once(account, dataset, products=[product])
    refused(lambda: buy_once(account, dataset), "already_purchased")
    refused(lambda: buy_once(account, products=[product]), "already_purchased")
    refused(lambda: buy_once(account, DatasetFactory(), dataset), "already_purchased")
    # Another account may, and so may this one by the month.
    buy_once(AccountFactory(), dataset)
    buy_monthly(account, dataset)


def test_a_dataset_of_a_bought_product_is_had_already(account: Account) -> None:
    dataset = DatasetFactory()
    product = ProductFactory(datasets=[DatasetFactory(), dataset])
    buy_once(account, products=[product])
    refused(lambda: buy_once(account, dataset), "already_purchased")
    buy_monthly(account, products=[product])
    refused(lambda: buy_monthly(account, dataset), "already_subscribed")


def test_after_voiding_it_can_be_bought_again(account: Account) -> None:
    dataset = DatasetFactory()
    first = buy_once(account, dataset)
    void_invoice(invoice=first.invoices.get(), at=noon(TODAY))
    first.refresh_from_db()
    assert first.status == TransactionStatus.CANCELED
    assert first.items.get().canceled_at == noon(TODAY)
    again = buy_once(account, dataset)
    assert again.invoices.get().number == "2026-000002"


def test_nobody_subscribes_twice(account: Account) -> None:
    dataset = DatasetFactory(title="Chuvas")
    buy_monthly(account, dataset)
    assert "Chuvas" in refused(lambda: buy_monthly(account, dataset), "already_subscribed")
    buy_monthly(AccountFactory(), dataset)


def test_what_makes_no_sense_is_named(account: Account) -> None:
    dataset, product = DatasetFactory(), ProductFactory()
    foreign = DatasetFactory(currency="USD")
    bundle = ProductFactory(datasets=[dataset])
    invalid(lambda: buy_once(account), "datasets")
    invalid(lambda: buy_once(account, dataset, dataset), "datasets")
    invalid(lambda: buy_once(account, products=[product, product]), "products")
    invalid(lambda: buy_once(account, dataset, products=[bundle]), "datasets")
    invalid(lambda: buy_once(account, dataset, foreign), "datasets")


def test_a_total_beyond_the_column_is_refused(account: Account) -> None:
    dear = [DatasetFactory(price=Decimal("999999999999.99")) for _ in range(2)]
    invalid(lambda: buy_once(account, *dear), "total")


def test_an_account_that_is_inactive_or_deleted_buys_nothing(account: Account, staff: User) -> None:
    dataset = DatasetFactory()
    account.is_active = False
    account.save()
    invalid(lambda: buy_once(account, dataset, user=staff), "account")
    account.is_active = True
    account.save()
    account.mark_deleted(at=noon(TODAY))
    invalid(lambda: buy_once(account, dataset, user=staff), "account")


@pytest.mark.parametrize(("buy", "statements"), [(buy_once, 8), (buy_monthly, 9)])
def test_a_purchase_costs_the_same_statements_for_one_item_and_for_many(
    account: Account, admin: User, django_assert_num_queries: Any, buy: Callable[..., Any], statements: int
) -> None:
    for datasets in ([DatasetFactory()], [DatasetFactory() for _ in range(10)]):
        # Two more for the savepoint that the test's own transaction makes of it.
        with django_assert_num_queries(statements + 2):
            buy(account, *datasets, user=admin)
