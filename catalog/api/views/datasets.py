"""Datasets: read by anyone (the published ones), written by staff."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import actions
from catalog.api.examples import DATASET, DATASET_BODY, PRICE_CHANGE
from catalog.api.filters import (
    DatasetFilterBackend,
    DatasetFilterSet,
    LocationFilterBackend,
    OrderingBackend,
    PriceFilterBackend,
)
from catalog.api.rows import RowViewSet
from catalog.api.serializers import DatasetSerializer, DatasetWriteSerializer
from catalog.models import Dataset
from catalog.querysets import DatasetQuerySet
from nubo.shared.api.permissions import AllowAny, IsStaff

__all__ = ["DatasetViewSet", "DatasetsAtPlaceViewSet", "DatasetsAtPriceViewSet"]

_READS = {"list", "retrieve"}
_ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The dataset's id."))
_TAGS = ["datasets"]


class _DatasetListViewSet(RowViewSet):
    """What the list and the two path routes share: scope, filters, order and shape."""

    queryset = Dataset.objects.none()
    serializer_class = DatasetSerializer
    filterset_class = DatasetFilterSet
    filter_backends = [LocationFilterBackend, PriceFilterBackend, DatasetFilterBackend, OrderingBackend]

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self.action in _READS else [IsStaff()]

    def get_queryset(self) -> DatasetQuerySet:
        return Dataset.objects.visible_to(self.request.user)


@extend_schema_view(
    list=extend_schema(
        operation_id="list_datasets", tags=_TAGS, summary=_("List datasets"), examples=[DATASET],
        description=_("The published datasets; staff also see drafts and retired ones. Filters narrow one another."),
        responses=DatasetSerializer(many=True),
    ),
    retrieve=extend_schema(
        operation_id="read_dataset", tags=_TAGS, summary=_("Read a dataset"), parameters=[_ID], examples=[DATASET],
        responses=DatasetSerializer,
    ),
    create=extend_schema(
        operation_id="create_dataset", tags=_TAGS, summary=_("Create a dataset"), examples=[DATASET_BODY, DATASET],
        description=_("Staff. A draft, or published at once with `status`."),
        request=DatasetWriteSerializer, responses={201: DatasetSerializer},
    ),
    update=extend_schema(
        operation_id="update_dataset", tags=_TAGS, summary=_("Update a dataset"), parameters=[_ID], examples=[DATASET_BODY, DATASET],
        description=_("Staff. `title` and `provider` are required; what else is left out stays as it is."),
        request=DatasetWriteSerializer, responses=DatasetSerializer,
    ),
    partial_update=extend_schema(
        operation_id="change_dataset", tags=_TAGS, summary=_("Change a part of a dataset"), parameters=[_ID],
        examples=[PRICE_CHANGE, DATASET], description=_("Staff. Also publishes and retires, by `status`."),
        request=DatasetWriteSerializer, responses=DatasetSerializer,
    ),
    destroy=extend_schema(
        operation_id="delete_dataset", tags=_TAGS, summary=_("Delete a dataset"), parameters=[_ID], responses={204: None},
        description=_("Staff. Hides it; who bought it keeps it, and its slug may be used again."),
    ),
)  # fmt: skip
class DatasetViewSet(_DatasetListViewSet):
    conflict_codes = {"update": ("invalid_transition",), "partial_update": ("invalid_transition",)}

    def create(self, request: Request) -> Response:
        dataset = actions.create_dataset(data=self._body(request), at=timezone.now())
        return Response(self.shown(dataset.pk), status=status.HTTP_201_CREATED)

    def update(self, request: Request, pk: UUID, *, partial: bool = False) -> Response:
        dataset = self.get_object()
        actions.update_dataset(dataset=dataset, data=self._body(request, partial=partial), at=timezone.now())
        return Response(self.shown(pk))

    def partial_update(self, request: Request, pk: UUID) -> Response:
        return self.update(request, pk, partial=True)

    def destroy(self, request: Request, pk: UUID) -> Response:
        actions.delete_dataset(dataset=self.get_object(), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def filter_queryset(self, queryset: Any) -> Any:
        # get_object() asks too; there the filters of the list have no say.
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def _body(self, request: Request, *, partial: bool = False) -> dict[str, Any]:
        serializer = DatasetWriteSerializer(data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


@extend_schema_view(
    list=extend_schema(
        operation_id="list_datasets_at_location", tags=_TAGS, summary=_("List datasets by place"), examples=[DATASET],
        description=_("As `GET /datasets?location=…`, with the same further filters. An unknown place is an empty list."),
        responses=DatasetSerializer(many=True),
        parameters=[
            OpenApiParameter(
                "location", OpenApiTypes.STR, OpenApiParameter.PATH,
                description=_("A place: its name, state letters, country or IBGE code."),
                examples=[OpenApiExample(value, value=value) for value in ("São Paulo", "SP", "3509502", "Brasil")],
            ),
        ],
    )
)  # fmt: skip
class DatasetsAtPlaceViewSet(_DatasetListViewSet):
    pass


@extend_schema_view(
    list=extend_schema(
        operation_id="list_datasets_at_price", tags=_TAGS, summary=_("List datasets by price"), examples=[DATASET],
        description=_("The one-off price, or with `sold=subscription` the monthly one; with the same further filters."),
        responses=DatasetSerializer(many=True),
        parameters=[
            OpenApiParameter(
                "price", OpenApiTypes.STR, OpenApiParameter.PATH,
                description=_("Exactly `49.90`, a closed range `10-50`, or an open one, `10-` or `-50`."),
                examples=[OpenApiExample(value, value=value) for value in ("49.90", "10-50", "10-", "-50")],
            ),
        ],
    )
)  # fmt: skip
class DatasetsAtPriceViewSet(_DatasetListViewSet):
    pass
