"""Writes of providers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.actions.datasets import refresh_search_texts
from catalog.models import Dataset, Provider
from nubo.shared.errors import Conflict

__all__ = ["delete_provider", "restore_provider", "save_provider"]

_FIELDS = ("name", "account", "site", "contact")


@transaction.atomic
def save_provider(*, provider: Provider, data: Mapping[str, Any]) -> Provider:
    """Insert or change a provider; a new name is carried into the search text of its datasets.

    Raises ValidationError that names each field, ``name`` where a live provider has it already.
    """
    for name in _FIELDS:
        if name in data:
            setattr(provider, name, data[name])
    provider.full_clean()
    renamed = not provider._state.adding and not Provider.objects.filter(pk=provider.pk, name=provider.name).exists()
    provider.save()
    if renamed:
        datasets = Dataset.all_objects.filter(provider=provider).select_related("provider").prefetch_related("tags")
        refresh_search_texts(datasets.iterator(chunk_size=500))
    return provider


@transaction.atomic
def delete_provider(*, provider: Provider, at: datetime) -> None:
    """Hide it. Refuses with ``provider_in_use`` while live datasets are its own; a second time changes nothing."""
    if Dataset.objects.filter(provider=provider).exists():
        raise Conflict(_("This provider still has datasets."), code="provider_in_use")
    if provider.mark_deleted(at=at):
        # An UPDATE that is its own lock passes the history by.
        Provider.history.bulk_history_create([provider], update=True)


@transaction.atomic
def restore_provider(*, provider: Provider) -> Provider:
    """Undo the deletion. Raises ValidationError for ``name`` if it was used again meanwhile."""
    provider.deleted_at = None
    provider.full_clean()
    provider.save()
    return provider
