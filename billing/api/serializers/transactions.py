"""Acts of buying: what is sent and what is answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from billing.api.serializers.fields import AccountField, OfferIdsField
from billing.choices import InvoiceStatus, TransactionKind, TransactionStatus
from catalog.models import Dataset, Product
from nubo.shared.api.serializers import MoneyField, RowSerializer

__all__ = ["TransactionSerializer", "TransactionWriteSerializer"]


class TransactionItemSerializer(RowSerializer):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField(allow_null=True)
    product = serializers.UUIDField(allow_null=True)
    description = serializers.CharField(help_text="Title at the time of buying.")
    unit_price = MoneyField(help_text="Price at the time of buying.")


class InvoiceSummarySerializer(RowSerializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=InvoiceStatus.choices)
    total = MoneyField()
    due_on = serializers.DateField()


class TransactionSerializer(RowSerializer):
    id = serializers.UUIDField()
    account = serializers.UUIDField()
    user = serializers.UUIDField(help_text="Who bought: a person of the account, or staff.")
    kind = serializers.ChoiceField(choices=TransactionKind.choices)
    status = serializers.ChoiceField(choices=TransactionStatus.choices)
    currency = serializers.CharField()
    total = MoneyField()
    items = TransactionItemSerializer(many=True)
    invoice = InvoiceSummarySerializer(
        allow_null=True, help_text="The first invoice; null when nothing was to be paid."
    )
    subscriptions = serializers.ListField(child=serializers.UUIDField(), help_text="Begun by this transaction.")
    created_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "account": row["account_id"],
            "user": row["user_id"],
            "kind": row["kind"],
            "status": row["status"],
            "currency": row["currency"],
            "total": str(row["total"]),
            "items": [_item(item) for item in row["items"]],
            "invoice": _invoice(row["invoices"][0]) if row["invoices"] else None,
            "subscriptions": [subscription["id"] for subscription in row["subscriptions"]],
            "created_at": row["created_at"],
        }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item["id"],
        "dataset": item["dataset_id"],
        "product": item["product_id"],
        "description": item["description"],
        "unit_price": str(item["unit_price"]),
    }


def _invoice(invoice: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": invoice["id"],
        "number": invoice["number"],
        "status": invoice["status"],
        "total": str(invoice["total"]),
        "due_on": invoice["due_on"],
    }


class TransactionWriteSerializer(serializers.Serializer):
    """Prices are not part of it: they come from the catalogue."""

    kind = serializers.ChoiceField(choices=TransactionKind.choices)
    datasets = OfferIdsField(model=Dataset)
    products = OfferIdsField(model=Product)
    account = AccountField(required=False, help_text="Staff only need it; anyone else buys for the own account.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs.get("datasets") or attrs.get("products")):
            raise ValidationError({"datasets": [_("Name at least one dataset or product.")]}, code="required")
        return attrs
