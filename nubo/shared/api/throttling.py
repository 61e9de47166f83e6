"""How often one caller may come; the rates are settings, and an empty rate is none."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

__all__ = ["AnonThrottle", "LoginThrottle", "UserThrottle", "client_address"]


def client_address(request: HttpRequest | Request) -> str | None:
    """The caller's IP address, for throttles and lockouts; None for a peer without one (a Unix socket).

    Of X-Forwarded-For counts the entry that the outermost of TRUSTED_PROXIES wrote: everything left of it is the caller's
    own claim, and whoever could choose an address could guess passwords for ever.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUSTED_PROXIES and forwarded:
        addresses = forwarded.split(",")
        entry = _valid_address(addresses[-min(settings.TRUSTED_PROXIES, len(addresses))].strip())
        if entry:
            return entry
    return _valid_address(request.META.get("REMOTE_ADDR", ""))


def _valid_address(text: str) -> str | None:
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


class _ConfiguredRate:
    """Reads the rate when asked, not at import, so that tests and reloads see the setting in force."""

    scope: str | None

    def get_ident(self, request: Request) -> str:
        return client_address(request) or "unknown"

    def get_rate(self) -> str | None:
        rate = api_settings.DEFAULT_THROTTLE_RATES.get(self.scope or "")
        return None if rate is None else str(rate)


class AnonThrottle(_ConfiguredRate, AnonRateThrottle):
    """Callers without a token, by address."""

    scope = "anon"


class UserThrottle(_ConfiguredRate, UserRateThrottle):
    """Signed-in callers, by user; those without a token are AnonThrottle's."""

    scope = "user"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not (request.user and request.user.is_authenticated):
            return None
        return super().get_cache_key(request, view)


class LoginThrottle(_ConfiguredRate, SimpleRateThrottle):
    """Attempts to sign in, by address."""

    scope = "login"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
