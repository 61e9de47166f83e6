"""How lists of the catalogue are narrowed and ordered. Bad values answer 400 and name their parameter; blank ones count as none."""

from typing import Any, ClassVar, cast

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as django_filters
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from catalog.api import parameters
from catalog.choices import DatasetStatus, LocationKind, SoldAs
from catalog.models import Category, Dataset, Location, Provider
from catalog.querysets import DatasetQuerySet, LocationQuerySet
from catalog.querysets.datasets import OrderKey
from catalog.rules import make_slug
from nubo.shared.api.filters import FilterBackend

__all__ = [
    "CategoryFilterSet",
    "DatasetFilterBackend",
    "DatasetFilterSet",
    "LocationFilterBackend",
    "LocationFilterSet",
    "OrderingBackend",
    "PriceFilterBackend",
    "ProviderFilterSet",
]

DEFAULT_RADIUS_KM = 50.0
MAX_SEARCH = 200


def _parameter(name: str, description: Any, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": str(description), "schema": schema}


class LocationFilterBackend(BaseFilterBackend):
    """``location``, ``near`` with ``radius_km``, ``bbox``; also the path ``/datasets/location/{location}``."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> DatasetQuerySet:
        datasets: DatasetQuerySet = queryset
        # Path and query narrow one another: /datasets/location/SP?location=Campinas is Campinas.
        for place in (view.kwargs.get("location"), parameters.given(request, "location")):
            if place:
                datasets = datasets.at_place(place)
        near, radius_text = parameters.given(request, "near"), parameters.given(request, "radius_km")
        if radius_text and not near:
            parameters.refuse("radius_km", _("A radius needs a point: near=lat,lon."))
        if near:
            latitude, longitude = parameters.point(near, "near")
            radius_km = parameters.radius(radius_text, "radius_km") if radius_text else DEFAULT_RADIUS_KM
            datasets = datasets.near(latitude=latitude, longitude=longitude, radius_km=radius_km)
        bbox = parameters.given(request, "bbox")
        return datasets.within_bbox(**parameters.box(bbox, "bbox")) if bbox else datasets

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter(
                "location",
                _("A place: its name, state letters, country, IBGE code, or `city/UF`. Case and accents do not matter; a state "
                  "or country finds everything in it. An unknown place is an empty list."),
                {"type": "string", "example": "São Paulo"},
            ),
            _parameter("near", _("Around this point: `latitude,longitude` in degrees."), {"type": "string", "example": "-23.55,-46.63"}),
            _parameter(
                "radius_km", _("How far around `near`, in kilometres; 50 unless told."),
                {"type": "number", "exclusiveMinimum": 0, "maximum": parameters.MAX_RADIUS_KM},
            ),
            _parameter(
                "bbox", _("Inside this box: `west,south,east,north` in degrees; west > east crosses the antimeridian."),
                {"type": "string", "example": "-47.2,-24.1,-46.3,-23.3"},
            ),
        ]  # fmt: skip


class PriceFilterBackend(BaseFilterBackend):
    """``price_min``, ``price_max``, ``free``, ``sold``; also the path ``/datasets/price/{price}``.

    All are about the one-off price, or with ``sold=subscription`` about the monthly one.
    """

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> DatasetQuerySet:
        datasets: DatasetQuerySet = queryset
        sold_as = parameters.sold_as(parameters.given(request, "sold"), "sold")
        sold = sold_as or SoldAs.ONE_OFF
        if sold_as:
            datasets = datasets.sold_as(sold_as)
        if "price" in view.kwargs:
            wanted = parameters.price_range(view.kwargs["price"], "price")
            datasets = datasets.priced(minimum=wanted.minimum, maximum=wanted.maximum, sold=sold)
        minimum = parameters.price(parameters.given(request, "price_min"), "price_min")
        maximum = parameters.price(parameters.given(request, "price_max"), "price_max")
        if minimum is not None and maximum is not None and minimum > maximum:
            parameters.refuse("price_min", _("The smallest price is larger than the largest."))
        datasets = datasets.priced(minimum=minimum, maximum=maximum, sold=sold)
        free = parameters.boolean(parameters.given(request, "free"), "free")
        if free is not None:
            datasets = datasets.free(sold=sold) if free else datasets.not_free(sold=sold)
        return datasets

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        amount = {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$", "example": "49.90"}
        return [
            _parameter("price_min", _("The smallest price, included."), amount),
            _parameter("price_max", _("The largest price, included."), amount),
            _parameter("free", _("true: only what costs nothing; false: only what is not given away."), {"type": "boolean"}),
            _parameter(
                "sold", _("Only what is sold that way; `subscription` makes the price filters ask about the monthly price."),
                {"type": "string", "enum": SoldAs.values},
            ),
        ]  # fmt: skip


class OrderingBackend(BaseFilterBackend):
    """``ordering``: newest first unless told."""

    keys: ClassVar = ("price", "monthly_price", "title", "published_at", "relevance")

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> DatasetQuerySet:
        # Only staff see drafts, which have no publication date that could come last.
        with_drafts = bool(request.user and request.user.is_staff)
        text = parameters.given(request, "ordering")
        if not text:
            return queryset.newest(with_drafts=with_drafts)
        words = parameters.given(request, "search")[:MAX_SEARCH]
        return queryset.in_order(self._parse(text), words=words, with_drafts=with_drafts)

    def _parse(self, text: str) -> list[tuple[OrderKey, bool]]:
        parsed: dict[OrderKey, bool] = {}
        for part in text.split(","):
            key = part.strip().removeprefix("-")
            if key not in self.keys or key in parsed:
                parameters.refuse("ordering", _("Each of these at most once is expected: %s.") % ", ".join(self.keys))
            parsed[cast(OrderKey, key)] = part.strip().startswith("-")
        return list(parsed.items())

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        either = "|".join(self.keys)
        return [
            _parameter(
                "ordering",
                _("One of price, monthly_price, title, published_at and relevance (best match for `search` first), or several "
                  "with commas; each with `-` the other way round. What has no value comes last. Newest first unless told."),
                {"type": "string", "pattern": f"^-?({either})(,-?({either}))*$", "example": "price"},
            )
        ]  # fmt: skip


class DatasetFilterBackend(FilterBackend):
    """django-filter, asked only when one of its parameters is there: building its form costs more than the query."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if request.query_params.keys().isdisjoint(view.filterset_class.base_filters):
            return queryset
        return super().filter_queryset(request, queryset, view)


class DatasetFilterSet(django_filters.FilterSet):
    category = django_filters.CharFilter(method="in_category", max_length=100, help_text=_("The category's slug."))
    tag = django_filters.CharFilter(method="with_tag", max_length=60, help_text=_("A tag; its slug or its word."))
    provider = django_filters.UUIDFilter(field_name="provider_id", help_text=_("The provider's id."))
    status = django_filters.ChoiceFilter(
        choices=DatasetStatus.choices, help_text=_("For staff; all others see published datasets only.")
    )
    search = django_filters.CharFilter(
        method="with_words", max_length=MAX_SEARCH,
        help_text=_("Each of these words in title, tags, provider or description; case and accents do not matter."),
    )  # fmt: skip

    class Meta:
        model = Dataset
        fields: ClassVar[list[str]] = []

    def in_category(self, queryset: DatasetQuerySet, name: str, value: str) -> DatasetQuerySet:
        return queryset.filter(category__slug=value.lower())

    def with_tag(self, queryset: DatasetQuerySet, name: str, value: str) -> DatasetQuerySet:
        return queryset.filter(tags__slug=make_slug(value, max_length=60))

    def with_words(self, queryset: DatasetQuerySet, name: str, value: str) -> DatasetQuerySet:
        return queryset.matching(value)


class _NameFilterSet(django_filters.FilterSet):
    search = django_filters.CharFilter(
        method="with_words", max_length=MAX_SEARCH, help_text=_("Each of these words in the name.")
    )

    def with_words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class CategoryFilterSet(_NameFilterSet):
    class Meta:
        model = Category
        fields: ClassVar[list[str]] = []


class ProviderFilterSet(_NameFilterSet):
    class Meta:
        model = Provider
        fields: ClassVar[list[str]] = []


class LocationFilterSet(_NameFilterSet):
    kind = django_filters.ChoiceFilter(choices=LocationKind.choices, help_text=_("country, state or municipality."))
    state = django_filters.CharFilter(
        method="in_state", max_length=2, min_length=2, help_text=_("State letters, like SP.")
    )

    class Meta:
        model = Location
        fields: ClassVar[list[str]] = []

    def in_state(self, queryset: LocationQuerySet, name: str, value: str) -> LocationQuerySet:
        return queryset.filter(state_code=value.upper())
