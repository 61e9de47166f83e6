"""Reads of products."""

from typing import Any, Self

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from catalog.choices import DatasetStatus
from catalog.querysets.aggregates import JsonList
from catalog.querysets.offers import OfferQuerySet
from nubo.shared.soft_delete import live_q

__all__ = ["ProductQuerySet"]


class ProductQuerySet(OfferQuerySet):
    def newest(self) -> Self:
        """Latest publication first; drafts last."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-id")

    def for_api(self) -> "QuerySet[Any, dict[str, Any]]":
        """Rows as the API shows them, with the published datasets of each; one query."""
        # By way of the relation: models are built on querysets, so this module cannot import them.
        item: Any = self.model._meta.get_field("items").related_model
        items = item.objects.filter(
            live_q("dataset__"), product_id=OuterRef("pk"), dataset__status=DatasetStatus.PUBLISHED
        )
        listed = (
            items.order_by()
            .values("product_id")
            .annotate(listed=JsonList(JSONObject(id="dataset_id", title="dataset__title")))
        )
        return self.annotate(listed=Subquery(listed.values("listed"))).values(
            "id", "title", "slug", "description", "listed", "price", "monthly_price", "currency", "status", "published_at",
            "created_at", "updated_at",
        )  # fmt: skip
