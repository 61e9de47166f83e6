"""Writes by hand of where data comes from and where it lies: sources and single locations."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from catalog.choices import LocationKind
from catalog.models import Location, Source
from nubo.shared.errors import Conflict

__all__ = ["delete_location", "delete_source", "save_location", "save_source"]

_SOURCE_FIELDS = ("provider", "kind", "url", "location")
_LOCATION_FIELDS = ("kind", "name", "parent", "state_code", "country_code", "ibge_code", "latitude", "longitude")


@transaction.atomic
def save_source(*, source: Source, data: Mapping[str, Any]) -> Source:
    """Insert or change a source. Raises ValidationError that names each field, ``provider`` to move one that is in use."""
    moved = not source._state.adding and "provider" in data and data["provider"] != source.provider
    if moved and source.datasets.exists():
        message = _("Datasets come from this source: it stays with its provider.")
        raise ValidationError({"provider": ValidationError(message, code="in_use")})
    for name in _SOURCE_FIELDS:
        if name in data:
            setattr(source, name, data[name])
    source.full_clean()
    source.save()
    return source


@transaction.atomic
def delete_source(*, source: Source) -> None:
    """Remove it. Refuses with ``in_use`` while a dataset, deleted ones included, comes from it."""
    try:
        source.delete()
    except ProtectedError:
        raise Conflict(_("Datasets come from this source."), code="in_use") from None


@transaction.atomic
def save_location(*, location: Location, data: Mapping[str, Any]) -> Location:
    """Insert or change a place; its state letters and country follow from its parent.

    Raises ValidationError that names each field. Refuses with ``in_use`` to change the kind, parent or letters of a
    place in which others lie: theirs would have to follow.
    """
    for name in _LOCATION_FIELDS:
        if name in data:
            setattr(location, name, data[name])
    location.ibge_code = location.ibge_code or None
    if location.parent is not None:
        location.country_code = location.parent.country_code
    if location.kind == LocationKind.MUNICIPALITY and location.parent is not None:
        location.state_code = location.parent.state_code
    location.country_code, location.state_code = location.country_code.upper(), location.state_code.upper()
    location.full_clean()
    if not location._state.adding and location.children.exists():
        kept = {name: getattr(location, name) for name in ("kind", "parent_id", "state_code", "country_code")}
        if not Location.objects.filter(pk=location.pk, **kept).exists():
            raise Conflict(_("Other places lie in this one: its kind, parent and letters stay."), code="in_use")
    location.save()
    return location


@transaction.atomic
def delete_location(*, location: Location) -> None:
    """Remove it. Refuses with ``in_use`` while places, sources or datasets, deleted ones included, lie in it."""
    try:
        location.delete()
    except ProtectedError:
        raise Conflict(_("Places, sources or datasets lie in this location."), code="in_use") from None
