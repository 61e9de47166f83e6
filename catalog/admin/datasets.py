"""Staff screen of datasets."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RelatedDropdownFilter

from catalog import actions
from catalog.admin.filters import PlaceFilter
from catalog.admin.offers import OFFER_FILTERS, OfferAdmin
from catalog.models import Dataset
from catalog.rules import search_stems
from nubo.shared.admin import ExportableModelAdmin, ExportResource, link_column

__all__ = ["DatasetAdmin"]


class DatasetResource(ExportResource):
    provider = Field(attribute="provider__name", column_name="provider")
    category = Field(attribute="category__slug", column_name="category")
    location = Field(attribute="location__name", column_name="location")
    state = Field(attribute="location__state_code", column_name="state")
    ibge_code = Field(attribute="location__ibge_code", column_name="ibge_code")
    tags = Field(column_name="tags")

    class Meta:
        model = Dataset
        fields = (
            "id", "title", "slug", "description", "provider", "category", "tags", "location", "state", "ibge_code", "price",
            "monthly_price", "currency", "licence", "update_frequency", "status", "published_at", "created_at", "updated_at",
        )  # fmt: skip
        export_order = fields

    def dehydrate_tags(self, dataset: Dataset) -> str:
        return ", ".join(tag.slug for tag in dataset.tags.all())


@admin.register(Dataset)
class DatasetAdmin(ExportableModelAdmin, OfferAdmin):
    resource_classes = [DatasetResource]
    list_display = [
        "title", "provider_link", "location_link", "status_label", "price_money", "monthly_money", "published_at",
        "deleted_label",
    ]  # fmt: skip
    list_select_related = ["provider", "location"]
    list_filter = [
        ("location", PlaceFilter),
        *OFFER_FILTERS,
        ("provider", AutocompleteSelectFilter),
        ("category", RelatedDropdownFilter),
        ("tags", AutocompleteSelectFilter),
        ("update_frequency", ChoicesDropdownFilter),
    ]
    search_fields = ("title", "slug")
    autocomplete_fields = ["provider", "source", "location", "category", "tags"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "description", ("category", "tags")]}),
        (_("Origin and place"), {"fields": [("provider", "source"), ("location", "update_frequency"), "licence"]}),
        (
            _("Prices"),
            {
                "description": _("Empty: not sold that way. Zero: free."),
                "fields": [("price", "monthly_price", "currency")],
            },
        ),
        (
            _("Record"),
            {
                "classes": ["collapse"],
                "fields": [("status_label", "published_at"), ("created_at", "updated_at"), "deleted_at", "id"],
            },
        ),
    ]

    provider_link = link_column("provider", _("provider"), ordering="provider__search_name")
    location_link = link_column("location", _("location"), ordering="location__search_name")

    def search_q(self, word: str) -> Q:
        # As in the shop window: a plural finds its singular.
        condition = super().search_q(word)
        for stem in search_stems(word):
            condition |= Q(search_text__contains=stem)
        return condition

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_export_queryset(request)
            .select_related("provider", "category", "location")
            .prefetch_related("tags")
        )

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Dataset:
        if data.get("location") is None:
            data = {name: value for name, value in data.items() if name != "location"}  # then the source's counts
        return actions.create_dataset(data=data, at=timezone.now())

    def update(
        self, *, request: HttpRequest, row: Dataset, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Dataset:
        return actions.update_dataset(dataset=row, data=data, at=timezone.now())

    def remove(self, *, request: HttpRequest, row: Dataset) -> None:
        actions.delete_dataset(dataset=row, at=timezone.now())

    def bring_back(self, *, request: HttpRequest, row: Dataset) -> None:
        actions.restore_dataset(dataset=row)

    def publish_row(self, row: Dataset) -> None:
        actions.publish_dataset(dataset=row, at=timezone.now())

    def retire_row(self, row: Dataset) -> None:
        actions.retire_dataset(dataset=row, at=timezone.now())

    def unpublish_row(self, row: Dataset) -> None:
        actions.unpublish_dataset(dataset=row)
