"""What reads of datasets and of products have in common."""

from typing import Any, Self

from catalog.choices import DatasetStatus
from nubo.shared.soft_delete import SoftDeleteQuerySet

__all__ = ["OfferQuerySet"]


class OfferQuerySet(SoftDeleteQuerySet):
    def published(self) -> Self:
        """Shown in the shop window."""
        return self.filter(status=DatasetStatus.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Staff: every one, drafts and retired ones too. Anyone else, signed in or not: the published ones."""
        return self.all() if user.is_staff else self.published()
