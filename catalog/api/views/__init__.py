"""The catalogue's endpoints, by noun."""

from catalog.api.views.datasets import DatasetsAtPlaceViewSet, DatasetsAtPriceViewSet, DatasetViewSet
from catalog.api.views.shelves import CategoryViewSet, LocationViewSet, ProductViewSet, ProviderViewSet

__all__ = [
    "CategoryViewSet",
    "DatasetViewSet",
    "DatasetsAtPlaceViewSet",
    "DatasetsAtPriceViewSet",
    "LocationViewSet",
    "ProductViewSet",
    "ProviderViewSet",
]
