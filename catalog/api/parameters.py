"""Parameters of a query read strictly: what makes no sense raises a ValidationError that names the parameter."""

import re
from decimal import Decimal
from typing import NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from catalog.choices import SoldAs
from catalog.rules import PriceRange, parse_price, parse_price_range
from catalog.rules.geography import MAX_RADIUS_KM

__all__ = ["boolean", "box", "given", "point", "price", "price_range", "radius", "refuse", "sold_as"]

#: No exponent, no NaN, no Infinity, no more digits than a coordinate has.
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}(?:\.[0-9]{1,15})?")


def given(request: Request, name: str) -> str:
    """The parameter without surrounding space; empty where it is not given or blank."""
    text = request.query_params.get(name, "").strip()
    if "\x00" in text:
        refuse(name, _("Null characters are not allowed."))
    return text


def refuse(name: str, message: str | Promise) -> NoReturn:
    raise ValidationError({name: [ErrorDetail(str(message), code="invalid")]})


def _number(text: str, name: str) -> Decimal:
    if not _NUMBER.fullmatch(text.strip()):
        refuse(name, _("Plain decimal numbers are expected, like -23.55."))
    return Decimal(text.strip())


def _degrees(text: str, name: str, limit: int) -> Decimal:
    value = _number(text, name)
    if abs(value) > limit:
        refuse(name, _("Latitudes lie between -90 and 90, longitudes between -180 and 180."))
    return value


def point(text: str, name: str) -> tuple[float, float]:
    """``lat,lon`` in degrees."""
    parts = text.split(",")
    if len(parts) != 2:
        refuse(name, _("Latitude and longitude are expected, like -23.55,-46.63."))
    return float(_degrees(parts[0], name, 90)), float(_degrees(parts[1], name, 180))


def radius(text: str, name: str) -> float:
    """Kilometres, more than 0 and at most half way round the earth."""
    value = float(_number(text, name))
    if not 0 < value <= MAX_RADIUS_KM:
        refuse(name, _("A radius is more than 0 and at most %s km.") % MAX_RADIUS_KM)
    return value


def box(text: str, name: str) -> dict[str, Decimal]:
    """``west,south,east,north`` in degrees; ``west > east`` crosses the antimeridian."""
    parts = text.split(",")
    if len(parts) != 4:
        refuse(name, _("Four numbers are expected: west,south,east,north."))
    west, east = _degrees(parts[0], name, 180), _degrees(parts[2], name, 180)
    south, north = _degrees(parts[1], name, 90), _degrees(parts[3], name, 90)
    if south > north:
        refuse(name, _("The south lies below the north."))
    return {"west": west, "south": south, "east": east, "north": north}


def price(text: str, name: str) -> Decimal | None:
    """An amount with at most two decimals; None where it is not given."""
    try:
        return parse_price(text) if text else None
    except ValueError:
        refuse(name, _("An amount with at most two decimals is expected, like 49.90."))


def price_range(text: str, name: str) -> PriceRange:
    try:
        return parse_price_range(text)
    except ValueError:
        refuse(name, _("A price or a range is expected, like 49.90, 10-50, 10- or -50."))


def boolean(text: str, name: str) -> bool | None:
    if text.lower() not in {"", "true", "false", "1", "0"}:
        refuse(name, _("true or false is expected."))
    return text.lower() in {"true", "1"} if text else None


def sold_as(text: str, name: str) -> SoldAs | None:
    if text not in {"", *SoldAs.values}:
        refuse(name, _("one_off or subscription is expected."))
    return SoldAs(text) if text else None
