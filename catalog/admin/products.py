"""Staff screen of data products."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import actions
from catalog.admin.offers import OFFER_FILTERS, OfferAdmin
from catalog.models import Product, ProductItem
from nubo.shared.admin import ActionTabularInline, inline_rows

__all__ = ["ProductAdmin"]


class ProductItemInline(ActionTabularInline):
    model = ProductItem
    verbose_name_plural = _("datasets of this product")
    fields = ["dataset"]
    autocomplete_fields = ["dataset"]


@admin.register(Product)
class ProductAdmin(OfferAdmin):
    list_display = ["title", "status_label", "price_money", "monthly_money", "published_at", "deleted_label"]
    list_filter = OFFER_FILTERS
    search_fields = ("title",)
    folded_search_fields = ("slug",)  # the title without its accents
    inlines = [ProductItemInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "description"]}),
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

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Product:
        return actions.create_product(data={**data, "datasets": _datasets(formsets)}, at=timezone.now())

    def update(
        self, *, request: HttpRequest, row: Product, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Product:
        if any(formset.has_changed() for formset in formsets):
            data = {**data, "datasets": _datasets(formsets)}
        return actions.update_product(product=row, data=data, at=timezone.now())

    def remove(self, *, request: HttpRequest, row: Product) -> None:
        actions.delete_product(product=row, at=timezone.now())

    def bring_back(self, *, request: HttpRequest, row: Product) -> None:
        actions.restore_product(product=row)

    def publish_row(self, row: Product) -> None:
        actions.publish_product(product=row, at=timezone.now())

    def retire_row(self, row: Product) -> None:
        actions.retire_product(product=row, at=timezone.now())

    def unpublish_row(self, row: Product) -> None:
        actions.unpublish_product(product=row)


def _datasets(formsets: list[BaseInlineFormSet]) -> list[Any]:
    return [row["dataset"] for formset in formsets for row in inline_rows(formset)]
