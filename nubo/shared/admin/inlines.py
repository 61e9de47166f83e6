"""Rows shown inside another row's page."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import TabularInline

from nubo.shared.admin.fields import ActionFieldsMixin
from nubo.shared.admin.forms import ActionForm

__all__ = ["ActionTabularInline", "ReadOnlyTabularInline"]


class ActionTabularInline(ActionFieldsMixin, TabularInline):
    """Rows whose values the parent's action gets, through ``inline_rows(formset)``."""

    form = ActionForm
    extra = 0


class ReadOnlyTabularInline(TabularInline):
    """Rows to look at."""

    extra = 0
    max_num = 0
    can_delete = False
    per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
