"""Pure decisions about accounts and people: no database, no clock."""

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.br import cnpj, cpf

from accounts.choices import UserRole

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "compact_identifying_code",
    "is_company",
    "manages_account",
    "may_sign_in",
    "new_token",
    "normalize_email",
    "token_digest",
    "validate_identifying_code",
    "validate_time_zone",
]


def normalize_email(value: str) -> str:
    """The form in which addresses are stored and compared: trimmed, lower case."""
    return value.strip().lower()


def compact_identifying_code(value: str) -> str:
    """``12.abc.345/01de-35`` → ``12ABC34501DE35``."""
    return re.sub(r"[\s./-]", "", value).upper()


def is_company(code: str) -> bool:
    """Whether a compact identifying code is a CNPJ (14 places) rather than a CPF (11)."""
    return len(code) == 14


def validate_identifying_code(value: str) -> None:
    """Accept a valid CNPJ (numeric, or alphanumeric as in force since July 2026) or CPF, with or without its mask.

    Source: Receita Federal, Instrução Normativa RFB 2.229/2024 (alphanumeric CNPJ). Raises ValidationError.
    """
    code = compact_identifying_code(value)
    # The library takes 111.111.111-11, whose check digits happen to be right; Receita Federal never issued it.
    repeated = len(set(code)) == 1
    if repeated or not (code.isascii() and (cnpj.is_valid(code) if is_company(code) else cpf.is_valid(code))):
        raise ValidationError(_("This is not a valid CNPJ or CPF."), code="invalid_identifying_code")


def validate_time_zone(value: str) -> None:
    """Accept a name of the IANA time zone database."""
    if value not in available_timezones():
        raise ValidationError(_("This is not a time zone, like America/Sao_Paulo."), code="invalid_time_zone")


def may_sign_in(user: "User | None" = None, *args: Any) -> bool:
    """Whether tokens of this person are good: person and account neither deleted nor deactivated."""
    if user is None or not user.is_active or user.deleted_at is not None:
        return False
    account = user.account
    return user.is_staff if account is None else account.is_active and account.deleted_at is None


def manages_account(user: "User") -> bool:
    """Whether this person counts as an administrator of the own account: live, active, and not staff."""
    return user.role == UserRole.ADMIN and user.is_active and not user.is_staff and user.deleted_at is None


def new_token() -> str:
    """A fresh credential of a data client: 256 random bits behind a prefix that secret scanners can recognise."""
    return "nubo_" + secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """SHA-256 in hexadecimal: what the database keeps of a data client's token."""
    return hashlib.sha256(token.encode()).hexdigest()
