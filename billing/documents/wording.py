"""Dates, tax ids and addresses as documents write them, in the active language."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import get_language, pgettext, to_locale
from django.utils.translation import gettext as _
from stdnum.br import cnpj, cpf

from accounts.rules import is_company

__all__ = ["LANGUAGES", "address_lines", "day", "language_tag", "period", "tax_id"]

#: The languages a document can be had in.
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: English names the month: 03/04 is March to some of its readers and April to others.
_PATTERNS = {"pt-br": "dd/MM/yyyy", "en": "d MMM yyyy"}


def language_tag() -> str:
    """The active language as files name it: ``pt-BR``."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


def day(value: date) -> str:
    """``31/01/2026`` or ``31 Jan 2026``."""
    language = get_language() or settings.LANGUAGE_CODE
    return format_date(value, _PATTERNS.get(language, "yyyy-MM-dd"), locale=to_locale(language))


def period(start: date, end: date) -> str:
    """The days of ``[start, end)``: the printed last day is the day before ``end``."""
    last = end - timedelta(days=1)
    return day(start) if last == start else _("%(first)s to %(last)s") % {"first": day(start), "last": day(last)}


def tax_id(code: str) -> str:
    """``CNPJ 12.ABC.345/01DE-35`` or ``CPF 390.533.447-05``; anything else as it stands."""
    if not code.isalnum() or len(code) not in {11, 14}:
        return code
    return f"CNPJ {cnpj.format(code)}" if is_company(code) else f"CPF {cpf.format(code)}"


def address_lines(address: Mapping[str, Any]) -> list[str]:
    """An address of a party snapshot in the order of a Brazilian envelope; what is not known leaves no trace."""
    part = {name: str(value or "").strip() for name, value in address.items()}
    known = {name: part.get(name, "") for name in ("street", "number", "complement", "district", "city", "state")}
    street = ", ".join(filter(None, (known["street"], known["number"], known["complement"])))
    place = "\xa0-\xa0".join(filter(None, (known["city"], known["state"])))
    country = part.get("country", "")
    abroad = "" if country in {"", "BR"} else country
    postal_code = pgettext("address", "ZIP %(code)s") % {"code": part["postal_code"]} if part.get("postal_code") else ""
    lines = (
        street,
        ", ".join(filter(None, (known["district"], place))),
        ", ".join(filter(None, (postal_code, abroad))),
    )
    # An address of a country alone says nothing.
    return [line for line in lines if line] if any(known.values()) or postal_code else []
