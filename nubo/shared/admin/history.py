"""Who changed what: the history pages of tracked models. They only show; a revert would write past the actions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

__all__ = ["TrackedModelAdmin"]


class TrackedModelAdmin(SimpleHistoryAdmin):
    """Mix in before the ModelAdmin of a model with ``HistoricalRecords``."""

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().history_view(request, object_id, extra_context)
        except (ValueError, ValidationError):
            raise Http404 from None  # what stands in the address cannot be an id

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise Http404
        try:
            return super().history_form_view(request, object_id, version_id, extra_context)
        except (ValueError, OverflowError, ValidationError):
            raise Http404 from None
