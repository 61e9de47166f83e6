"""One row of an import: which fields there are, and what their texts mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.choices import DatasetStatus, SourceKind, UpdateFrequency
from catalog.rules.prices import parse_amount

__all__ = ["IMPORT_FIELDS", "ImportRow", "parse_fields"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """Where the row stands, its cells by field, and the faults that a mapping has found already."""

    line: int
    fields: Mapping[str, Any]
    faults: dict[str, str] = field(default_factory=dict)


def parse_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Texts into values; fields that may not be empty are left out where they are. Raises ValidationError by field."""
    data: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in raw.items():
        try:
            parsed = _PARSERS[name](value)
        except ValueError as error:
            faults[name] = str(error)
            continue
        if parsed or name not in _STAYS_WHEN_EMPTY:
            data[name] = parsed
    if faults:
        raise ValidationError(faults)
    return data


def _text(value: Any) -> str:
    """A cell, or a JSON string, number or null."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(_("A text is expected."))
    text = str(value).strip()
    # PostgreSQL's text has no NUL, and UTF-8 no lone surrogates.
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(_("There are characters in it that no text has."))
    return text


def _description(value: Any) -> str:
    text = _text(value)
    if len(text) > 20_000:
        raise ValueError(_("At most 20,000 characters are expected."))
    return text


def _price(value: Any) -> Decimal | None:
    text = _text(value)
    if not text:
        return None
    try:
        return parse_amount(text)
    except ValueError:
        raise ValueError(_("%r is no price; write it like 49.90 or 49,90.") % text[:40]) from None


def _words(value: Any) -> list[str]:
    """A JSON list, or text with semicolons or, failing those, commas between the words."""
    if isinstance(value, list):
        words = [_text(item) for item in value]
    else:
        text = _text(value)
        words = [word.strip() for word in text.split(";" if ";" in text else ",")]
    return [word for word in words if word]


def _one_of(choices: type[DatasetStatus | UpdateFrequency | SourceKind]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        text = _text(value).lower()
        if text and text not in choices.values:
            raise ValueError(
                _("%(text)r is none of %(choices)s.") % {"text": text[:40], "choices": ", ".join(choices.values)}
            )
        return text

    return parse


def _currency(value: Any) -> str:
    return _text(value).upper()


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "slug": _text,
    "title": _text,
    "description": _description,
    "provider": _text,
    "category": _text,
    "tags": _words,
    "location": _text,
    "price": _price,
    "monthly_price": _price,
    "currency": _currency,
    "licence": _text,
    "update_frequency": _one_of(UpdateFrequency),
    "status": _one_of(DatasetStatus),
    "source_url": _text,
    "source_kind": _one_of(SourceKind),
}

#: The columns that a table for import may have.
IMPORT_FIELDS = frozenset(_PARSERS)

#: Nothing stands for "empty" in these: an empty cell says no more than a missing column.
_STAYS_WHEN_EMPTY = {"slug", "title", "provider", "currency", "update_frequency", "status", "source_kind"}
