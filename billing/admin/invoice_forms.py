"""What the invoice's screen asks for, and the rows shown on its page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextInputWidget

from billing.choices import PaymentMethod
from billing.models import CreditNote, InvoiceLine, Payment
from nubo.shared.admin import (
    ActionTabularInline,
    AmountField,
    ButtonForm,
    ReadOnlyTabularInline,
    link_column,
    money_column,
)

__all__ = [
    "CreditForm",
    "CreditNoteInline",
    "DraftLineInline",
    "LineInline",
    "PaymentForm",
    "PaymentInline",
    "period_text",
]


class PaymentForm(ButtonForm):
    amount = AmountField(label=_("Amount"))
    method = forms.ChoiceField(label=_("Method"), choices=PaymentMethod, widget=UnfoldAdminSelectWidget)
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The payment's own name: a Pix end-to-end id, a bank's document number."),
    )
    received_at = forms.SplitDateTimeField(label=_("Received at"), widget=UnfoldAdminSplitDateTimeWidget)
    # One filled form is one payment, however often it is sent.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = self.instance.amount_due
        self.fields["received_at"].initial = timezone.now
        self.fields["key"].initial = uuid4


class CreditForm(ButtonForm):
    amount = AmountField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = self.instance.total - self.instance.credited_total


class DraftLineInline(ActionTabularInline):
    model = InvoiceLine
    verbose_name_plural = _("lines")
    fields = ["description", "dataset", "quantity", "unit_price"]
    autocomplete_fields = ["dataset"]
    min_num = 1


class LineInline(ReadOnlyTabularInline):
    model = InvoiceLine
    verbose_name_plural = _("lines")
    fields = ["description", "period", "quantity", "price_money", "amount_money", "subscription_link", "voided"]
    readonly_fields = fields

    price_money = money_column("unit_price", _("unit price"), document="invoice")
    amount_money = money_column("amount", _("amount"), document="invoice")
    subscription_link = link_column("subscription", _("subscription"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("invoice", "subscription")

    def period(self, row: InvoiceLine) -> str:
        return period_text(row)

    period.short_description = _("period")  # type: ignore[attr-defined]


class PaymentInline(ReadOnlyTabularInline):
    model = Payment
    fields = ["received_at", "amount_money", "refunded_money", "method", "status", "reference"]
    readonly_fields = fields
    show_change_link = True

    amount_money = money_column("amount", _("amount"))
    refunded_money = money_column("refunded_total", _("refunded"))


class CreditNoteInline(ReadOnlyTabularInline):
    model = CreditNote
    fields = ["number", "issued_on", "total_money", "reason"]
    readonly_fields = fields
    show_change_link = True

    total_money = money_column("total", _("total"))


def period_text(row: Any) -> str:
    """First and last day (the stored end is exclusive), or a dash."""
    if row.period_start is None or row.period_end is None:
        return "–"
    first, last = (
        date_format(day, "SHORT_DATE_FORMAT") for day in (row.period_start, row.period_end - timedelta(days=1))
    )
    return f"{first} – {last}"
