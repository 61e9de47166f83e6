"""Staff screens of payments and refunds."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from billing import actions
from billing.choices import PaymentStatus
from billing.models import Payment, Refund
from nubo.shared.admin import (
    AmountField,
    AmountRangeFilter,
    ButtonForm,
    DayRangeFilter,
    ReadOnlyModelAdmin,
    ReadOnlyTabularInline,
    button,
    label_column,
    link_column,
    money_column,
)
from nubo.shared.money import format_money

__all__ = ["PaymentAdmin", "RefundAdmin"]


class RefundForm(ButtonForm):
    amount = AmountField(label=gettext_lazy("Amount"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = self.instance.amount - self.instance.refunded_total


class RefundInline(ReadOnlyTabularInline):
    model = Refund
    fields = ["amount_money", "reason", "recorded_by", "created_at"]
    readonly_fields = fields

    amount_money = money_column("amount", gettext_lazy("amount"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("recorded_by")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyModelAdmin):
    list_display = [
        "received_at", "invoice_link", "account_link", "amount_money", "refunded_money", "method", "status_label", "reference",
    ]  # fmt: skip
    list_select_related = ["invoice__account"]
    list_filter = [
        ("invoice__account", AutocompleteSelectFilter),
        ("status", ChoicesDropdownFilter),
        ("method", ChoicesDropdownFilter),
        ("received_at", DayRangeFilter),
        ("amount", AmountRangeFilter),
    ]
    search_fields = ("reference", "invoice__number")
    folded_search_fields = ("invoice__account__search_name",)
    fields = [
        "invoice_link", "account_link", "amount_money", "refunded_money", "method", "status_label", "reference", "received_at",
        "recorded_by", "created_at", "id",
    ]  # fmt: skip
    readonly_fields = fields
    inlines = [RefundInline]
    actions_detail = ["refund"]

    invoice_link = link_column("invoice", gettext_lazy("invoice"), ordering="invoice__number")
    account_link = link_column("invoice.account", gettext_lazy("account"), ordering="invoice__account__search_name")
    amount_money = money_column("amount", gettext_lazy("amount"))
    refunded_money = money_column("refunded_total", gettext_lazy("refunded"))
    status_label = label_column(
        "status", gettext_lazy("status"), {PaymentStatus.SUCCEEDED: "success", PaymentStatus.REFUNDED: "warning"}
    )

    @button(
        title=gettext_lazy("Record refund"),
        explanation=gettext_lazy(
            "Money that went back to the buyer. What is no longer owed needs a credit note as well."
        ),
        icon="currency_exchange",
        permission="billing.add_refund",
        form=RefundForm,
        when=lambda row: row.refunded_total < row.amount,
    )
    def refund(self, request: HttpRequest, row: Payment, data: dict[str, Any]) -> str:
        refund = actions.refund_payment(payment=row, amount=data["amount"], reason=data["reason"], by=request.user)
        return _("A refund of %(amount)s was recorded.") % {"amount": format_money(refund.amount, refund.currency)}


@admin.register(Refund)
class RefundAdmin(ReadOnlyModelAdmin):
    list_display = [
        "created_at",
        "payment_link",
        "invoice_link",
        "account_link",
        "amount_money",
        "reason",
        "recorded_by",
    ]
    list_select_related = ["payment__invoice__account", "recorded_by"]
    list_filter = [
        ("payment__invoice__account", AutocompleteSelectFilter),
        ("created_at", DayRangeFilter),
        ("amount", AmountRangeFilter),
    ]
    search_fields = ("reason", "payment__invoice__number", "payment__reference")
    folded_search_fields = ("payment__invoice__account__search_name",)
    fields = [
        "payment_link",
        "invoice_link",
        "account_link",
        "amount_money",
        "reason",
        "recorded_by",
        "created_at",
        "id",
    ]
    readonly_fields = fields

    payment_link = link_column("payment", gettext_lazy("payment"))
    invoice_link = link_column("payment.invoice", gettext_lazy("invoice"), ordering="payment__invoice__number")
    account_link = link_column(
        "payment.invoice.account", gettext_lazy("account"), ordering="payment__invoice__account__search_name"
    )
    amount_money = money_column("amount", gettext_lazy("amount"))
