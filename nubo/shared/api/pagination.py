"""Pages: ``{"count", "next", "previous", "results"}`` with ``page`` and ``page_size`` (20, at most 100)."""

from typing import Any

from django.core.paginator import InvalidPage
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination as StandardPagination
from rest_framework.request import Request

__all__ = ["PageNumberPagination"]

#: A page number beyond this cannot exist and would overflow the database's OFFSET.
MAX_PAGE = 10_000_000


def positive_integer(text: str, *, parameter: str) -> int:
    """A parameter as a whole number ≥ 1. Raises ValidationError that names the parameter."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and int(text) >= 1):
        raise ValidationError({parameter: [_("A whole number of at least 1 is expected.")]}, code="invalid")
    return int(text)


class PageNumberPagination(StandardPagination):
    page_size_query_param = "page_size"
    max_page_size = 100
    page_query_description = "The number of the page, from 1."
    page_size_query_description = "How many results a page has: 20 unless told, at most 100."

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return int(self.page_size or 20)
        return min(positive_integer(text, parameter=self.page_size_query_param), self.max_page_size)

    def get_page_number(self, request: Request, paginator: Any) -> int:
        text = request.query_params.get(self.page_query_param, "1")
        number = positive_integer(text, parameter=self.page_query_param)
        if number > MAX_PAGE:
            raise NotFound(_("There is no such page."))
        return number

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        paginator = self.django_paginator_class(queryset, self.get_page_size(request))
        try:
            self.page = paginator.page(self.get_page_number(request, paginator))
        except InvalidPage:
            raise NotFound(_("There is no such page.")) from None
        return list(self.page)
