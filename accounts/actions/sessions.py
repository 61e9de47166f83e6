"""Signing in, staying signed in and signing out.

An access token is checked against the person as it is at every request (``api/authentication.py``); refresh tokens are
good for one use each and are blacklisted here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken, UntypedToken
from rest_framework_simplejwt.utils import datetime_from_epoch, get_md5_hash_password

from accounts.models import User
from accounts.rules import may_sign_in, normalize_email
from nubo.shared.errors import DomainError

__all__ = [
    "LockedOut",
    "SessionEnded",
    "SignIn",
    "SignInRefused",
    "Tokens",
    "end_sessions",
    "record_sign_in",
    "refresh_tokens",
    "sign_in",
    "sign_out",
]


class SignInRefused(DomainError):
    """No such person, a wrong password, or one who may not sign in: the caller never learns which."""

    code = "authentication_failed"
    detail = gettext_lazy("The e-mail or the password is wrong.")


class LockedOut(DomainError):
    """Too many failures; ``retry_after`` seconds until the next attempt counts."""

    code = "locked_out"
    detail = gettext_lazy("Too many failed attempts. Please try again later.")

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class SessionEnded(DomainError):
    """A refresh token that is no longer good, for whatever reason."""

    code = "token_not_valid"
    detail = gettext_lazy("The token is not valid.")


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class SignIn:
    user: User
    access: str
    refresh: str


def sign_in(*, request: HttpRequest, email: str, password: str, at: datetime) -> SignIn:
    """Check e-mail and password and begin a session; writes ``last_login`` and forgets earlier failures.

    ``request`` is Django's, whose address counts for the lockout. Raises SignInRefused or LockedOut. Not atomic as a
    whole: a failed attempt must stay counted.
    """
    email = normalize_email(email)
    user = authenticate(request=request, username=email, password=password)
    if user is None:
        if was_locked_out(request):
            raise LockedOut(retry_after=seconds_locked(request=request, email=email, at=at))
        raise SignInRefused
    with transaction.atomic():
        user_logged_in.send(sender=User, request=request, user=user, at=at)
        tokens = _new_tokens(user)
    return SignIn(user=user, access=tokens.access, refresh=tokens.refresh)


def was_locked_out(request: HttpRequest) -> bool:
    """Whether the attempt was turned away unread; the failure that fills the measure is still an ordinary failure."""
    return getattr(request, "axes_locked_out", False) and getattr(request, "axes_failures_since_start", None) is None


def seconds_locked(*, request: HttpRequest, email: str, at: datetime) -> int:
    """How long this e-mail stays locked from the request's address, in seconds, at least 1."""
    address = request.axes_ip_address  # type: ignore[attr-defined]
    newest = (
        AccessAttempt.objects.filter(username=normalize_email(email), ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    cool_off = get_cool_off(request)
    if newest is None or cool_off is None:
        return 1
    return max(1, int((newest + cool_off - at).total_seconds()) + 1)


def record_sign_in(sender: object, user: User, at: datetime | None = None, **kwargs: Any) -> None:
    """Receiver of ``user_logged_in``, in place of Django's own, for the API and the admin alike.

    Django's saves the row, and every sign-in would stand in the history as a change of nothing. The admin does not pass
    ``at``.
    """
    user.last_login = at or timezone.now()
    User.all_objects.filter(pk=user.pk).update(last_login=user.last_login)


def refresh_tokens(*, refresh: str) -> Tokens:
    """A new pair for a refresh token, which is used up by it. Raises SessionEnded.

    So it is for a used or expired token, a person who may not sign in (any more) and a password changed since.
    """
    try:
        token = RefreshToken(refresh)  # type: ignore[arg-type]
    except TokenError:
        raise SessionEnded from None
    user = User.objects.select_related("account").filter(pk=token.get(api_settings.USER_ID_CLAIM)).first()
    if user is None or not may_sign_in(user):
        raise SessionEnded
    if token.get(api_settings.REVOKE_TOKEN_CLAIM) != get_md5_hash_password(user.password):
        raise SessionEnded
    with transaction.atomic():
        # Of two requests with the same token one inserts the row; the other comes too late, like any reuse.
        if not _use_up(token):
            raise SessionEnded
        return _new_tokens(user)


def sign_out(*, refresh: str, user: User) -> None:
    """Use up a refresh token of ``user``. One that is used up or expired already is fine.

    Raises ValidationError naming ``refresh`` for anything else, another person's token included.
    """
    try:
        # Untyped: RefreshToken itself would not tell a used token from a forged one.
        token = UntypedToken(refresh)  # type: ignore[arg-type]
    except ExpiredTokenError:
        return
    except TokenError:
        token = None
    if (
        token is None
        or token.get(api_settings.TOKEN_TYPE_CLAIM) != RefreshToken.token_type
        or token.get(api_settings.USER_ID_CLAIM) != str(user.pk)
    ):
        raise ValidationError({"refresh": ValidationError(_("This is not a refresh token of yours."), code="invalid")})
    with transaction.atomic():
        _use_up(token)


def end_sessions(users: Iterable[User]) -> None:
    """Blacklist every refresh token that these people hold."""
    held = OutstandingToken.objects.filter(user__in=[user.pk for user in users], blacklistedtoken__isnull=True)
    BlacklistedToken.objects.bulk_create([BlacklistedToken(token=token) for token in held], ignore_conflicts=True)


def _new_tokens(user: User) -> Tokens:
    refresh = RefreshToken.for_user(user)
    return Tokens(access=str(refresh.access_token), refresh=str(refresh))


def _use_up(token: Any) -> bool:
    """Blacklist a token; False if it was before."""
    outstanding, _created = OutstandingToken.objects.get_or_create(
        jti=token[api_settings.JTI_CLAIM],
        defaults={
            "user_id": token.get(api_settings.USER_ID_CLAIM),
            "token": str(token.token),
            "created_at": token.current_time,
            "expires_at": datetime_from_epoch(token["exp"]),
        },
    )
    return BlacklistedToken.objects.get_or_create(token=outstanding)[1]
