"""Rows that are hidden instead of removed: ``objects`` sees live rows, ``all_objects`` every row.

Facts of Django 5.2 that callers rely on: a forward relation (``line.dataset``) still resolves a deleted row, which old
invoices need; joins and ``Count("datasets")`` do **not** filter, so joins add the model's ``live_q("prefix__")``.
"""

from datetime import datetime
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["LIVE", "LiveManager", "SoftDeleteModel", "SoftDeleteQuerySet", "live_q"]

#: The condition of every "unique among live rows" constraint.
LIVE = Q(deleted_at__isnull=True)


def live_q(prefix: str = "") -> Q:
    """Live rows, for use across a join: ``Dataset.objects.filter(live_q("provider__"))``."""
    return Q(**{f"{prefix}deleted_at__isnull": True})


class SoftDeleteQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Rows that nobody deleted."""
        return self.filter(LIVE)

    def deleted(self) -> Self:
        """Rows that were deleted and can be restored."""
        return self.exclude(LIVE)

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are soft-deleted: call the app's delete action instead.")


class LiveManager(models.Manager):
    """The default manager of soft-deleted models: live rows only."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(LIVE)


class SoftDeleteModel(models.Model):
    """Adds ``deleted_at``; ``delete()`` is refused, since it would remove what invoices still show."""

    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is soft-deleted: call the app's delete action instead.")

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def mark_deleted(self, *, at: datetime) -> bool:
        """Hide the row at the instant ``at``. False if someone else deleted it first."""
        # The WHERE is the lock: of two concurrent deletions one updates 0 rows.
        changed = type(self).all_objects.filter(LIVE, pk=self.pk).update(deleted_at=at, updated_at=at)  # type: ignore[attr-defined]
        self.deleted_at = at
        return bool(changed)
