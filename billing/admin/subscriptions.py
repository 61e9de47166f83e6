"""Staff screen of subscriptions: agreed here, cancelled and repriced by buttons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSingleDateWidget

from billing import actions
from billing.admin.clock import today_of
from billing.choices import LIVE_STATUSES, CancelWhen, SubscriptionStatus
from billing.models import InvoiceLine, Subscription, SubscriptionPrice
from nubo.shared.admin import (
    ActionForm,
    ActionModelAdmin,
    AmountField,
    AmountRangeFilter,
    ButtonForm,
    DayRangeFilter,
    ReadOnlyTabularInline,
    button,
    label_column,
    link_column,
    money_column,
)
from nubo.shared.money import ZERO, format_money

__all__ = ["SubscriptionAdmin"]


class NewSubscriptionForm(ActionForm):
    start_date = forms.DateField(
        label=gettext_lazy("Start"),
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy(
            "Empty: today. A past day bills the periods since then, for contracts that already run."
        ),
    )


class PriceForm(ButtonForm):
    price = AmountField(label=gettext_lazy("New price a month"), min_value=ZERO)
    effective_on = forms.DateField(
        label=gettext_lazy("Effective on"),
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("Charged from the first period that starts on or after this day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].initial = self.instance.price
        self.fields["effective_on"].initial = self.instance.next_billing_on


class PriceInline(ReadOnlyTabularInline):
    model = SubscriptionPrice
    fields = ["effective_on", "price_money", "created_at"]
    readonly_fields = fields

    price_money = money_column("price", gettext_lazy("price"), document="subscription")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("subscription")


class LineInline(ReadOnlyTabularInline):
    model = InvoiceLine
    verbose_name_plural = gettext_lazy("billed periods")
    fields = ["period_start", "period_end", "amount_money", "invoice_link", "voided"]
    readonly_fields = fields
    ordering = ["-period_start"]

    amount_money = money_column("amount", gettext_lazy("amount"), document="invoice")
    invoice_link = link_column("invoice", gettext_lazy("invoice"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("invoice")


def _may_end(row: Subscription) -> bool:
    return row.status in LIVE_STATUSES


@admin.register(Subscription)
class SubscriptionAdmin(ActionModelAdmin):
    list_display = [
        "description", "account_link", "status_label", "price_money", "start_date", "next_billing_on", "end_date",
    ]  # fmt: skip
    list_select_related = ["account"]
    list_filter = [
        ("account", AutocompleteSelectFilter),
        ("dataset", AutocompleteSelectFilter),
        ("status", ChoicesDropdownFilter),
        ("cancel_at_period_end", BooleanRadioFilter),
        ("start_date", DayRangeFilter),
        ("next_billing_on", DayRangeFilter),
        ("price", AmountRangeFilter),
    ]
    search_fields = ("description", "account__name")
    folded_search_fields = ("account__search_name",)
    autocomplete_fields = ["account", "dataset", "product"]
    add_fieldsets = [(None, {"fields": ["account", ("dataset", "product"), "start_date"]})]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("account_link", "status_label"),
                    ("dataset_link", "product_link"),
                    ("description", "price_money"),
                ]
            },
        ),
        (
            gettext_lazy("Periods"),
            {
                "fields": [
                    ("start_date", "anchor_day"),
                    ("current_period_start", "current_period_end"),
                    ("next_billing_on", "end_date"),
                    ("cancel_at_period_end", "canceled_at"),
                ]
            },
        ),
        (
            gettext_lazy("Record"),
            {"classes": ["collapse"], "fields": ["transaction", "created_at", "updated_at", "id"]},
        ),
    ]
    actions_detail = ["change_price", "cancel_with_period", "cancel_now", "resume"]

    account_link = link_column("account", gettext_lazy("account"), ordering="account__search_name")
    dataset_link = link_column("dataset", gettext_lazy("dataset"))
    product_link = link_column("product", gettext_lazy("data product"))
    price_money = money_column("price", gettext_lazy("agreed price"))
    status_label = label_column(
        "status",
        gettext_lazy("status"),
        {
            SubscriptionStatus.ACTIVE: "success",
            SubscriptionStatus.INCOMPLETE: "info",
            SubscriptionStatus.PAST_DUE: "warning",
            SubscriptionStatus.CANCELED: "danger",
        },
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Subscription | None = None) -> list[str]:
        if obj is None:
            return []
        rows = [field for _name, options in self.fieldsets for field in options["fields"]]
        return [name for row in rows for name in ([row] if isinstance(row, str) else row)]

    def get_form(
        self, request: HttpRequest, obj: Subscription | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs.setdefault("form", NewSubscriptionForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Subscription | None) -> list[type]:
        return [LineInline, PriceInline] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Subscription:
        return actions.subscribe(
            account=data["account"],
            user=request.user,
            today=today_of(data["account"]),
            at=timezone.now(),
            dataset=data["dataset"],
            product=data["product"],
            start_date=data["start_date"],
        )

    @button(
        title=gettext_lazy("Change price"),
        explanation=gettext_lazy("Invoices that were issued stay as they are."),
        icon="price_change",
        form=PriceForm,
        when=_may_end,
    )
    def change_price(self, request: HttpRequest, row: Subscription, data: dict[str, Any]) -> str:
        change = actions.change_subscription_price(
            subscription=row, price=data["price"], effective_on=data["effective_on"]
        )
        return _("The price is %(price)s from %(day)s on.") % {
            "price": format_money(change.price, row.currency),
            "day": change.effective_on.isoformat(),
        }

    @button(
        title=gettext_lazy("Cancel with the period"),
        explanation=gettext_lazy("It ends with the paid period; access stays until then, and nothing more is billed."),
        icon="event_busy",
        when=lambda row: _may_end(row) and not row.cancel_at_period_end,
        variant=ActionVariant.DANGER,
    )
    def cancel_with_period(self, request: HttpRequest, row: Subscription, data: dict[str, Any]) -> str:
        return self._cancel(row, CancelWhen.PERIOD_END)

    @button(
        title=gettext_lazy("Cancel now"),
        explanation=gettext_lazy(
            "It ends today, and access with it. What was billed stays billed; credit it by a credit note."
        ),
        icon="cancel",
        when=_may_end,
        variant=ActionVariant.DANGER,
    )
    def cancel_now(self, request: HttpRequest, row: Subscription, data: dict[str, Any]) -> str:
        return self._cancel(row, CancelWhen.NOW)

    def _cancel(self, row: Subscription, when: CancelWhen) -> str:
        ended = actions.cancel_subscription(subscription=row, when=when, today=today_of(row.account), at=timezone.now())
        return _("The subscription ends on %(day)s.") % {"day": ended.end_date}

    @button(
        title=gettext_lazy("Undo cancellation"),
        explanation=gettext_lazy("As if it had never been cancelled: it is billed again with its next period."),
        icon="undo",
        when=lambda row: _may_end(row) and row.cancel_at_period_end,
    )
    def resume(self, request: HttpRequest, row: Subscription, data: dict[str, Any]) -> str:
        actions.resume_subscription(subscription=row, today=today_of(row.account))
        return _("The subscription goes on.")
