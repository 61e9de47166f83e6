"""Writes of locations: a country with its states and municipalities, in bulk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catalog.choices import LocationKind
from catalog.models import Location
from catalog.rules.ibge import Place
from nubo.shared.text import search_key

__all__ = ["LoadReport", "load_locations"]

_CHANGING = ("kind", "name", "parent", "state_code", "country_code", "latitude", "longitude", "search_name")
_CHUNK = 1000


@dataclass(slots=True)
class LoadReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def load_locations(
    *,
    states: Sequence[Place],
    municipalities: Sequence[Place],
    at: datetime,
    on_progress: Callable[[int], None] = lambda _: None,
) -> LoadReport:
    """Brazil, its states and its municipalities as the IBGE files have them; all of it or nothing.

    Known by their IBGE code: a second time creates nothing and changes what is different. Those that are not in the
    files stay as they are, since datasets may lie there. Every municipality's state must be among ``states``.
    """
    report = LoadReport()
    country, created = Location.objects.get_or_create(
        kind=LocationKind.COUNTRY, country_code="BR", defaults={"name": "Brasil"}
    )
    report.created, report.unchanged = (1, 0) if created else (0, 1)
    _save(
        places=states,
        parents={place.ibge_code: country for place in states},
        report=report,
        at=at,
        on_progress=on_progress,
    )
    rows = Location.objects.in_bulk({place.ibge_code for place in states}, field_name="ibge_code")
    parents = {place.ibge_code: rows[place.state_ibge_code] for place in municipalities}
    _save(places=municipalities, parents=parents, report=report, at=at, on_progress=on_progress)
    return report


def _save(
    *,
    places: Sequence[Place],
    parents: dict[str, Location],
    report: LoadReport,
    at: datetime,
    on_progress: Callable[[int], None],
) -> None:
    for start in range(0, len(places), _CHUNK):
        chunk = places[start : start + _CHUNK]
        known = Location.objects.in_bulk([place.ibge_code for place in chunk], field_name="ibge_code")
        new, changed = [], []
        for place in chunk:
            wanted = _location(place, parents[place.ibge_code])
            present = known.get(place.ibge_code)
            if present is None:
                new.append(wanted)
            elif _differs(present, wanted):
                changed.append(_overwritten(present, wanted, at))
        Location.objects.bulk_create(new)
        # Bulk writes pass save() by, and with it updated_at.
        Location.objects.bulk_update(changed, [*_CHANGING, "updated_at"], batch_size=200)
        report.created += len(new)
        report.updated += len(changed)
        report.unchanged += len(chunk) - len(new) - len(changed)
        on_progress(len(chunk))


def _location(place: Place, parent: Location) -> Location:
    return Location(
        kind=LocationKind.STATE if parent.kind == LocationKind.COUNTRY else LocationKind.MUNICIPALITY,
        name=place.name,
        parent=parent,
        state_code=place.state_code,
        country_code=parent.country_code,
        ibge_code=place.ibge_code,
        latitude=place.latitude,
        longitude=place.longitude,
        search_name=search_key(place.name)[:120],
    )


def _values(location: Location) -> Iterable[object]:
    return (*(getattr(location, name) for name in _CHANGING if name != "parent"), location.parent_id)


def _differs(present: Location, wanted: Location) -> bool:
    return tuple(_values(present)) != tuple(_values(wanted))


def _overwritten(present: Location, wanted: Location, at: datetime) -> Location:
    for name in _CHANGING:
        setattr(present, name, getattr(wanted, name))
    present.updated_at = at
    return present
