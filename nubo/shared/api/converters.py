"""Path parameters. What cannot be a value matches no route and answers 404 before any query."""

from uuid import UUID

from django.urls import register_converter

__all__ = ["TextConverter", "UUIDConverter"]


class UUIDConverter:
    """A UUID in its usual form, in either case."""

    regex = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: object) -> str:
        return str(value)


class TextConverter:
    """One path segment of at most 320 characters without control characters (PostgreSQL text has no NUL)."""

    regex = r"[^/\x00-\x1f\x7f]{1,320}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(UUIDConverter, "id")
register_converter(TextConverter, "text")
