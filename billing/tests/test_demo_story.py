"""The demo that ``seed_demo`` tells: a catalogue, people, and a story that holds to every rule of billing."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.choices import AccountRole, PaymentTerms, UserRole
from accounts.models import Account, User
from accounts.rules import is_company
from billing.choices import InvoiceStatus, SubscriptionStatus, TransactionStatus
from billing.demo.accounts import LOGINS, PASSWORD
from billing.demo.datasets import SHOWCASE
from billing.demo.facts import STATES
from billing.models import CreditNote, Invoice, InvoiceLine, Payment, Refund, Subscription, Transaction
from catalog.actions import refresh_search_text
from catalog.choices import DatasetStatus, LocationKind
from catalog.models import Category, Dataset, Location, Product, Provider, Tag
from nubo.shared.money import ZERO
from nubo.shared.periods import Month, billing_day


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """One demo for all tests, which only look at it: what the command said. Rolled back after the last of them."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", datasets=150, accounts=10, months=4, stdout=out, stderr=StringIO())
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(story: str, db: None) -> str:
    return story


def today() -> date:
    return billing_day(at=timezone.now(), time_zone=project_settings.DEFAULT_BILLING_TIME_ZONE)


def test_it_makes_as_many_datasets_and_accounts_as_asked(demo: str) -> None:
    assert Dataset.objects.count() == 150
    assert Account.objects.count() == 10


def test_places_are_the_country_the_states_and_their_capitals(demo: str) -> None:
    kinds = Counter(Location.objects.values_list("kind", flat=True))
    assert kinds == {LocationKind.COUNTRY: 1, LocationKind.STATE: 27, LocationKind.MUNICIPALITY: 27}
    recife = Location.objects.get(ibge_code="2611606")
    assert (recife.name, recife.state_code, recife.search_name) == ("Recife", "PE", "recife")
    assert (recife.latitude, recife.longitude) == (Decimal("-8.04666"), Decimal("-34.8771"))
    assert recife.parent is not None
    assert recife.parent.name == "Pernambuco"
    for place in Location.objects.select_related("parent"):
        place.full_clean()


def test_a_capitals_code_begins_with_its_states() -> None:
    assert all(state.capital.ibge_code.startswith(state.middle.ibge_code) for state in STATES)
    assert len({state.letters for state in STATES}) == 27


def test_every_row_would_have_passed_the_forms(demo: str) -> None:
    """Bulk writes skip full_clean(); what they write must be valid all the same."""
    models = (Account, User, Category, Tag, Provider, Product)
    for row in [row for model in models for row in model.objects.all()]:
        row.full_clean()
    for dataset in Dataset.objects.order_by("slug")[:25]:
        dataset.full_clean()


def test_datasets_have_what_the_shop_window_shows(demo: str) -> None:
    statuses = Counter(Dataset.objects.values_list("status", flat=True))
    assert set(statuses) == set(DatasetStatus)
    assert statuses[DatasetStatus.PUBLISHED] > 120
    assert Dataset.objects.filter(price=ZERO).exists()
    assert Dataset.objects.filter(price__isnull=True, monthly_price__gt=0).exists()
    assert Dataset.objects.filter(price__gt=0, monthly_price__isnull=True).exists()
    assert not Dataset.objects.filter(Q(tags=None) | Q(location=None) | Q(source=None) | Q(category=None)).exists()
    assert not Dataset.objects.exclude(source__provider=F("provider")).exists()
    assert not Dataset.objects.filter(published_at__gt=timezone.now()).exists()


def test_search_text_is_what_the_catalogue_itself_would_write(demo: str) -> None:
    for dataset in Dataset.objects.order_by("slug")[:25]:
        before = dataset.search_text
        refresh_search_text(dataset)
        assert dataset.search_text == before != ""


def test_bundles_cost_less_than_their_parts(demo: str) -> None:
    products = Product.objects.annotate(parts=Sum("datasets__price"), count=Count("datasets"))
    assert products
    assert all(3 <= product.count <= 5 and product.price < product.parts for product in products)


def test_the_documented_people_can_sign_in(demo: str) -> None:
    for email in LOGINS:
        assert User.objects.get(email=email).check_password(PASSWORD), email
        assert email in demo
    assert PASSWORD in demo
    staff = User.objects.get(email="staff@nubo.example")
    assert staff.is_staff
    assert staff.is_superuser
    assert User.objects.get(email="mauro@padaria.example").role == UserRole.MEMBER


