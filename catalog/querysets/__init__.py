"""Every named read of the catalogue: who may see what, and where it lies."""

from catalog.querysets.datasets import DatasetQuerySet
from catalog.querysets.names import NamedQuerySet, ProviderQuerySet
from catalog.querysets.places import LocationQuerySet
from catalog.querysets.products import ProductQuerySet

__all__ = ["DatasetQuerySet", "LocationQuerySet", "NamedQuerySet", "ProductQuerySet", "ProviderQuerySet"]
