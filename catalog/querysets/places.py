"""Reads of places: by the name people use, inside a box, around a point."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Self

from django.db import models
from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Cast, Cos, Power, Radians, Sin

from catalog.choices import LocationKind
from catalog.rules import Box, box_around, chord_limit, split_place
from catalog.rules.geography import GRID
from nubo.shared.text import search_key

__all__ = ["LocationQuerySet"]


class LocationQuerySet(models.QuerySet):
    def matching(self, words: str) -> Self:
        """Each word somewhere in the name."""
        found = self
        for word in search_key(words).split():
            found = found.filter(search_name__contains=word)
        return found

    def named(self, text: str) -> Self:
        """The places that ``text`` names by itself, without what lies in them.

        A name (``são paulo``: state and municipality), a municipality in its state (``Campinas/SP``), state letters, a
        country's name or ISO code, or an IBGE code; case and accents do not matter, everything else must be exact.
        """
        key = search_key(text)
        if not key or "\x00" in key:
            return self.none()
        if key.isascii() and key.isdigit():
            return self.filter(ibge_code=key)
        found = Q(search_name=key)
        if len(key) == 2:
            found |= Q(kind=LocationKind.STATE, state_code=key.upper()) | Q(
                kind=LocationKind.COUNTRY, country_code=key.upper()
            )
        name, state = split_place(text)
        if state:
            found |= Q(search_name=search_key(name), state_code=state, kind=LocationKind.MUNICIPALITY)
        return self.filter(found)

    def at_place(self, text: str) -> Self:
        """The named places and everything that lies in them. Costs one query now, to keep the later one simple."""
        inside = Q(pk__in=[])
        for pk, kind, country, state in self.named(text).values_list("pk", "kind", "country_code", "state_code"):
            if kind == LocationKind.COUNTRY:
                inside |= Q(country_code=country)
            elif kind == LocationKind.STATE:
                inside |= Q(country_code=country, state_code=state)
            else:
                inside |= Q(pk=pk)
        return self.filter(inside)

    def within_bbox(self, *, west: Decimal, south: Decimal, east: Decimal, north: Decimal) -> Self:
        """Inside the box or on its edge; ``west > east`` crosses the antimeridian. Degrees."""
        crosses = west > east
        # Stored coordinates lie on a grid of five decimals: moving the edges inwards onto it changes no answer.
        west, south = (edge.quantize(GRID, rounding=ROUND_CEILING) for edge in (west, south))
        east, north = (edge.quantize(GRID, rounding=ROUND_FLOOR) for edge in (east, north))
        found = (
            Q(longitude__gte=west) | Q(longitude__lte=east) if crosses else Q(longitude__gte=west, longitude__lte=east)
        )
        return self.filter(found, latitude__gte=south, latitude__lte=north)

    def near(self, *, latitude: float, longitude: float, radius_km: float) -> Self:
        """Within the great-circle distance; the box comes first because it has an index."""
        # A tenth of a millimetre. PostgreSQL refuses to square a difference so small that the square is no number.
        latitude, longitude = round(latitude, 9), round(longitude, 9)
        box: Box = box_around(latitude, longitude, radius_km)
        inside = self.within_bbox(west=box.west, south=box.south, east=box.east, north=box.north)
        return inside.alias(chord=_haversine(latitude, longitude)).filter(chord__lte=chord_limit(radius_km))

    def for_api(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """Rows as the API shows them."""
        return self.values(
            "id", "kind", "name", "state_code", "country_code", "ibge_code", "latitude", "longitude", "parent_id"
        )


def _haversine(latitude: float, longitude: float) -> Any:
    """The squared half chord from a point to the row's coordinates, the same formula as ``rules.great_circle_km``."""
    row_latitude = Cast(F("latitude"), FloatField())
    row_longitude = Cast(F("longitude"), FloatField())
    # The difference is taken in degrees, so that a place has exactly no distance to itself.
    half_latitude = Radians(row_latitude - _number(latitude)) / _number(2)
    half_longitude = Radians(row_longitude - _number(longitude)) / _number(2)
    cosines = _number(math.cos(math.radians(latitude))) * Cos(Radians(row_latitude))
    return Power(Sin(half_latitude), _number(2)) + cosines * Power(Sin(half_longitude), _number(2))


def _number(value: float) -> Value:
    return Value(float(value), output_field=FloatField())
