"""The filter backend of every list: a value that makes no sense answers 400 and names its parameter."""

from django_filters import rest_framework as django_filters

__all__ = ["FilterBackend"]


class FilterBackend(django_filters.DjangoFilterBackend):
    """django-filter without HTML forms; a view names its ``filterset_class``."""

    def to_html(self, request: object, queryset: object, view: object) -> str:
        return ""
