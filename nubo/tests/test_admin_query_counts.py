"""Each list costs the same number of queries for 2 rows and for 20; so do pages with many inline rows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import create_data_client
from accounts.models import Account, DataClient, User
from accounts.tests.factories import AccountFactory, UserFactory
from billing.actions import credit_invoice, refund_payment
from billing.models import CreditNote, Invoice, Payment, Refund, Subscription, Transaction
from billing.tests.factories import TODAY, make_invoice, make_subscription, pay
from catalog.models import Category, Dataset, Location, Product, Provider, Source, Tag
from catalog.tests.factories import (
    CategoryFactory,
    DatasetFactory,
    MunicipalityFactory,
    ProductFactory,
    ProviderFactory,
    TagFactory,
)
from nubo.tests.admin_desk import Desk

MANY = 20


def dataset(n: int) -> Dataset:
    made = DatasetFactory(location=MunicipalityFactory(ibge_code=f"35{n:05d}"), category=CategoryFactory())
    made.tags.add(TagFactory())
    return made


def credit(n: int) -> CreditNote:
    return credit_invoice(invoice=make_invoice(), reason="x", today=TODAY, amount=Decimal("1.00"))


def refund(n: int) -> Refund:
    return refund_payment(payment=pay(make_invoice()), amount=Decimal("1.00"), reason="x", by=UserFactory())


MAKERS: dict[type, Callable[[int], Any]] = {
    Account: lambda n: AccountFactory(),
    User: lambda n: UserFactory(),
    DataClient: lambda n: create_data_client(account=AccountFactory(), name="x"),
    Category: lambda n: CategoryFactory(),
    Tag: lambda n: TagFactory(),
    Location: lambda n: MunicipalityFactory(ibge_code=f"35{n:05d}"),
    Provider: lambda n: ProviderFactory(account=AccountFactory()),
    Source: lambda n: Source.objects.create(
        provider=ProviderFactory(), url=f"https://{n}.example", location=MunicipalityFactory(ibge_code=f"35{n:05d}")
    ),
    Dataset: dataset,
    Product: lambda n: ProductFactory(datasets=[DatasetFactory()]),
    Transaction: lambda n: make_subscription(),
    Subscription: lambda n: make_subscription(),
    Invoice: lambda n: make_invoice(),
    Payment: lambda n: pay(make_invoice()),
    Refund: refund,
    CreditNote: credit,
}


def queries(desk: Desk, *address: Any) -> int:
    desk.get(*address)  # content types and permissions are read once and kept
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(*address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_lists_cost_the_same_for_many_rows(staff, model):
    desk = Desk(staff)
    for n in range(2):
        MAKERS[model](n)
    few = queries(desk, model, "changelist")
    for n in range(2, MANY):
        MAKERS[model](n)
    assert queries(desk, model, "changelist") == few
    assert few <= 12


def test_a_page_costs_the_same_for_many_inline_rows(staff, account):
    desk = Desk(staff)
    few, many = (make_invoice(account, *["1.00"] * size, finalize=True) for size in (2, MANY))
    for invoice, size in ((few, 2), (many, MANY)):
        for _ in range(2 if size == 2 else 5):
            pay(invoice, "0.10")
    assert queries(desk, Invoice, "change", few.pk) == queries(desk, Invoice, "change", many.pk)


def test_first_page_costs_the_same_for_many_rows(staff, account):
    desk = Desk(staff)

    def first_page() -> int:
        desk.client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as captured:
            assert desk.client.get(reverse("admin:index")).status_code == 200
        return len(captured)

    make_invoice(account)
    few = first_page()
    for _ in range(5):
        make_invoice()
        make_subscription()
        DatasetFactory()
    assert first_page() == few
    assert few <= 9
