"""Routes of the catalogue."""

from typing import Any

from django.urls import path

from catalog.api.views import (
    CategoryViewSet,
    DatasetsAtPlaceViewSet,
    DatasetsAtPriceViewSet,
    DatasetViewSet,
    LocationViewSet,
    ProductViewSet,
    ProviderViewSet,
)

_OBJECT: dict[str, Any] = {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("datasets", DatasetViewSet.as_view({"get": "list", "post": "create"})),
    path("datasets/<id:pk>", DatasetViewSet.as_view(_OBJECT)),
    path("datasets/location/<text:location>", DatasetsAtPlaceViewSet.as_view({"get": "list"})),
    path("datasets/price/<text:price>", DatasetsAtPriceViewSet.as_view({"get": "list"})),
    path("categories", CategoryViewSet.as_view({"get": "list"})),
    path("locations", LocationViewSet.as_view({"get": "list"})),
    path("providers", ProviderViewSet.as_view({"get": "list"})),
    path("products", ProductViewSet.as_view({"get": "list"})),
    path("products/<id:pk>", ProductViewSet.as_view({"get": "retrieve"})),
]
