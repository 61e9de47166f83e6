"""Staff screens of rows that are hidden instead of removed: deleted ones can be listed, looked at and restored."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant

from nubo.shared.admin.buttons import button
from nubo.shared.admin.filters import DeletedFilter
from nubo.shared.admin.model_admin import ActionModelAdmin
from nubo.shared.soft_delete import LIVE

__all__ = ["SoftDeleteModelAdmin"]


class SoftDeleteModelAdmin(ActionModelAdmin):
    """ "Delete" calls the soft-delete action (``remove``), "Restore" calls ``bring_back``."""

    actions_detail = ["restore"]
    delete_confirmation_template = "admin/nubo/soft_delete_confirmation.html"
    delete_selected_confirmation_template = "admin/nubo/soft_delete_selected_confirmation.html"

    def bring_back(self, *, request: HttpRequest, row: Any) -> None:
        """Call the action that restores ``row``."""
        raise PermissionDenied

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = self.model.all_objects.all()
        ordering = self.get_ordering(request)
        if ordering:
            rows = rows.order_by(*ordering)
        # What is offered for choosing is live; pages of deleted rows stay reachable.
        match = request.resolver_match
        return rows.filter(LIVE) if match is not None and match.url_name == "autocomplete" else rows

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), DeletedFilter]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = list(super().get_list_display(request))
        return [*shown, "deleted_at"] if request.GET.get(DeletedFilter.parameter_name) else shown

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and getattr(obj, "deleted_at", None) is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and getattr(obj, "deleted_at", None) is None

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset.filter(LIVE))

    @button(
        title=gettext_lazy("Restore"),
        explanation=gettext_lazy("It becomes visible and usable again, exactly as it was."),
        icon="restore_from_trash",
        permission="delete",
        when=lambda row: row.deleted_at is not None,
        variant=ActionVariant.PRIMARY,
    )
    def restore(self, request: HttpRequest, row: Any, data: dict[str, Any]) -> str:
        self.bring_back(request=request, row=row)
        return _("%(row)s was restored.") % {"row": row}
