"""Subscriptions: what is sent and what is answered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from billing.api.serializers.fields import AccountField, DatasetField, DayField, PeriodSerializer, ProductField, period
from billing.api.serializers.transactions import TransactionSerializer
from billing.choices import SubscriptionStatus
from nubo.shared.api.serializers import MoneyField, RowSerializer

__all__ = [
    "SubscriptionMonthSerializer", "SubscriptionSerializer", "SubscriptionWithTransactionSerializer",
    "SubscriptionWriteSerializer",
]  # fmt: skip


class SubscriptionSerializer(RowSerializer):
    id = serializers.UUIDField()
    account = serializers.UUIDField()
    dataset = serializers.UUIDField(allow_null=True)
    product = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=SubscriptionStatus.choices)
    price = MoneyField(help_text="Per month, as agreed.")
    currency = serializers.CharField()
    anchor_day = serializers.IntegerField(
        min_value=1, max_value=31, help_text="On which day of the month periods begin."
    )
    start_date = serializers.DateField()
    end_date = serializers.DateField(allow_null=True)
    current_period = PeriodSerializer(allow_null=True, help_text="The newest billed period; null before the first.")
    next_billing_on = serializers.DateField(allow_null=True, help_text="Null when nothing more will be billed.")
    cancel_at_period_end = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "account": row["account_id"],
            "dataset": row["dataset_id"],
            "product": row["product_id"],
            "status": row["status"],
            "price": str(row["price"]),
            "currency": row["currency"],
            "anchor_day": row["anchor_day"],
            "start_date": row["start_date"],
            "end_date": row["end_date"],
            "current_period": period(row["current_period_start"], row["current_period_end"]),
            "next_billing_on": _upcoming_billing(row),
            "cancel_at_period_end": row["cancel_at_period_end"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }


def _upcoming_billing(row: dict[str, Any]) -> date | None:
    """The start of the next period that will be billed; nothing is billed from the subscription's end on."""
    day, end = row["next_billing_on"], row["end_date"]
    return day if day is not None and (end is None or day < end) else None


class SubscriptionWithTransactionSerializer(SubscriptionSerializer):
    """The answer to subscribing: the subscription and the transaction that began it."""

    transaction = TransactionSerializer()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = TransactionSerializer().to_representation(row["transaction"])
        return {**super().to_representation(row), "transaction": shown}


class SubscriptionMonthSerializer(RowSerializer):
    """A page of the subscriptions that live in a month, and what that month costs."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SubscriptionSerializer(many=True)
    month = serializers.CharField(help_text="YYYY-MM")
    currency = serializers.CharField(
        allow_null=True, help_text="Null when there are several: ask for one with `currency`."
    )
    total = MoneyField(
        allow_null=True, help_text="What the periods that begin in the month cost, on all pages together."
    )


class SubscriptionWriteSerializer(serializers.Serializer):
    """Either a dataset or a product."""

    dataset = DatasetField(required=False, allow_null=True)
    product = ProductField(required=False, allow_null=True)
    account = AccountField(required=False, help_text="Staff only need it; anyone else subscribes for the own account.")
    start_date = DayField(
        required=False,
        allow_null=True,
        help_text="Staff only, for contracts that already run or begin later; 2000 to 2100.",
    )

    def validate_start_date(self, value: Any) -> Any:
        if value is not None and not self.context["request"].user.is_staff:
            raise ValidationError(_("Only staff may choose the start."), code="staff_only")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs.get("dataset") is None) == (attrs.get("product") is None):
            raise ValidationError({"dataset": [_("Name either a dataset or a product.")]}, code="required")
        return attrs
