"""The staff's site: the theme's, safe from addresses that hold nonsense."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

__all__ = ["AdminSite"]


class AdminSite(UnfoldAdminSite):
    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def without_nul(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # PostgreSQL refuses NUL in every text, so a filter or search with one would fail in the middle of the page.
            if "\x00" in request.path:
                raise Http404
            if any("\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])):
                request.GET = request.GET.copy()
                for name, values in list(request.GET.lists()):
                    del request.GET[name]
                    request.GET.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
            return guarded(request, *args, **kwargs)

        return without_nul

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            return super().search(request, extra_context)
        except (ValueError, InvalidPage, ValidationError):  # ?page=nonsense
            raise Http404 from None

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Not above: the forms' package registers a model, for which this site must exist.
        from nubo.admin_password import PasswordChangeThroughAction

        request.current_app = self.name
        return PasswordChangeThroughAction.as_view(
            template_name=self.password_change_template or "registration/password_change_form.html",
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
