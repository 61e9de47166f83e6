"""What django-axes asks of us: whose attempt it was, and what someone who is locked out gets to see."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.actions.sessions import seconds_locked, was_locked_out
from accounts.rules import normalize_email

__all__ = ["attempted_email", "locked_out"]


def attempted_email(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """AXES_USERNAME_CALLABLE: the e-mail as it is stored; otherwise ``Ana@…`` and ``ana@…`` would be counted apart."""
    email = (credentials or {}).get("username") or request.POST.get("username")
    return normalize_email(email) if isinstance(email, str) else None


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: the API's own answer stays; the admin's sign-in gets a page that says what happened."""
    if not was_locked_out(request) or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return response
    email = attempted_email(request, credentials) or ""
    wait = seconds_locked(request=request, email=email, at=timezone.now())
    context = {**admin.site.each_context(request), "minutes": -(-wait // 60)}
    page = render(request, "accounts/locked_out.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(wait)
    return page
