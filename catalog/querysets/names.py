"""Reads of what is found by its name: categories, tags, providers."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from catalog.rules import make_slug
from nubo.shared.soft_delete import SoftDeleteQuerySet
from nubo.shared.text import search_key

__all__ = ["NamedQuerySet", "ProviderQuerySet"]


class NamedQuerySet(models.QuerySet):
    """Categories and tags."""

    def matching(self, words: str) -> Self:
        """Each word somewhere in the name; the slug is the name without accents."""
        found = self
        for word in search_key(words).split():
            slug = make_slug(word)
            found = found.filter(Q(name__icontains=word) | Q(slug__contains=slug) if slug else Q(name__icontains=word))
        return found

    def for_api(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """Rows as the API shows them."""
        return self.values("id", "slug", "name")


class ProviderQuerySet(SoftDeleteQuerySet):
    def matching(self, words: str) -> Self:
        """Each word somewhere in the name."""
        found = self
        for word in search_key(words).split():
            found = found.filter(search_name__contains=word)
        return found

    def for_api(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """Rows as the API shows them; account and contact are staff's business."""
        return self.values("id", "name", "site")
