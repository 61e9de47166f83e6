"""What an office has to deal with, one of each: a void invoice, a credit, a refund, one given up, a draft."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Account, User
from billing.actions import (
    create_invoice,
    credit_invoice,
    mark_invoice_uncollectible,
    refund_payment,
    void_invoice,
)
from billing.choices import InvoiceStatus
from billing.models import Invoice, Payment
from nubo.shared.money import round_money

__all__ = ["REPEATABLY", "credit_an_invoice", "draft_an_invoice", "give_one_up", "refund_a_payment", "void_a_mistake"]

#: An order of invoices that is the same in every run: that of numbers and ids depends on the ids, which are random.
REPEATABLY = ("account__identifying_code", "total", "created_at")


def void_a_mistake(*, account: Account, day: date, at: datetime) -> None:
    void_invoice(invoice=_invoice_by_hand(account, "Treinamento da equipe (horas)", day=day, finalize=True), at=at)


def draft_an_invoice(*, account: Account, day: date) -> None:
    _invoice_by_hand(account, "Integração sob medida (horas)", day=day, finalize=False)


def _invoice_by_hand(account: Account, description: str, *, day: date, finalize: bool) -> Invoice:
    return create_invoice(
        account=account,
        lines=[{"description": description, "quantity": 4, "unit_price": Decimal("180.00")}],
        due_on=day + timedelta(days=15),
        today=day,
        finalize=finalize,
    )


def credit_an_invoice(*, day: date) -> None:
    paid = Invoice.objects.filter(status=InvoiceStatus.PAID, total__gte=20)
    invoice = paid.order_by("-issued_on", *REPEATABLY).first()
    if invoice:
        amount = round_money(invoice.total / 4)
        reason = "Dados entregues com atraso: abatimento de 25 %"
        credit_invoice(invoice=invoice, amount=amount, reason=reason, today=day)


def refund_a_payment(*, by: User) -> None:
    ordering = (f"invoice__{name}" for name in REPEATABLY)
    payment = Payment.objects.filter(amount__gte=20).order_by("-received_at", *ordering).first()
    if payment:
        refund_payment(payment=payment, amount=round_money(payment.amount / 10), reason="Pago a mais", by=by)


def give_one_up(*, day: date) -> None:
    overdue = Invoice.objects.open().filter(due_on__lt=day - timedelta(days=20))
    lost = overdue.order_by("due_on", *REPEATABLY).first()
    if lost:
        mark_invoice_uncollectible(invoice=lost)
