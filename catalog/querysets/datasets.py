"""Reads of datasets: each filter of the shop window under its own name, and the one query that the API shows."""

from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, Literal, Self

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex

from catalog.choices import SoldAs
from catalog.querysets.aggregates import Joined
from catalog.querysets.offers import OfferQuerySet
from catalog.querysets.places import LocationQuerySet
from catalog.rules import search_stems

__all__ = ["DatasetQuerySet", "OrderKey"]

OrderKey = Literal["price", "monthly_price", "title", "published_at", "relevance"]

#: Which price a filter asks about.
_PRICE_FIELD = {SoldAs.ONE_OFF: "price", SoldAs.SUBSCRIPTION: "monthly_price"}


class DatasetQuerySet(OfferQuerySet):
    def _places(self) -> LocationQuerySet:
        # By way of the field: models are built on querysets, so this module cannot import them.
        location: Any = self.model._meta.get_field("location").related_model
        return location.objects.all()

    def at_place(self, text: str) -> Self:
        """In the place that ``text`` names, or in anything that lies in it; see ``LocationQuerySet.named``."""
        return self.filter(location__in=self._places().at_place(text))

    def near(self, *, latitude: float, longitude: float, radius_km: float) -> Self:
        """Located within a great-circle distance of a point."""
        return self.filter(
            location__in=self._places().near(latitude=latitude, longitude=longitude, radius_km=radius_km)
        )

    def within_bbox(self, *, west: Decimal, south: Decimal, east: Decimal, north: Decimal) -> Self:
        """Located in a box; ``west > east`` crosses the antimeridian."""
        return self.filter(location__in=self._places().within_bbox(west=west, south=south, east=east, north=north))

    def priced(
        self, *, minimum: Decimal | None = None, maximum: Decimal | None = None, sold: SoldAs = SoldAs.ONE_OFF
    ) -> Self:
        """Sold in that way for a price within the bounds, both included."""
        field = _PRICE_FIELD[sold]
        bounds = {f"{field}__gte": minimum, f"{field}__lte": maximum}
        return self.filter(**{lookup: bound for lookup, bound in bounds.items() if bound is not None})

    def sold_as(self, sold: SoldAs) -> Self:
        """Sold in that way at all, be it for nothing."""
        return self.filter(**{f"{_PRICE_FIELD[sold]}__isnull": False})

    def free(self, *, sold: SoldAs = SoldAs.ONE_OFF) -> Self:
        """Given away in that way of selling."""
        return self.filter(**{_PRICE_FIELD[sold]: 0})

    def not_free(self, *, sold: SoldAs = SoldAs.ONE_OFF) -> Self:
        """All but the free ones, those not sold in that way included."""
        return self.exclude(**{_PRICE_FIELD[sold]: 0})

    def matching(self, words: str) -> Self:
        """Each word somewhere in title, tags, provider or description; singular and plural find one another."""
        found = self
        for stem in search_stems(words):
            found = found.filter(search_text__contains=stem)
        return found

    def by_relevance(self, words: str) -> Self:
        """Best match first: the earlier the words stand (title, tags, provider, description), the better."""
        return self.in_order([("relevance", False)], words=words)

    def in_order(self, keys: list[tuple[OrderKey, bool]], *, words: str = "", with_drafts: bool = True) -> Self:
        """By each (key, descending) in turn, rows without a value last, ties by id, so that pages never overlap.

        ``with_drafts=False`` promises that every row is published; the order by date can then use its index.
        """
        queryset, order, stems = self, [], search_stems(words)
        # Without words all are equally relevant; what is left to order by then is the date.
        keys = [key for key in keys if stems or key[0] != "relevance"] or [("published_at", True)]
        for key, descending in keys:
            if key == "relevance":
                queryset = queryset.alias(relevance=_lateness(stems))
            nullable = key in {"price", "monthly_price"} or (key == "published_at" and with_drafts)
            field = F(key)
            order.append(
                field.desc(nulls_last=nullable or None) if descending else field.asc(nulls_last=nullable or None)
            )
        return queryset.order_by(*order, "-id" if keys[0][1] else "id")

    def newest(self, *, with_drafts: bool = True) -> Self:
        """Latest publication first; drafts last."""
        return self.in_order([("published_at", True)], with_drafts=with_drafts)

    def for_api(self) -> "QuerySet[Any, dict[str, Any]]":
        """Rows as the API shows them, everything in one query.

        Joining the tags would multiply the rows; a correlated subquery reads them by the index of the relation.
        """
        tagging: Any = self.model._meta.get_field("tags").remote_field.through  # type: ignore[union-attr]
        tags = (
            tagging.objects.filter(dataset_id=OuterRef("pk"))
            .order_by()
            .values("dataset_id")
            .annotate(slugs=Joined("tag__slug"))
        )
        return self.annotate(tag_slugs=Subquery(tags.values("slugs"))).values(
            "id", "title", "slug", "description", "category__slug", "tag_slugs", "provider_id", "provider__name",
            "location_id", "location__name", "location__state_code", "location__country_code", "location__ibge_code",
            "location__latitude", "location__longitude", "price", "monthly_price", "currency", "licence",
            "update_frequency", "status", "published_at", "created_at", "updated_at",
        )  # fmt: skip


def _lateness(stems: list[str]) -> Any:
    """How late the words stand, summed."""
    return reduce(add, (StrIndex(F("search_text"), Value(stem)) for stem in stems))
