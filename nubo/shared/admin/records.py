"""The staff screen of the shared ground's own table."""

from django.contrib import admin

from nubo.shared.admin.filters import DayRangeFilter
from nubo.shared.admin.model_admin import ReadOnlyModelAdmin
from nubo.shared.models import IdempotencyRecord

__all__ = ["IdempotencyRecordAdmin"]


@admin.register(IdempotencyRecord)
class IdempotencyRecordAdmin(ReadOnlyModelAdmin):
    list_display = ["key", "scope", "response_status", "created_at"]
    list_filter = [("created_at", DayRangeFilter)]
    search_fields = ("key", "scope")
    ordering = ["-id"]
