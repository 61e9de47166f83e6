"""Filters of lists that take a range: nonsense in the address bar filters nothing and never fails."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter, RangeNumericFilter

from nubo.shared.money import MAX_DIGITS
from nubo.shared.soft_delete import LIVE

__all__ = ["AmountRangeFilter", "DayRangeFilter", "DeletedFilter"]


class AmountRangeFilter(RangeNumericFilter):
    """From … to …, in exact decimals. (The theme's slider shows 91.9600000.)"""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        field = forms.DecimalField(max_digits=MAX_DIGITS, decimal_places=2)
        for end, lookup in (("from", "gte"), ("to", "lte")):
            amount = _cleaned(field, self.used_parameters.get(f"{self.parameter_name}_{end}"))
            if isinstance(amount, Decimal):
                queryset = queryset.filter(**{f"{self.parameter_name}__{lookup}": amount})
        return queryset


class DayRangeFilter(RangeDateFilter):
    """From … to …, both days included, for dates and for instants (in the current time zone)."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        field = forms.DateField()
        first = _cleaned(field, self.used_parameters.get(f"{self.parameter_name}_from"))
        last = _cleaned(field, self.used_parameters.get(f"{self.parameter_name}_to"))
        instants = isinstance(self.field, DateTimeField)
        try:
            if first is not None:
                start = timezone.make_aware(datetime.combine(first, time())) if instants else first
                queryset = queryset.filter(**{f"{self.parameter_name}__gte": start})
            if last is not None:
                day_after = last + timedelta(days=1)
                end = timezone.make_aware(datetime.combine(day_after, time())) if instants else day_after
                queryset = queryset.filter(**{f"{self.parameter_name}__lt": end})
        except OverflowError:  # the last or first days of the calendar
            return queryset
        return queryset


def _cleaned(field: forms.Field, value: Any) -> Any:
    try:
        return field.clean(str(value)) if value else None
    except ValidationError:
        return None


class DeletedFilter(DropdownFilter):
    """Live rows unless asked for the deleted ones."""

    title = _("deleted")
    parameter_name = "deleted"
    all_option = ["", _("Not deleted")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("only", _("Only deleted")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.exclude(LIVE) if self.value() == "only" else queryset.filter(LIVE)
