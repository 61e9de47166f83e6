"""Staff screens of the catalogue."""

from catalog.admin.datasets import DatasetAdmin
from catalog.admin.places import LocationAdmin, ProviderAdmin, SourceAdmin
from catalog.admin.products import ProductAdmin
from catalog.admin.vocabulary import CategoryAdmin, TagAdmin

__all__ = ["CategoryAdmin", "DatasetAdmin", "LocationAdmin", "ProductAdmin", "ProviderAdmin", "SourceAdmin", "TagAdmin"]