def test_accounts_are_companies_and_persons_prepaid_and_on_account(demo: str) -> None:
    codes = list(Account.objects.values_list("identifying_code", flat=True))
    assert len(set(codes)) == 10
    assert {is_company(code) for code in codes} == {True, False}
    assert any(not code.isdigit() for code in codes)
    assert set(Account.objects.values_list("payment_terms", flat=True)) == set(PaymentTerms)
    assert set(Account.objects.values_list("role", flat=True)) == set(AccountRole)
    assert Provider.objects.filter(account__role=AccountRole.PROVIDER).count() == 1


def test_invoices_have_every_state_and_numbers_without_gaps_in_order_of_issue(demo: str) -> None:
    assert set(Invoice.objects.values_list("status", flat=True)) == set(InvoiceStatus)
    issued = Invoice.objects.exclude(number=None).order_by("number")
    by_year: dict[int, list[Invoice]] = {}
    for invoice in issued:
        by_year.setdefault(invoice.issued_on.year, []).append(invoice)
    for year, invoices in by_year.items():
        assert [invoice.number for invoice in invoices] == [f"{year}-{n:06d}" for n in range(1, len(invoices) + 1)]
        assert [invoice.issued_on for invoice in invoices] == sorted(invoice.issued_on for invoice in invoices)


def test_rows_were_created_on_the_days_they_tell_of(demo: str) -> None:
    first_day = today() - timedelta(days=125)
    for invoice in Invoice.objects.exclude(number=None):
        assert billing_day(at=invoice.created_at, time_zone="America/Sao_Paulo") == invoice.issued_on
        assert first_day <= invoice.issued_on <= today()
    newest = Transaction.objects.aggregate(newest=Max("created_at"))["newest"]
    assert newest <= timezone.now()
    assert not Payment.objects.filter(received_at__lt=F("invoice__created_at")).exists()


def test_every_period_that_began_has_its_line(demo: str) -> None:
    """Incomplete subscriptions wait for their first payment; all others are billed up to today."""
    running = Subscription.objects.filter(status=SubscriptionStatus.ACTIVE, end_date=None)
    assert running.count() > 5
    assert running.aggregate(earliest=Min("next_billing_on"))["earliest"] > today()
    assert InvoiceLine.objects.filter(subscription__isnull=False).count() > running.count()


def test_totals_are_the_sums_of_lines_and_payments(demo: str) -> None:
    for invoice in Invoice.objects.annotate(lines_total=Sum("lines__amount")):
        assert invoice.total == invoice.lines_total
    paid = Payment.objects.values("invoice").annotate(kept=Sum(F("amount") - F("refunded_total")))
    kept = {row["invoice"]: row["kept"] for row in paid}
    for invoice in Invoice.objects.all():
        assert invoice.paid_total == kept.get(invoice.pk, ZERO)


def test_there_is_something_to_do_for_the_office(demo: str) -> None:
    assert Invoice.objects.filter(status=InvoiceStatus.OPEN, due_on__lt=today()).exists()
    assert Subscription.objects.filter(status=SubscriptionStatus.INCOMPLETE).exists()
    assert Transaction.objects.filter(status=TransactionStatus.PENDING).exists()
    assert CreditNote.objects.count() == 1
    assert Refund.objects.count() == 1


def test_ana_has_a_month_to_look_at_and_nothing_of_the_showcase(demo: str) -> None:
    ana = User.objects.get(email="ana@padaria.example")
    assert ana.account is not None
    assert ana.account.payment_terms == PaymentTerms.NET
    month = Month(today().year, today().month).period
    assert Subscription.objects.filter(account=ana.account).live_in(month).count() >= 3
    assert Invoice.objects.filter(account=ana.account, status=InvoiceStatus.PAID).exists()
    showcase = Dataset.objects.published().order_by("-published_at")[: len(SHOWCASE)]
    assert [(d.price, d.monthly_price) for d in showcase] == [(item.price, item.monthly_price) for item in SHOWCASE]
    taken = Q(transaction_items__isnull=False) | Q(subscriptions__isnull=False) | Q(product_items__isnull=False)
    assert not Dataset.objects.filter(taken, pk__in=[dataset.pk for dataset in showcase]).exists()
