"""Distances and boxes on the globe, as a sphere of the earth's mean radius. Degrees in, kilometres in between."""

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

__all__ = ["EARTH_RADIUS_KM", "MAX_RADIUS_KM", "Box", "box_around", "chord_limit", "great_circle_km"]

#: Mean radius R1 of the ellipsoid (IUGG 1980; Moritz, Geodetic Reference System).
EARTH_RADIUS_KM = 6371.0088
#: Half way round: no place is farther away.
MAX_RADIUS_KM = 20_038
#: Coordinates are stored with five decimals, about a metre.
GRID = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, edges included. ``west > east`` crosses the antimeridian."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The haversine distance of two points in kilometres."""
    half_latitude = math.radians(other_latitude - latitude) / 2
    half_longitude = math.radians(other_longitude - longitude) / 2
    cosines = math.cos(math.radians(latitude)) * math.cos(math.radians(other_latitude))
    chord = math.sin(half_latitude) ** 2 + cosines * math.sin(half_longitude) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def chord_limit(radius_km: float) -> float:
    """The largest haversine (squared half chord) within the radius.

    Comparing it instead of the distance spares the database an arc sine, which fails outside [-1, 1] by rounding.
    """
    return math.sin(min(radius_km / (2 * EARTH_RADIUS_KM), math.pi / 2)) ** 2


def box_around(latitude: float, longitude: float, radius_km: float) -> Box:
    """A box that holds every point within the radius and little more."""
    angle = math.degrees(radius_km / EARTH_RADIUS_KM) + 1e-5
    south, north = latitude - angle, latitude + angle
    if south <= -90 or north >= 90:  # a pole lies within, and with it every meridian
        return Box(Decimal(-180), _down(max(south, -90.0)), Decimal(180), _up(min(north, 90.0)))
    reach = math.degrees(math.asin(min(1.0, math.sin(math.radians(angle)) / math.cos(math.radians(latitude))))) + 1e-5
    if reach >= 180:
        return Box(Decimal(-180), _down(south), Decimal(180), _up(north))
    west, east = longitude - reach, longitude + reach
    return Box(
        _down(west + 360 if west < -180 else west), _down(south), _up(east - 360 if east > 180 else east), _up(north)
    )


def _down(degrees: float) -> Decimal:
    return Decimal(degrees).quantize(GRID, rounding=ROUND_FLOOR)


def _up(degrees: float) -> Decimal:
    return Decimal(degrees).quantize(GRID, rounding=ROUND_CEILING)
