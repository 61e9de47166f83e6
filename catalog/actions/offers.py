"""What writes of datasets and of products have in common: slugs, the lock, changes of status, deletion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from catalog.choices import DATASET_TRANSITIONS, DatasetStatus
from catalog.models import Dataset, Product
from catalog.rules import is_currency, make_slug
from nubo.shared.errors import InvalidTransition

__all__ = ["apply_fields", "first_status", "lock", "mark_deleted", "move", "restore", "save_new"]

Offer = Dataset | Product

#: How often a made slug may be taken by someone else between looking and saving.
_ATTEMPTS = 5


def lock(offer: Offer) -> None:
    """Read the row afresh and hold it to the end of the transaction. Refuses with ``invalid_transition`` if deleted."""
    _read_and_hold(offer)
    if offer.is_deleted:
        raise InvalidTransition(_("It has been deleted."))


def _read_and_hold(offer: Offer) -> None:
    rows: Any = type(offer).all_objects.select_for_update(of=("self",))
    offer.refresh_from_db(from_queryset=rows)


def apply_fields(offer: Offer, data: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Set those of the named fields that ``data`` has. A blank slug counts as none given."""
    for name in names:
        if name in data:
            setattr(offer, name, data[name])
    if data.get("slug"):
        offer.slug = data["slug"]
    if "currency" in data and not is_currency(offer.currency):
        raise ValidationError(
            {"currency": ValidationError(_("This is no ISO 4217 currency, like BRL."), code="invalid")}
        )


def first_status(data: Mapping[str, Any]) -> DatasetStatus:
    """The status that something new is to have: draft unless told. Raises ValidationError for retired."""
    status = DatasetStatus(data.get("status") or DatasetStatus.DRAFT)
    if status == DatasetStatus.RETIRED:
        raise ValidationError({"status": ValidationError(_("What is new is a draft or published."), code="invalid")})
    return status


def move(offer: Offer, *, status: str, at: datetime | None) -> None:
    """Change the status as ``DATASET_TRANSITIONS`` allows, without saving; staying changes nothing.

    The first publication sets ``published_at`` for good. Refuses with ``invalid_transition``.
    """
    if status == offer.status:
        return
    if DatasetStatus(status) not in DATASET_TRANSITIONS[DatasetStatus(offer.status)]:
        message = _("From %(before)s it cannot become %(after)s.")
        words = {"before": DatasetStatus(offer.status).label, "after": DatasetStatus(status).label}
        raise InvalidTransition(message % words)
    offer.status = status
    if status == DatasetStatus.PUBLISHED:
        offer.published_at = offer.published_at or at


def save_new(offer: Offer) -> None:
    """Validate and insert. Without a slug, one is made of the title: the first free of ``x``, ``x-2``, ``x-3`` …"""
    if offer.slug:
        offer.full_clean()
        offer.save(force_insert=True)
        return
    for attempt in range(_ATTEMPTS):
        offer.slug = _free_slug(offer)
        try:
            offer.full_clean()
            with transaction.atomic():
                offer.save(force_insert=True)
            return
        except (IntegrityError, ValidationError) as error:
            # Someone took the slug since we looked; the last attempt lets the caller know.
            other_fault = isinstance(error, ValidationError) and set(error.error_dict) != {"slug"}
            if other_fault or attempt == _ATTEMPTS - 1:
                raise


def _free_slug(offer: Offer) -> str:
    base = make_slug(offer.title, max_length=190) or type(offer).__name__.lower()
    first, size = 2, 20
    candidates = [base]
    # Exact candidates in growing batches: each is found by the unique index, a prefix search would not be.
    while True:
        candidates += [f"{base}-{n}" for n in range(first, first + size)]
        taken = set(type(offer).objects.filter(slug__in=candidates).values_list("slug", flat=True))
        free = next((candidate for candidate in candidates if candidate not in taken), None)
        if free:
            return free
        candidates, first, size = [], first + size, min(size * 4, 5000)


@transaction.atomic
def mark_deleted(offer: Offer, *, at: datetime) -> None:
    """Hide the row and note it in the history; a second time changes nothing."""
    if offer.mark_deleted(at=at):
        # An UPDATE that is its own lock passes the history by.
        type(offer).history.bulk_history_create([offer], update=True)


@transaction.atomic
def restore(offer: Offer) -> None:
    """Show the row again, in the status it had. Raises ValidationError if its slug was used again meanwhile."""
    _read_and_hold(offer)
    offer.deleted_at = None
    offer.full_clean()
    offer.save()
