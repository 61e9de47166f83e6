"""Rows shown inside another row's page."""

from typing import Any

from django.db import models
from django.forms import Field
from django.http import HttpRequest
from unfold.admin import TabularInline

from nubo.shared.admin.forms import ActionForm, DecimalInput

__all__ = ["ActionTabularInline", "ReadOnlyTabularInline"]


class ActionTabularInline(TabularInline):
    """Rows whose values the parent's action gets, through ``inline_rows(formset)``."""

    form = ActionForm
    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        if isinstance(db_field, models.DecimalField):
            kwargs = {"localize": True, "widget": DecimalInput, **kwargs}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


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
