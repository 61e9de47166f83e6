"""Numbered system checks: settings that start, but would go wrong later. Errors always; warnings with `check --deploy`.

Each hint says what to set. A number is never used twice; one that does not apply goes into SILENCED_SYSTEM_CHECKS.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import is_currency
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

Apps = Sequence[AppConfig] | None


@register()
def billing_time_zone_exists(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Django itself looks only where the system keeps zones, and slim images keep none: the first invoice would fail."""
    name = settings.DEFAULT_BILLING_TIME_ZONE
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "Use a name of the IANA database, such as America/Sao_Paulo."
        return [Error(f"DEFAULT_BILLING_TIME_ZONE={name!r} is no time zone.", hint=hint, id="nubo.E001")]
    return []


@register()
def default_currency_exists(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Three letters pass the settings; BLR instead of BRL would be printed on invoices, which never change again."""
    code = settings.DEFAULT_CURRENCY
    if is_currency(code):
        return []
    return [Error(f"DEFAULT_CURRENCY={code!r} is no ISO 4217 code.", hint="For example BRL.", id="nubo.E002")]


@register()
def public_url_is_an_address(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Links in mails and documents are made by appending a path to it."""
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment:
        return []
    hint = "Write it with its scheme and without ? or #: https://dados.example.com"
    return [Error(f"PUBLIC_URL={settings.PUBLIC_URL!r} is no web address.", hint=hint, id="nubo.E003")]


@register(Tags.security, deploy=True)
def cache_is_shared(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if "locmem" not in settings.CACHES["default"]["BACKEND"]:
        return []
    hint = "Set CACHE_URL (redis://…). gunicorn.conf.py starts only one process until then."
    return [Warning("Throttles are counted per process, not once for all.", hint=hint, id="nubo.W001")]


@register(Tags.security, deploy=True)
def tls_is_recognised(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """gunicorn speaks plain HTTP; only a proxy's header tells that the client came over TLS."""
    if not settings.SECURE_TLS or settings.TRUSTED_PROXIES:
        return []
    hint = "Set TRUSTED_PROXIES to the number of proxies in front, or SECURE_TLS=false on a network without TLS."
    return [Warning("SECURE_TLS without a trusted proxy redirects every request for ever.", hint=hint, id="nubo.W002")]


@register(Tags.security, deploy=True)
def public_url_is_public(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.hostname in ("127.0.0.1", "localhost", "::1"):
        problem = "points at this machine; links in mails lead nowhere"
    elif settings.SECURE_TLS and parts.scheme == "http":
        problem = "is not https although SECURE_TLS is on"
    else:
        return []
    return [Warning(f"PUBLIC_URL {problem}.", hint="PUBLIC_URL=https://dados.example.com", id="nubo.W003")]


@register(deploy=True)
def mail_is_sent(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND.rsplit(".", 2)[-2] not in ("console", "dummy", "locmem", "filebased"):
        return []
    hint = "Set EMAIL_URL (smtp+tls://user:password@host:587)."
    return [Warning("Mails are written to the log, not sent.", hint=hint, id="nubo.W004")]


@register(Tags.security, deploy=True)
def browsers_come_over_tls(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    plain = [origin for origin in settings.CORS_ALLOWED_ORIGINS if origin.startswith("http://")]
    if not settings.SECURE_TLS or not plain:
        return []
    hint = "List https:// origins only, or SECURE_TLS=false on a network without TLS."
    return [Warning(f"CORS_ALLOWED_ORIGINS lets plain HTTP pages in: {', '.join(plain)}.", hint=hint, id="nubo.W005")]


@register(Tags.security, deploy=True)
def attempts_are_limited(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Both may be off for a load test; both off on the internet is a password-guessing service."""
    if settings.AXES_ENABLED or settings.THROTTLE_LOGIN:
        return []
    hint = "Set THROTTLE_LOGIN (10/min) or LOCKOUT_AFTER (10)."
    return [Warning("Passwords may be guessed without limit.", hint=hint, id="nubo.W006")]


@register(deploy=True)
def issuer_is_named(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """An invoice that names nobody's CNPJ is one that its receiver's accountants send back."""
    missing = [name for name in ("ISSUER_TAX_ID", "ISSUER_ADDRESS") if not getattr(settings, name)]
    if not missing:
        return []
    return [
        Warning(f"Invoices go out without {' and '.join(missing)}.", hint="Set what invoices print.", id="nubo.W007")
    ]
