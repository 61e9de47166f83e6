"""Writes of categories and tags by hand."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from catalog.actions.datasets import refresh_search_texts
from catalog.models import Category, Dataset, Tag
from catalog.rules import make_slug
from nubo.shared.errors import Conflict

__all__ = ["delete_category", "delete_tag", "save_category", "save_tag"]

_FIELDS = ("name", "slug")


@transaction.atomic
def save_category(*, category: Category, data: Mapping[str, Any]) -> Category:
    """Insert or change a category; a blank slug is made of the name. Raises ValidationError that names each field."""
    _fill(category, data, max_length=100)
    category.save()
    return category


@transaction.atomic
def delete_category(*, category: Category) -> None:
    """Remove it. Refuses with ``in_use`` while a dataset, deleted ones included, stands on it."""
    try:
        category.delete()
    except ProtectedError:
        raise Conflict(_("Datasets stand in this category."), code="in_use") from None


@transaction.atomic
def save_tag(*, tag: Tag, data: Mapping[str, Any]) -> Tag:
    """Insert or change a tag; a new name is carried into the search text of its datasets.

    A blank slug is made of the name. Raises ValidationError that names each field.
    """
    _fill(tag, data, max_length=60)
    renamed = not tag._state.adding and not Tag.objects.filter(pk=tag.pk, name=tag.name).exists()
    tag.save()
    if renamed:
        _refresh(Dataset.all_objects.filter(tags=tag))
    return tag


@transaction.atomic
def delete_tag(*, tag: Tag) -> None:
    """Remove it from all datasets."""
    tagged = list(Dataset.all_objects.filter(tags=tag).values_list("pk", flat=True))
    tag.delete()
    _refresh(Dataset.all_objects.filter(pk__in=tagged))


def _fill(row: Category | Tag, data: Mapping[str, Any], *, max_length: int) -> None:
    for name in _FIELDS:
        if name in data:
            setattr(row, name, data[name])
    row.slug = row.slug or make_slug(row.name, max_length=max_length)
    row.full_clean()


def _refresh(datasets: Any) -> None:
    refresh_search_texts(datasets.select_related("provider").prefetch_related("tags").iterator(chunk_size=500))
