"""Invoices: what is sent and what is answered."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from billing.api.serializers.fields import MAX_ITEMS, AccountField, DatasetField, DayField, PeriodSerializer, period
from billing.choices import InvoiceStatus
from billing.rules import amount_due
from nubo.shared.api.serializers import MoneyField, RowSerializer

__all__ = ["InvoiceSerializer", "InvoiceWriteSerializer"]


class InvoiceLineSerializer(RowSerializer):
    id = serializers.UUIDField()
    description = serializers.CharField()
    dataset = serializers.UUIDField(allow_null=True)
    subscription = serializers.UUIDField(allow_null=True)
    quantity = serializers.IntegerField(min_value=1)
    unit_price = MoneyField()
    amount = MoneyField()
    period = PeriodSerializer(allow_null=True)


class InvoiceSerializer(RowSerializer):
    id = serializers.UUIDField()
    account = serializers.UUIDField()
    transaction = serializers.UUIDField(allow_null=True)
    number = serializers.CharField(allow_null=True, help_text="Null while a draft.")
    status = serializers.ChoiceField(choices=InvoiceStatus.choices)
    currency = serializers.CharField()
    subtotal = MoneyField()
    total = MoneyField()
    amount_due = MoneyField(help_text="Total less credit notes and payments.")
    issued_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField()
    period = PeriodSerializer(allow_null=True, help_text="Null unless all lines bill the same period.")
    lines = InvoiceLineSerializer(many=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        due = amount_due(
            status=row["status"], total=row["total"], paid_total=row["paid_total"], credited_total=row["credited_total"]
        )
        return {
            "id": row["id"],
            "account": row["account_id"],
            "transaction": row["transaction_id"],
            "number": row["number"],
            "status": row["status"],
            "currency": row["currency"],
            "subtotal": str(row["subtotal"]),
            "total": str(row["total"]),
            "amount_due": str(due),
            "issued_on": row["issued_on"],
            "due_on": row["due_on"],
            "period": period(row["period_start"], row["period_end"]),
            "lines": [_line(line) for line in row["lines"]],
            "created_at": row["created_at"],
        }


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": line["id"],
        "description": line["description"],
        "dataset": line["dataset_id"],
        "subscription": line["subscription_id"],
        "quantity": line["quantity"],
        "unit_price": str(line["unit_price"]),
        "amount": str(line["amount"]),
        "period": period(line["period_start"], line["period_end"]),
    }


class InvoiceLineWriteSerializer(serializers.Serializer):
    description = serializers.CharField(max_length=300)
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000)
    unit_price = MoneyField()
    dataset = DatasetField(required=False, allow_null=True)


class InvoiceWriteSerializer(serializers.Serializer):
    account = AccountField()
    due_on = DayField(help_text="2000 to 2100.")
    lines = InvoiceLineWriteSerializer(many=True, allow_empty=False, max_length=MAX_ITEMS)  # type: ignore[call-arg]
    currency = serializers.RegexField(
        r"^[A-Z]{3}\Z",
        required=False,
        max_length=3,
        error_messages={"invalid": _("Write the currency as its three letters, like BRL.")},
    )
    finalize = serializers.BooleanField(default=False, help_text="Issue it at once instead of keeping a draft.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"currency": settings.DEFAULT_CURRENCY, **attrs}
