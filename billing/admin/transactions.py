"""Staff screen of transactions: what was bought, at the prices of that moment."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from billing.choices import TransactionStatus
from billing.models import Invoice, Subscription, Transaction, TransactionItem
from nubo.shared.admin import (
    AmountRangeFilter,
    DayRangeFilter,
    ReadOnlyModelAdmin,
    ReadOnlyTabularInline,
    label_column,
    link_column,
    money_column,
)

__all__ = ["TransactionAdmin"]


class TransactionItemInline(ReadOnlyTabularInline):
    model = TransactionItem
    fields = ["description", "dataset_link", "product_link", "price_money", "canceled_at"]
    readonly_fields = fields

    dataset_link = link_column("dataset", _("dataset"))
    product_link = link_column("product", _("data product"))
    price_money = money_column("unit_price", _("unit price"), document="transaction")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("transaction", "dataset", "product")


class InvoiceInline(ReadOnlyTabularInline):
    model = Invoice
    fields = ["number", "status", "total_money", "issued_on", "due_on"]
    readonly_fields = fields
    show_change_link = True

    total_money = money_column("total", _("total"))


class SubscriptionInline(ReadOnlyTabularInline):
    model = Subscription
    fields = ["description", "status", "price_money", "start_date", "end_date"]
    readonly_fields = fields
    show_change_link = True

    price_money = money_column("price", _("agreed price"))


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyModelAdmin):
    list_display = ["created_at", "account_link", "user_link", "kind", "status_label", "total_money"]
    list_select_related = ["account", "user"]
    list_filter = [
        ("account", AutocompleteSelectFilter),
        ("kind", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        ("created_at", DayRangeFilter),
        ("total", AmountRangeFilter),
    ]
    search_fields = ("account__name", "user__email")
    folded_search_fields = ("account__search_name",)
    fields = ["account_link", "user_link", "kind", "status_label", "total_money", "created_at", "id"]
    readonly_fields = fields
    inlines = [TransactionItemInline, InvoiceInline, SubscriptionInline]

    account_link = link_column("account", _("account"), ordering="account__search_name")
    user_link = link_column("user", _("user"), ordering="user__email")
    total_money = money_column("total", _("total"))
    status_label = label_column(
        "status",
        _("status"),
        {
            TransactionStatus.PENDING: "warning",
            TransactionStatus.COMPLETED: "success",
            TransactionStatus.CANCELED: "danger",
        },
    )
