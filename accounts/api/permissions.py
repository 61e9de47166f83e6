"""Who may call which route of this app, and which fields of what they may write stay closed to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.choices import UserRole
from accounts.models import User

__all__ = ["MayChangeUser", "MayOpenAccount", "closed_account_fields", "closed_user_fields", "refuse_changes"]


class MayOpenAccount(BasePermission):
    """Staff; and nobody in particular, while people may sign up by themselves (SELF_SIGN_UP)."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.user.is_authenticated:
            return request.user.is_staff
        return settings.SELF_SIGN_UP


class MayChangeUser(BasePermission):
    """Staff are changed by superusers or themselves: whoever sets a superuser's password is one."""

    def has_object_permission(self, request: Request, view: Any, obj: User) -> bool:
        if request.method == "GET" or not obj.is_staff:
            return True
        return request.user.is_superuser or obj.pk == request.user.pk


#: What the house decides about a customer, not the customer.
_DECIDED_BY_STAFF = ("role", "payment_terms", "net_days", "is_active")


def closed_account_fields(caller: Any) -> tuple[str, ...]:
    """Fields of an account that ``caller`` (nobody, when signing up) may not set to another value."""
    return () if caller.is_staff else _DECIDED_BY_STAFF


def closed_user_fields(*, caller: Any, user: User, profile: bool = False) -> tuple[str, ...]:
    """Fields of ``user`` that ``caller`` may not set to another value; ``profile``: on /users/me.

    Nobody sets the own password here: that needs the current one.
    """
    own = caller.pk == user.pk
    if profile or (own and not caller.is_staff and caller.role != UserRole.ADMIN):
        return ("account", "role", "is_active", "external_token", "password")
    return ("password",) if own else ()


def refuse_changes(row: models.Model, data: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Raise ValidationError naming each of ``fields`` that ``data`` would change; the value in force is fine.

    So a frontend may send back all it was shown.
    """
    changed = [field for field in fields if field in data and data[field] != getattr(row, field)]
    if changed:
        detail = ErrorDetail(_("You may not change this."), code="not_allowed")
        raise ValidationError({field: [detail] for field in changed})
