"""Aggregates that both databases have under different names: a row's many small values in one column of one query."""

from typing import Any

from django.db.models import Aggregate, JSONField, TextField

__all__ = ["Joined", "JsonList"]


class Joined(Aggregate):
    """Text values joined by commas, in no order that may be relied on; null where there are none.

    For values without commas, such as slugs. SQLite before 3.44 cannot sort inside an aggregate, so readers sort.
    """

    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **extra
        )

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="GROUP_CONCAT", template="%(function)s(%(expressions)s, ',')", **extra
        )


class JsonList(Aggregate):
    """``JSONObject``s as one JSON list, in no order that may be relied on; null where there are none."""

    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # JSON() keeps the objects objects; without it they would be quoted once more.
        template = "%(function)s(JSON(%(expressions)s))"
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", template=template, **extra)
