"""Every named read of the catalogue: who may see what, and where it lies."""

from typing import Any, Self

from django.db import models

from catalog.choices import DatasetStatus
from nubo.shared.soft_delete import SoftDeleteQuerySet
from nubo.shared.text import search_key

__all__ = ["DatasetQuerySet", "LocationQuerySet", "NamedQuerySet", "ProductQuerySet", "ProviderQuerySet"]


class NamedQuerySet(models.QuerySet):
    """Categories and tags."""


class LocationQuerySet(models.QuerySet):
    def matching(self, words: str) -> Self:
        """Each word somewhere in the name."""
        for word in search_key(words).split():
            self = self.filter(search_name__contains=word)
        return self


class ProviderQuerySet(SoftDeleteQuerySet):
    def matching(self, words: str) -> Self:
        """Each word somewhere in the name."""
        for word in search_key(words).split():
            self = self.filter(search_name__contains=word)
        return self


class OfferQuerySet(SoftDeleteQuerySet):
    """What datasets and products have in common."""

    def published(self) -> Self:
        """Shown in the shop window."""
        return self.filter(status=DatasetStatus.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Staff: every one, drafts and retired ones too. Anyone else, signed in or not: the published ones."""
        return self.all() if user.is_staff else self.published()


class DatasetQuerySet(OfferQuerySet):
    pass


class ProductQuerySet(OfferQuerySet):
    pass
