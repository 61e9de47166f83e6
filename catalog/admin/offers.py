"""What the screens of datasets and of products have in common: columns, filters, the buttons of their status."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.enums import ActionVariant

from catalog.admin.vocabulary import SlugForm
from catalog.choices import DATASET_TRANSITIONS, DatasetStatus
from nubo.shared.admin import (
    AmountRangeFilter,
    DayRangeFilter,
    SoftDeleteModelAdmin,
    TrackedModelAdmin,
    button,
    deleted_column,
    label_column,
    money_column,
)

__all__ = ["OFFER_FILTERS", "OfferAdmin"]

OFFER_FILTERS = [
    ("status", ChoicesDropdownFilter),
    ("price", AmountRangeFilter),
    ("monthly_price", AmountRangeFilter),
    ("published_at", DayRangeFilter),
]


def _may_become(status: DatasetStatus) -> Any:
    return lambda row: row.deleted_at is None and status in DATASET_TRANSITIONS[DatasetStatus(row.status)]


class OfferAdmin(TrackedModelAdmin, SoftDeleteModelAdmin):
    """Define ``publish_row``, ``retire_row`` and ``unpublish_row``, each of which calls its action."""

    form = SlugForm
    ordering = ["-created_at", "-id"]
    readonly_fields = ["status_label", "published_at", "id", "created_at", "updated_at", "deleted_at"]
    actions_detail = ["publish", "unpublish", "retire", "restore"]

    price_money = money_column("price", gettext_lazy("one-off price"))
    monthly_money = money_column("monthly_price", gettext_lazy("monthly price"))
    deleted_label = deleted_column
    status_label = label_column(
        "status",
        gettext_lazy("status"),
        {DatasetStatus.PUBLISHED: "success", DatasetStatus.DRAFT: "info", DatasetStatus.RETIRED: "warning"},
    )

    @button(
        title=gettext_lazy("Publish"),
        explanation=gettext_lazy("Everyone sees it, and accounts can buy it."),
        icon="visibility",
        when=_may_become(DatasetStatus.PUBLISHED),
        variant=ActionVariant.PRIMARY,
    )
    def publish(self, request: HttpRequest, row: Any, data: dict[str, Any]) -> str:
        self.publish_row(row)
        return _("%(row)s is published.") % {"row": row}

    @button(
        title=gettext_lazy("Retire"),
        explanation=gettext_lazy("It is no longer shown or sold; who bought it keeps it, and subscriptions go on."),
        icon="archive",
        when=_may_become(DatasetStatus.RETIRED),
    )
    def retire(self, request: HttpRequest, row: Any, data: dict[str, Any]) -> str:
        self.retire_row(row)
        return _("%(row)s is retired.") % {"row": row}

    @button(
        title=gettext_lazy("Back to draft"),
        explanation=gettext_lazy("Only staff see it until it is published again."),
        icon="edit_note",
        when=_may_become(DatasetStatus.DRAFT),
    )
    def unpublish(self, request: HttpRequest, row: Any, data: dict[str, Any]) -> str:
        self.unpublish_row(row)
        return _("%(row)s is a draft again.") % {"row": row}
