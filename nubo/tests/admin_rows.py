"""At least one row of everything that the admin shows, deleted and unfinished ones among them."""

from datetime import timedelta
from decimal import Decimal

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.actions import create_data_client, delete_user, revoke_data_client
from accounts.choices import UserRole
from accounts.tests.factories import AccountFactory, UserFactory
from billing.actions import (
    change_subscription_price,
    credit_invoice,
    mark_invoice_uncollectible,
    refund_payment,
    void_invoice,
)
from billing.tests.factories import TODAY, buy_once, make_invoice, make_subscription, noon, pay
from catalog.actions import delete_dataset
from catalog.models import Source
from catalog.tests.factories import (
    CategoryFactory,
    DatasetFactory,
    MunicipalityFactory,
    ProductFactory,
    ProviderFactory,
    TagFactory,
)
from nubo.shared.models import IdempotencyRecord

__all__ = ["make_one_of_everything"]


def make_one_of_everything() -> None:
    account = AccountFactory(name="Padaria São João", net=True, phone="11 5555-0000", city="Campinas")
    person = UserFactory(account=account, name="Ana")
    UserFactory(account=account, role=UserRole.MEMBER)
    delete_user(user=UserFactory(account=account, role=UserRole.MEMBER), at=timezone.now())
    client, _token = create_data_client(account=account, name="ETL")
    create_data_client(account=account, name="vencido", expires_at=timezone.now() - timedelta(days=1))
    revoke_data_client(data_client=client, at=timezone.now())
    _make_catalogue(account)
    _make_billing(account)
    RefreshToken.for_user(person).blacklist()
    Group.objects.create(name="Financeiro")
    where = {
        "ip_address": "192.0.2.1",
        "username": "alguem@empresa.example",
        "user_agent": "x",
        "path_info": "/admin/login/",
    }
    AccessAttempt.objects.create(**where, failures_since_start=3)
    AccessLog.objects.create(**where)
    AccessFailureLog.objects.create(**where)
    IdempotencyRecord.objects.create(scope="a POST transactions", key="k", response_status=201)


def _make_catalogue(account) -> None:
    provider = ProviderFactory(name="Instituto Água", account=account)
    place = MunicipalityFactory()
    source = Source.objects.create(provider=provider, url="https://dados.example/", location=place)
    dataset = DatasetFactory(
        title="Precipitação diária",
        provider=provider,
        source=source,
        location=place,
        category=CategoryFactory(),
        price=None,
    )
    dataset.tags.add(TagFactory())
    gone = DatasetFactory(title="Apagado", provider=provider)
    ProductFactory(datasets=[dataset, gone])
    delete_dataset(dataset=gone, at=timezone.now())


def _make_billing(account) -> None:
    buy_once(account, DatasetFactory())
    subscription = make_subscription(account)
    change_subscription_price(
        subscription=subscription, price=Decimal("39.95"), effective_on=TODAY + timedelta(days=40)
    )
    make_invoice(account, finalize=False)
    paid = make_invoice(account, "1234.56")
    refund_payment(payment=pay(paid), amount=Decimal("10.00"), reason="engano", by=None)
    credit_invoice(invoice=make_invoice(account, "50.00"), reason="desconto", today=TODAY, amount=Decimal("5.00"))
    void_invoice(invoice=make_invoice(account), at=noon(TODAY))
    mark_invoice_uncollectible(invoice=make_invoice(account))
