"""Writes of datasets. Each keeps ``search_text`` and the history; none asks the clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.actions import offers
from catalog.actions.tags import tags_from_words
from catalog.choices import DatasetStatus
from catalog.models import Category, Dataset
from catalog.rules import dataset_search_text

__all__ = [
    "create_dataset",
    "delete_dataset",
    "publish_dataset",
    "refresh_search_text",
    "restore_dataset",
    "retire_dataset",
    "unpublish_dataset",
    "update_dataset",
]

_FIELDS = (
    "title", "description", "provider", "source", "location", "price", "monthly_price", "currency", "licence", "update_frequency",
)  # fmt: skip


@transaction.atomic
def create_dataset(*, data: Mapping[str, Any], at: datetime) -> Dataset:
    """A new dataset: a draft, or published at once with ``status="published"``.

    ``data``: the model's fields; ``category`` as a slug or a Category; ``tags`` as words or Tags; ``slug`` made from the
    title when absent; ``location`` taken from the source when absent. Raises ValidationError that names each field.
    """
    dataset = Dataset()
    offers.apply_fields(dataset, data, _FIELDS)
    _apply_category(dataset, data)
    if "location" not in data and dataset.source is not None:
        dataset.location = dataset.source.location
    offers.move(dataset, status=offers.first_status(data), at=at)
    _check_origin(dataset)
    tags = tags_from_words(data.get("tags") or [])
    dataset.search_text = _search_text(dataset, [tag.name for tag in tags])
    offers.save_new(dataset)
    dataset.tags.set(tags)
    return dataset


@transaction.atomic
def update_dataset(*, dataset: Dataset, data: Mapping[str, Any], at: datetime) -> Dataset:
    """Change what ``data`` has, as in ``create_dataset``; the slug stays unless given.

    Refuses with ``invalid_transition`` a status that may not follow, and any change of a deleted dataset.
    """
    offers.lock(dataset)
    offers.apply_fields(dataset, data, _FIELDS)
    _apply_category(dataset, data)
    if data.get("status"):
        offers.move(dataset, status=data["status"], at=at)
    if {"provider", "source"} & data.keys():
        _check_origin(dataset)
    tags = list(dataset.tags.all()) if data.get("tags") is None else tags_from_words(data["tags"])
    dataset.search_text = _search_text(dataset, [tag.name for tag in tags])
    dataset.full_clean()
    dataset.save()
    if data.get("tags") is not None:
        dataset.tags.set(tags)
    return dataset


@transaction.atomic
def publish_dataset(*, dataset: Dataset, at: datetime) -> Dataset:
    """Show and sell it from now on. A null price is no obstacle: it is then shown, but not sold that way.

    Raises ValidationError if its provider was deleted.
    """
    return _move(dataset, DatasetStatus.PUBLISHED, at)


@transaction.atomic
def retire_dataset(*, dataset: Dataset, at: datetime) -> Dataset:
    """No longer show or sell it; who bought it keeps it. Refuses drafts with ``invalid_transition``."""
    return _move(dataset, DatasetStatus.RETIRED, at)


@transaction.atomic
def unpublish_dataset(*, dataset: Dataset) -> Dataset:
    """Back to a draft. Refuses retired datasets with ``invalid_transition``."""
    # The instant is asked for by publications only.
    return _move(dataset, DatasetStatus.DRAFT, None)


def delete_dataset(*, dataset: Dataset, at: datetime) -> None:
    """Hide it everywhere; invoices and buyers still resolve it. A second time changes nothing."""
    offers.mark_deleted(dataset, at=at)


def restore_dataset(*, dataset: Dataset) -> Dataset:
    """Undo the deletion. Raises ValidationError for ``slug`` if it was used again, for ``provider`` if that is deleted."""
    _check_origin(dataset)
    offers.restore(dataset)
    return dataset


@transaction.atomic
def refresh_search_text(dataset: Dataset) -> None:
    """Make anew what the word search looks through, after a change of its provider's name or of a tag."""
    refresh_search_texts([dataset])


def refresh_search_texts(datasets: Iterable[Dataset]) -> None:
    """The same for many, with ``provider`` and ``tags`` fetched; ``updated_at`` and the history stay."""
    changed = []
    for dataset in datasets:
        text = _search_text(dataset, [tag.name for tag in dataset.tags.all()])
        if text != dataset.search_text:
            dataset.search_text = text
            changed.append(dataset)
    Dataset.all_objects.bulk_update(changed, ["search_text"], batch_size=500)


def _move(dataset: Dataset, status: DatasetStatus, at: datetime | None) -> Dataset:
    offers.lock(dataset)
    if dataset.status == status:
        return dataset
    offers.move(dataset, status=status, at=at)
    if status == DatasetStatus.PUBLISHED:
        _check_origin(dataset)
    dataset.save()
    return dataset


def _apply_category(dataset: Dataset, data: Mapping[str, Any]) -> None:
    if "category" not in data:
        return
    category = data["category"] or None
    if isinstance(category, str):
        category = Category.objects.filter(slug=category).first()
        if category is None:
            raise ValidationError({"category": ValidationError(_("There is no such category."), code="does_not_exist")})
    dataset.category = category


def _check_origin(dataset: Dataset) -> None:
    """The provider is there, and the source is its own."""
    if dataset.provider_id is None:
        raise ValidationError({"provider": ValidationError(_("A dataset has a provider."), code="required")})
    if dataset.provider.is_deleted:
        raise ValidationError(
            {"provider": ValidationError(_("This provider has been deleted."), code="does_not_exist")}
        )
    if dataset.source is not None and dataset.source.provider_id != dataset.provider_id:
        raise ValidationError(
            {"source": ValidationError(_("This source belongs to another provider."), code="invalid")}
        )


def _search_text(dataset: Dataset, tag_names: list[str]) -> str:
    return dataset_search_text(
        title=dataset.title, tags=sorted(tag_names), provider=dataset.provider.name, description=dataset.description
    )
