"""Lists and single objects as rows: one COUNT and one SELECT a list, one SELECT an object."""

from typing import Any

from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from nubo.shared.api.serializers import RowSerializer

__all__ = ["RowViewSet"]


class _CountedRows:
    """What a paginator asks for. It counts the plain queryset: joins that only fetch columns would triple the cost."""

    ordered = True

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset

    def count(self) -> int:
        return self.queryset.count()

    def __getitem__(self, part: slice) -> Any:
        return self.queryset.for_api()[part]


class RowViewSet(GenericViewSet):
    """Reads by ``queryset.for_api()`` and shows by ``serializer_class.to_representation(row)``."""

    serializer_class: type[RowSerializer]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows: Any = self.paginate_queryset(_CountedRows(self.filter_queryset(self.get_queryset())))  # type: ignore[arg-type]
        show = self.serializer_class().to_representation
        return self.get_paginated_response([show(row) for row in rows])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.shown(kwargs["pk"]))

    def shown(self, pk: Any) -> dict[str, Any]:
        """The object as this caller sees it, or 404."""
        queryset: Any = self.get_queryset()
        return self.serializer_class().to_representation(get_object_or_404(queryset.for_api(), pk=pk))
