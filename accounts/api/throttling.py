"""How often passwords may be tried, beside the limit per address (``nubo.shared.api.throttling``)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from accounts.rules import normalize_email
from nubo.shared.api.throttling import LoginThrottle

__all__ = ["EmailLoginThrottle", "PasswordChangeThrottle"]


class EmailLoginThrottle(LoginThrottle):
    """Attempts to sign in, by e-mail: many addresses together may not try one person's password any faster."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        email = request.data.get("email") if isinstance(request.data, Mapping) else None
        if not isinstance(email, str):
            return None  # refused by its shape
        # A digest: cache servers limit the length and characters of keys, and need not know who our customers are.
        digest = hashlib.sha256(normalize_email(email).encode("utf-8", "surrogatepass")).hexdigest()
        return self.cache_format % {"scope": "login_email", "ident": digest}


class PasswordChangeThrottle(LoginThrottle):
    """Guesses at one's current password, by person: a stolen access token shall not become a stolen password."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": "login_person", "ident": request.user.pk}
