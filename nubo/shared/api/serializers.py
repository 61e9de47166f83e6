"""Shapes that are read: declared once for the schema, written out by hand for speed.

DRF's per-field machinery was 60 % of the CPU of a list of 100. A ``RowSerializer`` declares its fields like any other
serializer, so the OpenAPI schema stays true, and turns a row of ``QuerySet.for_api()`` (a dict of ``.values()``) into
the answer with one plain dict. ``nubo/tests/test_api_contract.py`` holds the two together.
"""

from typing import Any

from rest_framework import serializers

__all__ = ["MoneyField", "RelatedIdField", "RowSerializer"]


class RowSerializer(serializers.Serializer):
    """Read-only; subclasses override ``to_representation(row)``."""

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        raise TypeError(f"{type(self).__name__} must say how a row is shown")


class MoneyField(serializers.DecimalField):
    """An amount ≥ 0 with two decimals, as a string; at most 12 digits before the point."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        super().__init__(**kwargs)


class RelatedIdField(serializers.PrimaryKeyRelatedField):
    """A reference by id: a malformed one and one that the queryset does not hold both answer 400 for the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("pk_field", serializers.UUIDField())
        super().__init__(**kwargs)
