"""Money received and returned, and the documents that take something back: what is sent and what is answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from billing.api.serializers.fields import MAX_ITEMS
from billing.choices import PaymentMethod, PaymentStatus
from nubo.shared.api.serializers import MoneyField, RowSerializer
from nubo.shared.money import CENT

__all__ = [
    "CreditNoteSerializer", "CreditNoteWriteSerializer", "PaymentSerializer", "PaymentWriteSerializer", "RefundSerializer",
    "RefundWriteSerializer",
]  # fmt: skip


class PaymentSerializer(RowSerializer):
    id = serializers.UUIDField()
    invoice = serializers.UUIDField()
    method = serializers.ChoiceField(choices=PaymentMethod.choices)
    status = serializers.ChoiceField(choices=PaymentStatus.choices)
    amount = MoneyField()
    currency = serializers.CharField()
    refunded_total = MoneyField()
    reference = serializers.CharField(help_text="The provider's own name for the payment.")
    received_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "invoice": row["invoice_id"],
            "method": row["method"],
            "status": row["status"],
            "amount": str(row["amount"]),
            "currency": row["currency"],
            "refunded_total": str(row["refunded_total"]),
            "reference": row["reference"],
            "received_at": row["received_at"],
            "created_at": row["created_at"],
        }


class PaymentWriteSerializer(serializers.Serializer):
    amount = MoneyField(min_value=CENT)
    method = serializers.ChoiceField(choices=PaymentMethod.choices)
    reference = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CreditNoteLineSerializer(RowSerializer):
    id = serializers.UUIDField()
    description = serializers.CharField()
    invoice_line = serializers.UUIDField(allow_null=True)
    amount = MoneyField()


class CreditNoteSerializer(RowSerializer):
    id = serializers.UUIDField()
    invoice = serializers.UUIDField()
    number = serializers.CharField()
    currency = serializers.CharField()
    total = MoneyField()
    reason = serializers.CharField()
    issued_on = serializers.DateField()
    lines = CreditNoteLineSerializer(many=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "invoice": row["invoice_id"],
            "number": row["number"],
            "currency": row["currency"],
            "total": str(row["total"]),
            "reason": row["reason"],
            "issued_on": row["issued_on"],
            "lines": [_line(line) for line in row["lines"]],
            "created_at": row["created_at"],
        }


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": line["id"],
        "description": line["description"],
        "invoice_line": line["invoice_line_id"],
        "amount": str(line["amount"]),
    }


class RefundSerializer(RowSerializer):
    id = serializers.UUIDField()
    payment = serializers.UUIDField()
    amount = MoneyField()
    currency = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "payment": row["payment_id"],
            "amount": str(row["amount"]),
            "currency": row["currency"],
            "reason": row["reason"],
            "created_at": row["created_at"],
        }


class RefundWriteSerializer(serializers.Serializer):
    amount = MoneyField(min_value=CENT)
    reason = serializers.CharField(max_length=300)


class CreditNoteLineWriteSerializer(serializers.Serializer):
    invoice_line = serializers.UUIDField(help_text="A line of this invoice.")
    amount = MoneyField(min_value=CENT)


class CreditNoteWriteSerializer(serializers.Serializer):
    """Either an amount of the invoice as a whole, or amounts of single lines."""

    amount = MoneyField(min_value=CENT, required=False, allow_null=True)
    lines = CreditNoteLineWriteSerializer(many=True, required=False, max_length=MAX_ITEMS)  # type: ignore[call-arg]
    reason = serializers.CharField(max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs.get("amount") is None) == (not attrs.get("lines")):
            raise ValidationError({"amount": [_("Give either an amount or lines.")]}, code="required")
        return attrs
