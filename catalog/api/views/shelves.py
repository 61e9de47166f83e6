"""What a shop window needs around its datasets: categories, places, providers, products. Read by anyone."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.permissions import BasePermission

from catalog.api.filters import CategoryFilterSet, LocationFilterSet, ProviderFilterSet
from catalog.api.rows import RowViewSet
from catalog.api.serializers import CategorySerializer, LocationSerializer, ProductSerializer, ProviderSerializer
from catalog.models import Category, Location, Product, Provider
from catalog.querysets import ProductQuerySet
from nubo.shared.api.permissions import AllowAny

__all__ = ["CategoryViewSet", "LocationViewSet", "ProductViewSet", "ProviderViewSet"]


class _PublicViewSet(RowViewSet):
    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()]


@extend_schema_view(
    list=extend_schema(
        operation_id="list_categories",
        tags=["categories"],
        summary=_("List categories"),
        responses=CategorySerializer(many=True),
    )
)
class CategoryViewSet(_PublicViewSet):
    queryset = Category.objects.none()
    serializer_class = CategorySerializer
    filterset_class = CategoryFilterSet

    def get_queryset(self) -> Any:
        return Category.objects.order_by("name", "id")


@extend_schema_view(
    list=extend_schema(
        operation_id="list_providers",
        tags=["providers"],
        summary=_("List providers"),
        responses=ProviderSerializer(many=True),
    )
)
class ProviderViewSet(_PublicViewSet):
    queryset = Provider.objects.none()
    serializer_class = ProviderSerializer
    filterset_class = ProviderFilterSet

    def get_queryset(self) -> Any:
        return Provider.objects.order_by("name", "id")


@extend_schema_view(
    list=extend_schema(
        operation_id="list_locations",
        tags=["locations"],
        summary=_("List places"),
        responses=LocationSerializer(many=True),
    )
)
class LocationViewSet(_PublicViewSet):
    queryset = Location.objects.none()
    serializer_class = LocationSerializer
    filterset_class = LocationFilterSet

    def get_queryset(self) -> Any:
        return Location.objects.order_by("name", "id")


@extend_schema_view(
    list=extend_schema(
        operation_id="list_products", tags=["products"], summary=_("List data products"), responses=ProductSerializer(many=True),
        description=_("The published ones, newest first; staff also see drafts and retired ones."),
    ),
    retrieve=extend_schema(
        operation_id="read_product", tags=["products"], summary=_("Read a data product"), responses=ProductSerializer,
        parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The product's id."))],
    ),
)  # fmt: skip
class ProductViewSet(_PublicViewSet):
    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> ProductQuerySet:
        return Product.objects.visible_to(self.request.user).newest()
