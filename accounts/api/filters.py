"""What ``GET /accounts`` can be narrowed by."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.choices import AccountRole
from accounts.querysets import AccountQuerySet

__all__ = ["AccountFilterSet"]


@extend_schema_field(OpenApiTypes.BOOL)
class StrictBooleanFilter(filters.TypedChoiceFilter):
    """``true`` or ``false``; django-filter's own takes anything else as no filter at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(("true", "true"), ("false", "false")), coerce=lambda text: text == "true", **kwargs)


class AccountFilterSet(filters.FilterSet):
    # A bound, since each word becomes a condition of the query.
    search = filters.CharFilter(
        method="filter_search",
        max_length=200,
        help_text=_("Words in the name, e-mail or identifying code; each must be found."),
    )
    role = filters.ChoiceFilter(choices=AccountRole.choices)
    is_active = StrictBooleanFilter()

    def filter_search(self, queryset: AccountQuerySet, name: str, value: str) -> AccountQuerySet:
        return queryset.matching(value)
