"""Writes of products, the bundles of datasets; the same verbs as for datasets."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.actions import offers
from catalog.choices import DatasetStatus
from catalog.models import Dataset, Product, ProductItem

__all__ = [
    "create_product",
    "delete_product",
    "publish_product",
    "restore_product",
    "retire_product",
    "unpublish_product",
    "update_product",
]

_FIELDS = ("title", "description", "price", "monthly_price", "currency")


@transaction.atomic
def create_product(*, data: Mapping[str, Any], at: datetime) -> Product:
    """A new product with its ``datasets``: a draft, or published at once with ``status="published"``.

    Raises ValidationError that names each field; one without datasets cannot be published.
    """
    product = Product()
    offers.apply_fields(product, data, _FIELDS)
    offers.move(product, status=offers.first_status(data), at=at)
    offers.save_new(product)
    _set_datasets(product, data.get("datasets") or [])
    _check_items(product)
    return product


@transaction.atomic
def update_product(*, product: Product, data: Mapping[str, Any], at: datetime) -> Product:
    """Change what ``data`` has; ``datasets`` replaces the bundle. Refuses with ``invalid_transition`` like datasets."""
    offers.lock(product)
    offers.apply_fields(product, data, _FIELDS)
    if data.get("status"):
        offers.move(product, status=data["status"], at=at)
    product.full_clean()
    product.save()
    if data.get("datasets") is not None:
        _set_datasets(product, data["datasets"])
    _check_items(product)
    return product


@transaction.atomic
def publish_product(*, product: Product, at: datetime) -> Product:
    """Show and sell it from now on. Raises ValidationError for ``datasets`` if it has none."""
    return _move(product, DatasetStatus.PUBLISHED, at)


@transaction.atomic
def retire_product(*, product: Product, at: datetime) -> Product:
    """No longer show or sell it. Refuses drafts with ``invalid_transition``."""
    return _move(product, DatasetStatus.RETIRED, at)


@transaction.atomic
def unpublish_product(*, product: Product) -> Product:
    """Back to a draft. Refuses retired products with ``invalid_transition``."""
    return _move(product, DatasetStatus.DRAFT, None)


def delete_product(*, product: Product, at: datetime) -> None:
    """Hide it everywhere; invoices still resolve it. A second time changes nothing."""
    offers.mark_deleted(product, at=at)


def restore_product(*, product: Product) -> Product:
    """Undo the deletion. Raises ValidationError for ``slug`` if it was used again."""
    offers.restore(product)
    return product


def _move(product: Product, status: DatasetStatus, at: datetime | None) -> Product:
    offers.lock(product)
    if product.status != status:
        offers.move(product, status=status, at=at)
        _check_items(product)
        product.save()
    return product


def _set_datasets(product: Product, datasets: Iterable[Dataset]) -> None:
    wanted = {dataset.pk: dataset for dataset in datasets}
    product.items.exclude(dataset__in=wanted).delete()
    present = set(product.items.values_list("dataset_id", flat=True))
    for pk, dataset in wanted.items():
        if pk not in present:
            item = ProductItem(product=product, dataset=dataset)
            item.full_clean()
            item.save(force_insert=True)


def _check_items(product: Product) -> None:
    if product.status == DatasetStatus.PUBLISHED and not product.items.exists():
        message = _("A product has at least one dataset before it is published.")
        raise ValidationError({"datasets": ValidationError(message, code="required")})
