"""Filters of the catalogue's lists."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from catalog.choices import LocationKind
from catalog.models import Location

__all__ = ["PlaceFilter"]


class PlaceFilter(AutocompleteSelectFilter):
    """The chosen place and everything that lies in it: a state finds its municipalities, a country its states too."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        try:
            place = Location.objects.filter(pk=self.value()).first()
        except ValidationError as error:
            raise IncorrectLookupParameters(error) from None
        if place is None:
            return queryset.none()
        inside = Q(**{self.field_path: place.pk})
        if place.kind != LocationKind.MUNICIPALITY:
            inside |= Q(**{f"{self.field_path}__country_code": place.country_code})
        if place.kind == LocationKind.STATE:
            inside &= Q(**{f"{self.field_path}__state_code": place.state_code})
        return queryset.filter(inside)
