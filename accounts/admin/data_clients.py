"""Staff screen of data clients: the token is shown once, then only its traces."""

from typing import Any

from django.contrib import admin, messages
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts import actions
from accounts.models import DataClient
from nubo.shared.admin import ActionModelAdmin, DayRangeFilter, TrackedModelAdmin, button, link_column

__all__ = ["DataClientAdmin"]


@admin.register(DataClient)
class DataClientAdmin(TrackedModelAdmin, ActionModelAdmin):
    list_display = ["name", "account_link", "state", "last_used_at", "expires_at", "created_at"]
    list_select_related = ["account"]
    list_filter = [
        ("account", AutocompleteSelectFilter),
        ("expires_at", DayRangeFilter),
        ("created_at", DayRangeFilter),
    ]
    search_fields = ("name", "account__name", "account__email")
    folded_search_fields = ("account__search_name",)
    autocomplete_fields = ["account"]
    fields = ["account", "name", "expires_at"]
    readonly_fields = ["id", "last_used_at", "revoked_at", "created_at"]
    actions_detail = ["revoke"]

    account_link = link_column("account", gettext_lazy("account"), ordering="account__name")

    @display(description=gettext_lazy("state"), label={"active": "success", "revoked": "danger", "expired": "warning"})
    def state(self, row: DataClient) -> tuple[str, str]:
        if row.revoked_at is not None:
            return "revoked", _("revoked")
        if row.expires_at is not None and row.expires_at <= timezone.now():
            return "expired", _("expired")
        return "active", _("active")

    def get_fields(self, request: HttpRequest, obj: DataClient | None = None) -> list[str]:
        return [*self.fields, *(self.readonly_fields if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> DataClient:
        client, request.new_token = actions.create_data_client(**data)  # type: ignore[attr-defined]
        return client

    def response_add(self, request: HttpRequest, obj: DataClient, post_url_continue: str | None = None) -> HttpResponse:
        """The token, this once: not by redirect, since a message would be kept in the session or a cookie."""
        messages.warning(request, _("This token is shown only now. Copy it before you leave this page."))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": _("Token of the new data client"),
            "token": request.new_token,  # type: ignore[attr-defined]
        }
        response = TemplateResponse(request, "admin/nubo/new_token.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @button(
        title=gettext_lazy("Revoke"),
        explanation=gettext_lazy("The token stops working at once. This cannot be undone."),
        icon="block",
        when=lambda row: row.revoked_at is None,
        variant=ActionVariant.DANGER,
    )
    def revoke(self, request: HttpRequest, row: DataClient, data: dict[str, Any]) -> str:
        actions.revoke_data_client(data_client=row, at=timezone.now())
        return _("%(row)s was revoked.") % {"row": row}
