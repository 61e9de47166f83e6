"""Rows of ``for_api()`` completed with what is nested in them: one query per nested collection, however many rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from billing.choices import InvoiceStatus
from billing.models import CreditNoteLine, Invoice, InvoiceLine, Subscription, TransactionItem

__all__ = ["Row", "with_credit_note_lines", "with_lines", "with_purchase"]

Row = dict[str, Any]


def with_lines(invoices: list[Row]) -> list[Row]:
    """Adds ``lines`` to each invoice, in the order of the document."""
    lines = InvoiceLine.objects.order_by("position", "id").values(
        "id", "invoice_id", "description", "dataset_id", "subscription_id", "quantity", "unit_price", "amount",
        "period_start", "period_end",
    )  # fmt: skip
    return _attach(invoices, lines=(lines, "invoice_id"))


def with_purchase(transactions: list[Row]) -> list[Row]:
    """Adds to each transaction its ``items``, its issued ``invoices`` (oldest first) and its ``subscriptions``."""
    items = TransactionItem.objects.order_by("position", "id").values(
        "id", "transaction_id", "dataset_id", "product_id", "description", "unit_price"
    )
    invoices = (
        Invoice.objects.exclude(status=InvoiceStatus.DRAFT)
        .order_by("created_at", "id")
        .values("id", "transaction_id", "number", "status", "total", "due_on")
    )
    subscriptions = Subscription.objects.order_by("id").values("id", "transaction_id")
    parent = "transaction_id"
    return _attach(
        transactions, items=(items, parent), invoices=(invoices, parent), subscriptions=(subscriptions, parent)
    )


def with_credit_note_lines(credit_notes: list[Row]) -> list[Row]:
    """Adds ``lines`` to each credit note, in the order of the document."""
    lines = CreditNoteLine.objects.order_by("position", "id").values(
        "id", "credit_note_id", "description", "invoice_line_id", "amount"
    )
    return _attach(credit_notes, lines=(lines, "credit_note_id"))


def _attach(rows: list[Row], **collections: tuple[QuerySet, str]) -> list[Row]:
    """Gives every row each collection's children, found by the foreign key that names their parent."""
    ids = [row["id"] for row in rows]
    for name, (children, parent) in collections.items():
        by_parent = _grouped(children.filter(**{f"{parent}__in": ids}) if ids else (), parent)
        for row in rows:
            row[name] = by_parent.get(row["id"], [])
    return rows


def _grouped(children: Iterable[Row], parent: str) -> dict[UUID, list[Row]]:
    groups: dict[UUID, list[Row]] = defaultdict(list)
    for child in children:
        groups[child[parent]].append(child)
    return groups
