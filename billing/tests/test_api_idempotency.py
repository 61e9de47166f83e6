"""Every money write honours ``Idempotency-Key``: sent twice it has one effect and one answer."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Account, User
from billing.actions import cancel_subscription
from billing.models import Payment, Transaction
from billing.tests.factories import TODAY, make_invoice, make_subscription, noon, pay
from billing.tests.refusals import errors, nothing_written
from catalog.tests.factories import DatasetFactory

pytestmark = pytest.mark.django_db

Case = tuple[str, str, dict[str, Any], dict[str, Any]]


@pytest.fixture(autouse=True)
def _on_the_last_of_january(db):
    with time_machine.travel(noon(TODAY)):
        yield


def _case(name: str, account: Account) -> Case:
    """(method, path, body, another body that is as good) of a money write that staff may do."""
    theirs = {"account": str(account.pk)}
    if name == "transactions":
        one, other = ([str(DatasetFactory().pk)] for _ in range(2))
        return (
            "post",
            "/transactions",
            {"kind": "one_off", "datasets": one, **theirs},
            {"kind": "one_off", "datasets": other, **theirs},
        )
    if name == "subscriptions":
        return (
            "post",
            "/subscriptions",
            {"dataset": str(DatasetFactory().pk), **theirs},
            {"dataset": str(DatasetFactory().pk), **theirs},
        )
    if name == "invoices":
        body = {**theirs, "due_on": "2026-02-28", "lines": [{"description": "X", "quantity": 1, "unit_price": "1.00"}]}
        return "post", "/invoices", body, {**body, "finalize": True}
    if name in {"cancel", "resume"}:
        held = make_subscription(account)
        if name == "cancel":
            return "delete", f"/subscriptions/{held.pk}", {}, {"a": 1}
        cancel_subscription(subscription=held, when="period_end", today=TODAY, at=noon(TODAY))
        return "post", f"/subscriptions/{held.pk}/resume", {}, {"a": 1}
    if name == "refunds":
        payment = pay(make_invoice(account, "100.00"))
        return (
            "post",
            f"/payments/{payment.pk}/refunds",
            {"amount": "1.00", "reason": "X"},
            {"amount": "2.00", "reason": "X"},
        )
    invoice = make_invoice(account, "100.00", finalize=name != "issue")
    bodies: dict[str, tuple[dict, dict]] = {
        "issue": ({}, {"a": 1}),
        "void": ({}, {"a": 1}),
        "payments": ({"amount": "1.00", "method": "pix"}, {"amount": "2.00", "method": "pix"}),
        "credit-notes": ({"amount": "1.00", "reason": "X"}, {"amount": "2.00", "reason": "X"}),
    }
    return "post", f"/invoices/{invoice.pk}/{name}", *bodies[name]


@pytest.mark.parametrize(
    "name",
    ["transactions", "subscriptions", "cancel", "resume", "invoices", "issue", "void", "payments", "credit-notes", "refunds"],
)  # fmt: skip
def test_a_money_write_sent_twice_has_one_effect(
    name: str, account: Account, staff: User, api: Callable[..., APIClient]
) -> None:
    method, path, body, other = _case(name, account)
    send = getattr(api(staff), method)
    first = send(path, body, format="json", HTTP_IDEMPOTENCY_KEY="k-1")
    assert first.status_code in {200, 201}
    assert "Idempotent-Replayed" not in first.headers
    with nothing_written():
        again = send(path, body, format="json", HTTP_IDEMPOTENCY_KEY="k-1")
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers["Idempotent-Replayed"] == "true"
        refused = send(path, other, format="json", HTTP_IDEMPOTENCY_KEY="k-1")
        assert (refused.status_code, errors(refused)) == (422, [("idempotency_key_reused", None)])
        for key in ("", "x" * 256, "ç", "a b", "a\tb"):
            bad = send(path, body, format="json", HTTP_IDEMPOTENCY_KEY=key)
            assert (bad.status_code, errors(bad)) == (400, [("invalid", "Idempotency-Key")])


def test_the_key_is_kept_beside_what_it_made(account: Account, staff: User, api: Callable[..., APIClient]) -> None:
    for name, model in (("transactions", Transaction), ("payments", Payment)):
        method, path, body, _ = _case(name, account)
        getattr(api(staff), method)(path, body, format="json", HTTP_IDEMPOTENCY_KEY=f"key-{name}")
        assert model.objects.filter(idempotency_key=f"key-{name}").count() == 1


def test_the_end_asked_for_is_part_of_the_request(account: Account, admin: User, api: Callable[..., APIClient]) -> None:
    held = make_subscription(account)
    assert api(admin).delete(f"/subscriptions/{held.pk}", HTTP_IDEMPOTENCY_KEY="k").status_code == 200
    with nothing_written():
        response = api(admin).delete(f"/subscriptions/{held.pk}?when=now", HTTP_IDEMPOTENCY_KEY="k")
    assert (response.status_code, errors(response)) == (422, [("idempotency_key_reused", None)])


def test_without_a_key_every_request_counts(account: Account, staff: User, api: Callable[..., APIClient]) -> None:
    method, path, body, _ = _case("payments", account)
    for _ in range(2):
        assert getattr(api(staff), method)(path, body, format="json").status_code == 201
    assert Payment.objects.count() == 2
