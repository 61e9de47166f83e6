"""Filters of lists that take a range: nonsense in the address bar filters nothing and never fails."""

from collections.abc import Iterator
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

from nubo.shared.admin.fields import AmountField, DecimalInput
from nubo.shared.soft_delete import LIVE

__all__ = ["AmountRangeFilter", "DayRangeFilter", "DeletedFilter"]


class AmountRangeForm(forms.Form):
    """Two fields beside each other, named as the filter reads them."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(**kwargs)
        for end, placeholder in (("from", _("From")), ("to", _("To"))):
            widget = DecimalInput({"placeholder": placeholder})
            self.fields[f"{name}_{end}"] = forms.CharField(label="", required=False, widget=widget)


class AmountRangeFilter(RangeNumericFilter):
    """From … to …, in exact decimals. (The theme's slider shows 91.9600000.)"""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        form = AmountRangeForm(self.parameter_name, data=self.used_parameters)
        yield {"request": self.request, "parameter_name": self.parameter_name, "form": form}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        field = AmountField(min_value=None)
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
