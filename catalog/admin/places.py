"""Staff screens of providers, their sources, and locations."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from catalog import actions
from catalog.actions.origins import delete_location, delete_source, save_location, save_source
from catalog.admin.filters import PlaceFilter
from catalog.choices import LocationKind
from catalog.models import Location, Provider, Source
from nubo.shared.admin import (
    ActionModelAdmin,
    DayRangeFilter,
    ReadOnlyTabularInline,
    SoftDeleteModelAdmin,
    TrackedModelAdmin,
    deleted_column,
    label_column,
    link_column,
)

__all__ = ["LocationAdmin", "ProviderAdmin", "SourceAdmin"]


class SourceInline(ReadOnlyTabularInline):
    model = Source
    fields = ["url", "kind", "location"]
    readonly_fields = fields
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("location")


@admin.register(Provider)
class ProviderAdmin(TrackedModelAdmin, SoftDeleteModelAdmin):
    list_display = ["name", "account_link", "site", "contact", "created_at", "deleted_label"]
    list_select_related = ["account"]
    list_filter = [("account", AutocompleteSelectFilter), ("created_at", DayRangeFilter)]
    search_fields = ("name", "site", "contact")
    folded_search_fields = ("search_name",)
    ordering = ["search_name", "id"]
    autocomplete_fields = ["account"]
    readonly_fields = ["id", "created_at", "updated_at", "deleted_at"]
    fieldsets = [
        (None, {"fields": ["name", "account", "site", "contact"]}),
        (_("Record"), {"classes": ["collapse"], "fields": ["id", "created_at", "updated_at", "deleted_at"]}),
    ]

    account_link = link_column("account", _("account"), ordering="account__search_name")
    deleted_label = deleted_column

    def get_inlines(self, request: HttpRequest, obj: Provider | None) -> list[type]:
        return [SourceInline] if obj else []

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Provider:
        return actions.save_provider(provider=Provider(), data=data)

    def update(
        self, *, request: HttpRequest, row: Provider, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Provider:
        return actions.save_provider(provider=row, data=data)

    def remove(self, *, request: HttpRequest, row: Provider) -> None:
        actions.delete_provider(provider=row, at=timezone.now())

    def bring_back(self, *, request: HttpRequest, row: Provider) -> None:
        actions.restore_provider(provider=row)


@admin.register(Source)
class SourceAdmin(TrackedModelAdmin, ActionModelAdmin):
    list_display = ["url", "provider_link", "kind", "location_link"]
    list_select_related = ["provider", "location"]
    list_filter = [
        ("provider", AutocompleteSelectFilter),
        ("kind", ChoicesDropdownFilter),
        ("location", PlaceFilter),
    ]
    search_fields = ("url", "provider__name")
    folded_search_fields = ("provider__search_name", "location__search_name")
    autocomplete_fields = ["provider", "location"]
    fields = ["provider", "kind", "url", "location"]

    provider_link = link_column("provider", _("provider"), ordering="provider__search_name")
    location_link = link_column("location", _("location"), ordering="location__search_name")

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Source:
        return save_source(source=Source(), data=data)

    def update(
        self, *, request: HttpRequest, row: Source, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Source:
        return save_source(source=row, data=data)

    def remove(self, *, request: HttpRequest, row: Source) -> None:
        delete_source(source=row)


@admin.register(Location)
class LocationAdmin(ActionModelAdmin):
    list_display = ["name", "kind_label", "state_code", "country_code", "ibge_code", "latitude", "longitude"]
    list_filter = [("kind", ChoicesDropdownFilter), ("parent", PlaceFilter)]
    search_fields = ("name", "ibge_code")
    folded_search_fields = ("search_name",)
    ordering = ["search_name", "id"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "parent", ("state_code", "country_code"), "ibge_code"]}),
        (_("Coordinates"), {"fields": [("latitude", "longitude")]}),
    ]

    kind_label = label_column(
        "kind", _("kind"), {LocationKind.COUNTRY: "success", LocationKind.STATE: "info", LocationKind.MUNICIPALITY: ""}
    )

    def search_q(self, word: str) -> Q:
        # "campinas sp" and "sp": two letters are a state's, too.
        letters = Q(state_code=word.upper()) if len(word) == 2 else Q()
        return super().search_q(word) | letters

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Location:
        return save_location(location=Location(), data=data)

    def update(
        self, *, request: HttpRequest, row: Location, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Location:
        return save_location(location=row, data=data)

    def remove(self, *, request: HttpRequest, row: Location) -> None:
        delete_location(location=row)
