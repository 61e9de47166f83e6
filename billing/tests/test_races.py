"""What two people do at the same instant, on PostgreSQL: one succeeds, the other is refused, and nothing is half done."""

import threading
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.actions import delete_account
from accounts.models import Account
from billing.actions import cancel_subscription, credit_invoice, refund_payment, resume_subscription, void_invoice
from billing.choices import InvoiceStatus
from billing.models import CreditNote, Invoice, Payment, Subscription, Transaction
from billing.tests.factories import (
    TODAY,
    buy_once,
    buyer_of,
    make_due_subscriptions,
    make_invoice,
    make_subscription,
    noon,
    numbers,
    pay,
    run,
)
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import Conflict, InvalidTransition

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each work in a thread and connection of its own, all from the same instant; what each returned or raised."""
    results: list[Any] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def one(n: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            results[n] = works[n]()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def codes(results: list[Any]) -> list[str]:
    return sorted(result.code if isinstance(result, Conflict) else type(result).__name__ for result in results)


def test_e15_numbers_under_concurrency_and_rollback(account: Account) -> None:
    drafts = [make_invoice(account, finalize=False) for _ in range(8)]
    accounts = [draft.account for draft in drafts]

    def issue_many(n: int) -> int:
        random, issued = Random(n), 0
        for _ in range(12):
            with transaction.atomic():
                invoice = make_invoice(accounts[n])
                if random.random() < 0.1:
                    transaction.set_rollback(True)
                    continue
                assert invoice.number
                issued += 1
        return issued

    results = at_once(*(partial(issue_many, n) for n in range(8)))
    assert all(isinstance(result, int) for result in results), results
    assert sum(results) < 96
    assert numbers() == [f"2026-{n:06d}" for n in range(1, sum(results) + 1)]


def test_the_same_dataset_is_bought_once(account: Account) -> None:
    buyer_of(account)
    for _ in range(3):
        dataset = DatasetFactory()
        before = Transaction.objects.count()
        results = at_once(*[lambda dataset=dataset: buy_once(account, dataset)] * 3)
        assert codes(results) == ["Transaction", "already_purchased", "already_purchased"]
        assert Transaction.objects.count() == Invoice.objects.count() == before + 1


def test_one_of_two_subscribes(account: Account) -> None:
    buyer_of(account)
    for _ in range(3):
        dataset = DatasetFactory()
        results = at_once(*[lambda dataset=dataset: make_subscription(account, dataset=dataset)] * 2)
        assert codes(results) == ["Subscription", "already_subscribed"]
    assert Subscription.objects.count() == Invoice.objects.count() == 3


def test_either_paid_or_void(account: Account) -> None:
    for _ in range(4):
        invoice = make_invoice(account, "100.00")
        results = at_once(
            lambda invoice=invoice: pay(invoice), lambda invoice=invoice: void_invoice(invoice=invoice, at=noon(TODAY))
        )
        invoice.refresh_from_db()
        assert (Counter(codes(results))["invalid_transition"], invoice.payments.count()) in [
            (1, 1 if invoice.status == InvoiceStatus.PAID else 0)
        ]


def test_paid_once(account: Account) -> None:
    for _ in range(3):
        invoice = make_invoice(account, "100.00")
        results = at_once(*[partial(pay, invoice, "100.00")] * 3)
        assert codes(results) == ["Payment", "invalid_transition", "invalid_transition"]
        invoice.refresh_from_db()
        assert (invoice.status, invoice.paid_total, invoice.payments.count()) == ("paid", Decimal(100), 1)


def test_refunds_and_credits_stay_within_what_there_is(account: Account) -> None:
    payment = pay(make_invoice(account, "100.00"))
    refund = partial(refund_payment, payment=payment, amount=Decimal(60), reason="Engano", by=None)
    credit = partial(credit_invoice, invoice=payment.invoice, amount=Decimal(60), reason="Engano", today=TODAY)
    results = at_once(refund, refund, credit, credit)
    assert sum(isinstance(result, ValidationError) for result in results) == 2
    assert Payment.objects.get().refunded_total == Decimal(60)
    assert CreditNote.objects.get().number == "NC-2026-000001"


def test_canceled_or_resumed_but_one_after_the_other(account: Account) -> None:
    subscription = make_subscription(account)
    cancel = partial(cancel_subscription, subscription=subscription, today=TODAY, at=noon(TODAY))
    cancel(when="period_end")
    results = at_once(partial(cancel, when="now"), partial(resume_subscription, subscription=subscription, today=TODAY))
    subscription.refresh_from_db()
    assert subscription.status == "canceled"
    assert sum(isinstance(result, InvalidTransition) for result in results) <= 1


def test_no_purchase_slips_into_a_deleted_account() -> None:
    for _ in range(4):
        subscription = make_subscription()
        account, dataset = subscription.account, DatasetFactory()
        results = at_once(
            lambda account=account: delete_account(account=account, at=noon(TODAY)),
            lambda account=account, dataset=dataset: buy_once(account, dataset),
        )
        account.refresh_from_db()
        owes = Invoice.objects.filter(account=account, status=InvoiceStatus.OPEN).exists()
        assert account.is_deleted != owes
        assert sum(isinstance(result, Exception) for result in results) == 1


def test_a_run_beside_purchases_and_another_run_misses_nothing() -> None:
    subscriptions = make_due_subscriptions(60, start=TODAY)
    dataset = DatasetFactory()
    busy = [row.account for row in subscriptions[::6]]
    for account in busy:
        buyer_of(account)

    def buy_for_all() -> int:
        return len([buy_once(account, dataset) for account in busy])

    results = at_once(lambda: run(TODAY, chunk_size=7), lambda: run(TODAY, chunk_size=11), buy_for_all)
    assert [getattr(result, "failures", []) for result in results] == [[], [], []], results
    assert results[0].invoices + results[1].invoices == 60
    assert results[2] == 10
    assert numbers() == [f"2026-{n:06d}" for n in range(1, 71)]
    assert Subscription.objects.filter(next_billing_on=TODAY).count() == 0
