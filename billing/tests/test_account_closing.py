"""An account that owes cannot be deleted; one that is deleted is never billed again."""

from datetime import date

import pytest

from accounts.actions import delete_account
from accounts.models import Account
from billing.actions import mark_invoice_uncollectible
from billing.models import Invoice
from billing.tests.factories import TODAY, count_rows, lines_of, make_invoice, make_subscription, noon, pay, run
from catalog.models import Dataset
from nubo.shared.errors import Conflict

pytestmark = pytest.mark.django_db


def test_an_open_invoice_is_an_obstacle(account: Account) -> None:
    invoice = make_invoice(account)
    before = count_rows()
    with pytest.raises(Conflict) as caught:
        delete_account(account=account, at=noon(TODAY))
    assert caught.value.code == "open_invoices"
    assert count_rows() == before
    assert Account.objects.filter(pk=account.pk).exists()

    pay(invoice)
    delete_account(account=account, at=noon(TODAY))
    assert not Account.objects.filter(pk=account.pk).exists()


def test_drafts_and_what_was_given_up_are_none(account: Account) -> None:
    make_invoice(account, finalize=False)
    mark_invoice_uncollectible(invoice=make_invoice(account))
    delete_account(account=account, at=noon(TODAY))
    assert not Account.objects.filter(pk=account.pk).exists()


def test_the_next_run_ends_its_subscriptions_due_or_not(account: Account) -> None:
    subscription = make_subscription(account)
    issued = list(Invoice.objects.values())
    delete_account(account=account, at=noon(date(2026, 2, 10)))
    report = run(date(2026, 2, 11))
    assert (report.invoices, [ended.subscription_id for ended in report.ended]) == (0, [subscription.pk])
    assert "deleted" in str(report.ended[0].reason) or "excluída" in str(report.ended[0].reason)
    subscription.refresh_from_db()
    assert (subscription.status, subscription.end_date) == ("canceled", date(2026, 2, 10))
    assert subscription.canceled_at == noon(date(2026, 2, 10))
    assert run(date(2026, 4, 1)).ended == []
    assert list(Invoice.objects.values()) == issued


def test_a_missed_period_of_a_deleted_account_is_not_billed(account: Account) -> None:
    subscription = make_subscription(account)
    delete_account(account=account, at=noon(date(2026, 3, 10)))
    report = run(date(2026, 3, 11))
    assert (report.invoices, len(report.ended)) == (0, 1)
    assert len(lines_of(subscription)) == 1


def test_a_deleted_dataset_ends_its_subscriptions_when_they_fall_due(account: Account) -> None:
    subscription = make_subscription(account)
    Dataset.objects.get().mark_deleted(at=noon(date(2026, 2, 10)))
    assert run(date(2026, 2, 27)).ended == []
    report = run(date(2026, 2, 28))
    assert (report.invoices, [ended.subscription_id for ended in report.ended]) == (0, [subscription.pk])
    subscription.refresh_from_db()
    assert (subscription.status, subscription.end_date) == ("canceled", date(2026, 2, 10))
    assert subscription.next_billing_on is None


def test_an_inactive_account_is_still_billed(account: Account) -> None:
    subscription = make_subscription(account)
    account.is_active = False
    account.save()
    assert run(date(2026, 2, 28)).invoices == 1
    assert len(lines_of(subscription)) == 2
