"""Every write to the catalogue; nothing else in this app saves."""

from catalog.actions.datasets import (
    create_dataset,
    delete_dataset,
    publish_dataset,
    refresh_search_text,
    restore_dataset,
    retire_dataset,
    unpublish_dataset,
    update_dataset,
)
from catalog.actions.imports import ImportReport, Refusal, import_datasets
from catalog.actions.locations import LoadReport, load_locations
from catalog.actions.products import (
    create_product,
    delete_product,
    publish_product,
    restore_product,
    retire_product,
    unpublish_product,
    update_product,
)
from catalog.actions.providers import delete_provider, restore_provider, save_provider

__all__ = [
    "ImportReport",
    "LoadReport",
    "Refusal",
    "create_dataset",
    "create_product",
    "delete_dataset",
    "delete_product",
    "delete_provider",
    "import_datasets",
    "load_locations",
    "publish_dataset",
    "publish_product",
    "refresh_search_text",
    "restore_dataset",
    "restore_product",
    "restore_provider",
    "retire_dataset",
    "retire_product",
    "save_provider",
    "unpublish_dataset",
    "unpublish_product",
    "update_dataset",
    "update_product",
]
