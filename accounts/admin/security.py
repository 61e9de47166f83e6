"""Screens of the packages that guard signing in, in our theme; without it their inputs lose their borders."""

from typing import Any

from axes.admin import AccessAttemptAdmin as BaseAccessAttemptAdmin
from axes.admin import AccessFailureLogAdmin as BaseAccessFailureLogAdmin
from axes.admin import AccessLogAdmin as BaseAccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from rest_framework_simplejwt.token_blacklist.admin import BlacklistedTokenAdmin as BaseBlacklistedTokenAdmin
from rest_framework_simplejwt.token_blacklist.admin import OutstandingTokenAdmin as BaseOutstandingTokenAdmin
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from unfold.admin import ModelAdmin

from nubo.shared.admin import DayRangeFilter, ReadOnlyModelAdmin

__all__ = ["GroupAdmin"]

# Their modules, imported above, have registered their own screens.
for model in (Group, AccessAttempt, AccessLog, AccessFailureLog, OutstandingToken, BlacklistedToken):
    admin.site.unregister(model)


@admin.register(Group)
class GroupAdmin(BaseGroupAdmin, ModelAdmin):
    """Only superusers write groups: who may change one could give any permission to their own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


class SignInRecordAdmin(ReadOnlyModelAdmin):
    """Without what was typed: request data may hold a password typed into the wrong field."""

    list_filter = [("attempt_time", DayRangeFilter)]
    search_fields = ("username", "ip_address", "path_info")
    date_hierarchy = None
    actions = []


@admin.register(AccessAttempt)
class AccessAttemptAdmin(SignInRecordAdmin, BaseAccessAttemptAdmin):
    """Deleting a row lifts the lock."""

    list_display = ["attempt_time", "username", "ip_address", "failures_since_start", "status", "path_info"]
    fieldsets = [
        (
            None,
            {"fields": ["username", "ip_address", "user_agent", "path_info", "failures_since_start", "attempt_time"]},
        )
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")


@admin.register(AccessLog)
class AccessLogAdmin(SignInRecordAdmin, BaseAccessLogAdmin):
    list_display = ["attempt_time", "logout_time", "username", "ip_address", "path_info"]


@admin.register(AccessFailureLog)
class AccessFailureLogAdmin(SignInRecordAdmin, BaseAccessFailureLogAdmin):
    list_display = ["attempt_time", "username", "ip_address", "locked_out", "path_info"]


@admin.register(OutstandingToken)
class OutstandingTokenAdmin(ReadOnlyModelAdmin, BaseOutstandingTokenAdmin):
    """The refresh tokens that were given out. The token itself stays hidden: whoever reads it could use it."""

    list_display = ["jti", "user", "created_at", "expires_at"]
    list_filter = [("created_at", DayRangeFilter), ("expires_at", DayRangeFilter)]
    search_fields = ("jti", "user__email")
    ordering = ["-id"]
    fields = ["jti", "user", "created_at", "expires_at"]
    readonly_fields = fields


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(ReadOnlyModelAdmin, BaseBlacklistedTokenAdmin):
    list_display = ["token_jti", "token_user", "token_created_at", "token_expires_at", "blacklisted_at"]
    list_filter = [("blacklisted_at", DayRangeFilter)]
    search_fields = ("token__jti", "token__user__email")
    ordering = ["-id"]
    fields = ["token_jti", "token_user", "blacklisted_at"]
    readonly_fields = fields
