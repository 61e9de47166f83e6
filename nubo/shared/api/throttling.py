"""How often one caller may come; the rates are settings, and an empty rate is none."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

__all__ = ["AnonThrottle", "LoginThrottle", "UserThrottle"]


class _ConfiguredRate:
    """Reads the rate when asked, not at import, so that tests and reloads see the setting in force."""

    scope: str

    def get_rate(self) -> str | None:
        return settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].get(self.scope)


class AnonThrottle(_ConfiguredRate, AnonRateThrottle):
    """Callers without a token, by address."""


class UserThrottle(_ConfiguredRate, UserRateThrottle):
    """Signed-in callers, by user; those without a token are AnonThrottle's."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not (request.user and request.user.is_authenticated):
            return None
        return super().get_cache_key(request, view)


class LoginThrottle(_ConfiguredRate, SimpleRateThrottle):
    """Attempts to sign in, by address."""

    scope = "login"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
