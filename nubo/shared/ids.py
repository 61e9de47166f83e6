"""Identifiers: UUID version 7 (RFC 9562), ordered by time, so that new rows land at the end of an index."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["new_id"]


def new_id() -> UUID:
    """A new time-ordered identifier, as the standard library's UUID type."""
    return uuid7()
