"""Money in and money back: part by part, never more than is owed or was received."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account, User
from billing.actions import mark_invoice_uncollectible, record_payment, refund_payment
from billing.choices import InvoiceStatus, PaymentMethod, PaymentStatus
from billing.models import Payment
from billing.tests.factories import TODAY, count_rows, make_invoice, make_subscription, noon, pay

pytestmark = pytest.mark.django_db


def refused_amount(work: Any) -> None:
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        work()
    assert list(caught.value.message_dict) == ["amount"]
    assert count_rows() == before


def test_e17_part_by_part(account: Account) -> None:
    invoice = make_invoice(account, "249.95")
    pay(invoice, "10.00")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due) == (InvoiceStatus.OPEN, Decimal("239.95"))
    pay(invoice, "239.95")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due) == (InvoiceStatus.PAID, Decimal("0.00"))
    assert invoice.paid_total == Decimal("249.95")


def test_a_payment_keeps_what_was_said_about_it(account: Account, staff: User) -> None:
    payment = record_payment(
        invoice=make_invoice(account),
        amount=Decimal("10.00"),
        method=PaymentMethod.BOLETO,
        reference="000123",
        by=staff,
        at=noon(TODAY),
        idempotency_key="k",
    )
    saved = Payment.objects.get()
    assert saved == payment
    assert (saved.method, saved.reference, saved.recorded_by) == (PaymentMethod.BOLETO, "000123", staff)
    assert (saved.received_at, saved.status, saved.currency) == (noon(TODAY), PaymentStatus.SUCCEEDED, "BRL")
    assert saved.idempotency_key == "k"


@pytest.mark.parametrize("amount", ["0", "-1.00", "249.96", "1e400", "NaN", "-Infinity", "sNaN"])
def test_never_nothing_and_never_more_than_is_due(account: Account, amount: str) -> None:
    invoice = make_invoice(account, "249.95")
    refused_amount(lambda: pay(invoice, amount))
    invoice.refresh_from_db()
    assert invoice.paid_total == 0


def test_an_amount_in_fractions_of_a_cent_or_an_unknown_method_is_refused(account: Account) -> None:
    invoice = make_invoice(account)
    refused_amount(lambda: pay(invoice, "0.001"))
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        record_payment(invoice=invoice, amount=Decimal(1), method="shells", reference="", by=None, at=noon(TODAY))
    assert list(caught.value.message_dict) == ["method"]
    assert count_rows() == before


def test_what_was_given_up_can_still_be_paid_and_takes_effect(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    invoice = subscription.lines.get().invoice
    mark_invoice_uncollectible(invoice=invoice)
    pay(invoice)
    subscription.refresh_from_db()
    assert subscription.status == "active"


def test_half_a_payment_activates_nothing(account: Account) -> None:
    subscription = make_subscription(account, paid=False)
    pay(subscription.lines.get().invoice, "29.94")
    subscription.refresh_from_db()
    assert subscription.status == "incomplete"


def refund(payment: Payment, amount: str) -> None:
    refund_payment(payment=payment, amount=Decimal(amount), reason="Engano", by=None)
    payment.refresh_from_db()


def test_refunds_never_exceed_the_payment(account: Account) -> None:
    payment = pay(make_invoice(account, "100.00"))
    refund(payment, "40.00")
    assert (payment.status, payment.refunded_total) == (PaymentStatus.SUCCEEDED, Decimal("40.00"))
    for amount in ("60.01", "0", "-1", "NaN", "1e30"):
        refused_amount(lambda amount=amount: refund(payment, amount))
    refund(payment, "60.00")
    assert (payment.status, payment.refunds.count()) == (PaymentStatus.REFUNDED, 2)
    refused_amount(lambda: refund(payment, "0.01"))


def test_a_refund_does_not_reopen_a_paid_invoice(account: Account) -> None:
    payment = pay(make_invoice(account, "100.00"))
    refund(payment, "40.00")
    payment.invoice.refresh_from_db()
    assert (payment.invoice.status, payment.invoice.amount_due) == (InvoiceStatus.PAID, Decimal("0.00"))


def test_what_is_returned_of_an_open_invoice_is_due_again(account: Account) -> None:
    invoice = make_invoice(account, "100.00")
    refund(pay(invoice, "30.00"), "30.00")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.amount_due) == (InvoiceStatus.OPEN, Decimal("100.00"))


def test_a_refund_says_why(account: Account) -> None:
    payment = pay(make_invoice(account))
    before = count_rows()
    with pytest.raises(ValidationError) as caught:
        refund_payment(payment=payment, amount=Decimal(1), reason="", by=None)
    assert list(caught.value.message_dict) == ["reason"]
    assert count_rows() == before
