"""Who may call a route at all. What they then see is the queryset's business (``visible_to``): 404, not 403."""

from typing import Any

from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request

__all__ = ["AllowAny", "IsAccountAdminOrStaff", "IsAuthenticated", "IsStaff"]


class IsStaff(BasePermission):
    """Staff only."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated and request.user.is_staff)


class IsAccountAdminOrStaff(BasePermission):
    """An administrator of an account, or staff."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        return bool(user and user.is_authenticated and (user.is_staff or user.role == "admin"))
