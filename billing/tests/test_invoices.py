"""Invoices by hand: drafts, numbers, voiding, giving up; issued ones keep what they say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing.actions import (
    create_invoice,
    delete_draft_invoice,
    issue_invoice,
    mark_invoice_uncollectible,
    refund_payment,
    void_invoice,
)
from billing.choices import InvoiceStatus, SubscriptionStatus, TransactionStatus
from billing.models import DocumentSeries, Invoice, InvoiceLine
from billing.tests.factories import (
    TODAY,
    buy_once,
    count_rows,
    lines_of,
    make_invoice,
    make_subscription,
    noon,
    numbers,
    pay,
    run,
)
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import InvalidTransition

pytestmark = pytest.mark.django_db

STATES = {
    InvoiceStatus.DRAFT: lambda: make_invoice(finalize=False),
    InvoiceStatus.OPEN: make_invoice,
    InvoiceStatus.PAID: lambda: paid(make_invoice()),
    InvoiceStatus.VOID: lambda: void_invoice(invoice=make_invoice(), at=noon(TODAY)),
    InvoiceStatus.UNCOLLECTIBLE: lambda: mark_invoice_uncollectible(invoice=make_invoice()),
}
CHANGES: dict[str, Callable[[Invoice], Any]] = {
    "issue": lambda invoice: issue_invoice(invoice=invoice, today=TODAY),
    "delete": lambda invoice: delete_draft_invoice(invoice=invoice),
    "void": lambda invoice: void_invoice(invoice=invoice, at=noon(TODAY)),
    "uncollectible": lambda invoice: mark_invoice_uncollectible(invoice=invoice),
    "pay": lambda invoice: pay(invoice, "249.95"),
}
ALLOWED = {
    ("issue", InvoiceStatus.DRAFT): InvoiceStatus.OPEN,
    ("delete", InvoiceStatus.DRAFT): None,
    ("void", InvoiceStatus.OPEN): InvoiceStatus.VOID,
    ("void", InvoiceStatus.UNCOLLECTIBLE): InvoiceStatus.VOID,
    ("uncollectible", InvoiceStatus.OPEN): InvoiceStatus.UNCOLLECTIBLE,
    ("pay", InvoiceStatus.OPEN): InvoiceStatus.PAID,
    ("pay", InvoiceStatus.UNCOLLECTIBLE): InvoiceStatus.PAID,
}


def paid(invoice: Invoice) -> Invoice:
    return pay(invoice).invoice


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("status", InvoiceStatus)
def test_every_change_of_every_state(change: str, status: InvoiceStatus) -> None:
    invoice = STATES[status]()
    assert invoice.status == status
    before, row = count_rows(), Invoice.objects.filter(pk=invoice.pk).values().get()
    if (change, status) in ALLOWED:
        CHANGES[change](invoice)
        left = Invoice.objects.filter(pk=invoice.pk).values_list("status", flat=True).first()
        assert left == ALLOWED[change, status]
    else:
        with pytest.raises(InvalidTransition) as caught:
            CHANGES[change](invoice)
        assert caught.value.code == "invalid_transition"
        assert (count_rows(), Invoice.objects.filter(pk=invoice.pk).values().get()) == (before, row)


def test_a_draft_has_no_number_and_its_totals_are_the_sums_of_its_lines(account: Account) -> None:
    dataset = DatasetFactory()
    invoice = create_invoice(
        account=account,
        lines=[
            {"description": "Consultoria", "quantity": 3, "unit_price": Decimal("33.33")},
            {"description": "Extra", "quantity": 1, "unit_price": Decimal("0.01"), "dataset": dataset},
        ],
        due_on=date(2026, 3, 1),
        today=TODAY,
    )
    assert (invoice.status, invoice.number, invoice.issued_on) == (InvoiceStatus.DRAFT, None, None)
    assert (invoice.subtotal, invoice.total, invoice.currency) == (Decimal("100.00"), Decimal("100.00"), "BRL")
    assert list(invoice.lines.values_list("position", "amount", "dataset")) == [
        (0, Decimal("99.99"), None),
        (1, Decimal("0.01"), dataset.pk),
    ]
    assert DocumentSeries.objects.count() == 0

    account.name = "Nome no dia"
    account.save()
    issued = issue_invoice(invoice=invoice, today=date(2026, 2, 2))
    assert (issued.number, issued.issued_on, issued.due_on) == ("2026-000001", date(2026, 2, 2), date(2026, 3, 1))
    assert issued.party["name"] == "Nome no dia"


def test_e16_numbers_follow_the_order_of_issue_not_of_drafting(account: Account) -> None:
    drafts = [make_invoice(account, finalize=False) for _ in range(3)]
    delete_draft_invoice(invoice=drafts[1])
    assert not InvoiceLine.objects.filter(invoice=drafts[1].pk).exists()
    assert issue_invoice(invoice=drafts[2], today=TODAY).number == "2026-000001"
    assert issue_invoice(invoice=drafts[0], today=TODAY).number == "2026-000002"


def test_each_year_counts_anew_and_a_void_invoice_keeps_its_number(account: Account) -> None:
    first = make_invoice(account)
    void_invoice(invoice=first, at=noon(TODAY))
    make_invoice(account, today=date(2027, 1, 1))
    make_invoice(account, today=date(2026, 12, 31))
    assert numbers() == ["2026-000001", "2026-000002", "2027-000001"]


def test_a_rollback_gives_the_number_back(account: Account) -> None:
    with transaction.atomic():
        assert make_invoice(account).number == "2026-000001"
        transaction.set_rollback(True)
    assert make_invoice(account).number == "2026-000001"


def test_nothing_owed_is_paid_at_once(account: Account) -> None:
    assert make_invoice(account, "0.00").status == InvoiceStatus.PAID


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"quantity": 0}, "lines"),
        ({"quantity": 1_000_001}, "lines"),
        ({"quantity": -1}, "lines"),
        ({"unit_price": Decimal("-0.01")}, "lines"),
        ({"unit_price": Decimal("0.001")}, "lines"),
        ({"unit_price": Decimal("NaN")}, "lines"),
        ({"unit_price": Decimal("1e400")}, "lines"),
        ({"unit_price": Decimal("999999999999.99"), "quantity": 2}, "lines"),
        ({"description": ""}, "lines"),
        ({"description": "x" * 301}, "lines"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(account: Account, line: dict[str, Any], field: str) -> None:
    before = count_rows()
    good = {"description": "Serviço", "quantity": 1, "unit_price": Decimal("1.00")}
    with pytest.raises(ValidationError) as caught:
        create_invoice(account=account, lines=[good, {**good, **line}], due_on=TODAY, today=TODAY)
    assert list(caught.value.message_dict) == [field]
    # Which line it was, counted as people count.
    assert caught.value.message_dict[field][0].startswith("2: ")
    assert count_rows() == before


def test_other_nonsense_is_named_too(account: Account) -> None:
    line: Any = {"description": "Serviço", "quantity": 1, "unit_price": Decimal("999999999999.99")}
    deleted = AccountFactory()
    deleted.mark_deleted(at=noon(TODAY))
    before = count_rows()
    for field, wrong in {
        "lines": {"lines": []},
        "total": {"lines": [line, line]},
        "due_on": {"due_on": date(9999, 12, 31)},
        "currency": {"currency": "reais"},
        "account": {"account": deleted},
    }.items():
        with pytest.raises(ValidationError) as caught:
            create_invoice(**{"account": account, "lines": [line], "due_on": TODAY, "today": TODAY, **wrong})
        assert list(caught.value.message_dict) == [field]
    assert count_rows() == before


def test_a_draft_of_a_deleted_account_is_not_issued(account: Account) -> None:
    draft = make_invoice(account, finalize=False)
    account.mark_deleted(at=noon(TODAY))
    with pytest.raises(InvalidTransition):
        issue_invoice(invoice=draft, today=TODAY)
    assert numbers() == []


def test_money_received_keeps_an_invoice_from_being_void(account: Account) -> None:
    invoice = make_invoice(account)
    payment = pay(invoice, "10.00")
    with pytest.raises(InvalidTransition):
        void_invoice(invoice=invoice, at=noon(TODAY))
    refund_payment(payment=payment, amount=Decimal("10.00"), reason="Engano", by=None)
    assert void_invoice(invoice=invoice, at=noon(TODAY)).amount_due == 0


def test_voiding_a_first_invoice_undoes_an_unpaid_subscription(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    void_invoice(invoice=Invoice.objects.get(), at=noon(TODAY))
    subscription.refresh_from_db()
    subscription.transaction.refresh_from_db()
    assert (subscription.status, subscription.end_date) == (SubscriptionStatus.CANCELED, TODAY)
    assert subscription.transaction.status == TransactionStatus.CANCELED
    assert subscription.transaction.items.get().canceled_at is not None
    assert run(date(2026, 3, 1)).invoices == 0


def test_voiding_a_renewal_makes_its_period_billable_again(account: Account) -> None:
    subscription = make_subscription(account)
    run(date(2026, 4, 1))
    march = Invoice.objects.get(number="2026-000002")
    void_invoice(invoice=march, at=noon(date(2026, 4, 1)))
    subscription.refresh_from_db()
    assert (subscription.next_billing_on, subscription.current_period_end) == (date(2026, 2, 28), date(2026, 4, 30))

    assert run(date(2026, 4, 1)).invoices == 1
    subscription.refresh_from_db()
    assert (subscription.next_billing_on, subscription.current_period_end) == (date(2026, 4, 30), date(2026, 4, 30))
    assert [start for start, _end, _amount in lines_of(subscription)] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    # The void document keeps its number and its lines.
    march.refresh_from_db()
    assert (march.status, march.number, march.lines.count()) == (InvoiceStatus.VOID, "2026-000002", 1)
    assert Invoice.objects.get(number="2026-000004").period_start == date(2026, 2, 28)
    assert run(date(2026, 4, 1)).invoices == 0


def test_on_net_terms_the_first_period_is_billed_again_too() -> None:
    subscription = make_subscription(AccountFactory(net=True), paid=False)
    void_invoice(invoice=Invoice.objects.get(), at=noon(TODAY))
    subscription.refresh_from_db()
    assert (subscription.status, subscription.next_billing_on) == (SubscriptionStatus.ACTIVE, TODAY)
    assert subscription.current_period_start is None
    assert subscription.transaction.status == TransactionStatus.COMPLETED
    run(TODAY)
    assert lines_of(subscription) == [("2026-01-31", "2026-02-28", "29.95")]


def test_voiding_on_net_terms_takes_a_purchase_back() -> None:
    bought = buy_once(AccountFactory(net=True), DatasetFactory())
    void_invoice(invoice=bought.invoices.get(), at=noon(TODAY))
    bought.refresh_from_db()
    assert bought.status == TransactionStatus.CANCELED


def test_the_database_itself_refuses_what_must_not_be(account: Account) -> None:
    subscription = make_subscription(account)
    line = subscription.lines.get()
    wrong: list[Callable[[], Any]] = [
        # A second line for a period; a number twice; a number on a draft; none on an open one.
        lambda: InvoiceLine.objects.create(
            invoice=line.invoice, description="x", subscription=subscription, unit_price=1, amount=1,
            period_start=line.period_start, period_end=line.period_end,
        ),
        lambda: Invoice.objects.filter(pk=make_invoice(account).pk).update(number=line.invoice.number),
        lambda: Invoice.objects.filter(pk=make_invoice(account, finalize=False).pk).update(number="2026-999999"),
        lambda: Invoice.objects.filter(pk=line.invoice.pk).update(number=None),
        lambda: Invoice.objects.filter(pk=line.invoice.pk).update(credited_total=Decimal("29.96")),
        lambda: Invoice.objects.filter(pk=line.invoice.pk).update(paid_total=Decimal("29.96")),
    ]  # fmt: skip
    for work in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            work()
