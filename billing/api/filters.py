"""What the lists of billing can be narrowed to; a value that makes no sense answers 400 and names its parameter."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.choices import InvoiceStatus, SubscriptionStatus, TransactionKind, TransactionStatus

__all__ = ["InvoiceFilterSet", "SubscriptionFilterSet", "TransactionFilterSet"]


class IsoDateField(forms.DateField):
    """``YYYY-MM-DD`` and nothing else: 01/02/2026 is another day in another country."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            raise ValidationError(_("Write the date as YYYY-MM-DD."), code="invalid")
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(_("There is no such day."), code="invalid") from None


class IsoDateFilter(django_filters.DateFilter):
    field_class = IsoDateField


class RangesForm(forms.Form):
    """Refuses ``…_from`` after ``…_to``: an empty list would hide the mistake."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, last in cleaned.items():
            first = cleaned.get(f"{name.removesuffix('_to')}_from") if name.endswith("_to") else None
            if first is not None and last is not None and first > last:
                self.add_error(name, ValidationError(_("The range ends before it begins."), code="invalid_range"))
                break
        return cleaned


class AccountFilterSet(django_filters.FilterSet):
    """What every list of billing knows; the filter narrows what the caller sees, it never widens it."""

    account = django_filters.UUIDFilter(field_name="account_id", label=_("account"))


class TransactionFilterSet(AccountFilterSet):
    kind = django_filters.ChoiceFilter(choices=TransactionKind.choices, label=_("kind"))
    status = django_filters.ChoiceFilter(choices=TransactionStatus.choices, label=_("status"))


class SubscriptionFilterSet(AccountFilterSet):
    status = django_filters.ChoiceFilter(choices=SubscriptionStatus.choices, label=_("status"))
    dataset = django_filters.UUIDFilter(field_name="dataset_id", label=_("dataset"))
    currency = django_filters.CharFilter(method="in_currency", max_length=3, label=_("currency"))

    def in_currency(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(currency=value.upper())


class InvoiceFilterSet(AccountFilterSet):
    status = django_filters.ChoiceFilter(choices=InvoiceStatus.choices, label=_("status"))
    number = django_filters.CharFilter(max_length=30, label=_("number"))
    issued_from = IsoDateFilter(field_name="issued_on", lookup_expr="gte", label=_("issued from"))
    issued_to = IsoDateFilter(field_name="issued_on", lookup_expr="lte", label=_("issued to"))
    due_from = IsoDateFilter(field_name="due_on", lookup_expr="gte", label=_("due from"))
    due_to = IsoDateFilter(field_name="due_on", lookup_expr="lte", label=_("due to"))

    class Meta:
        form = RangesForm
