"""Money: ``Decimal`` with two places, rounded half-up per line, always beside its currency. Never float."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import format_currency
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

__all__ = ["CENT", "MAX_DIGITS", "ZERO", "CurrencyField", "MoneyField", "format_money", "round_money"]

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
#: 12 digits before the point: more than any invoice, and far inside what both databases hold exactly.
MAX_DIGITS = 14


def round_money(amount: Decimal) -> Decimal:
    """``amount`` to the cent. Half-up, not banker's: commercial rounding per line."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def format_money(amount: Decimal, currency: str) -> str:
    """``R$ 1.234,56`` in the active language (U+00A0 after the sign, as CLDR has it)."""
    return format_currency(amount, currency, locale=to_locale(get_language() or "pt-br"))


class MoneyField(models.DecimalField):
    """An amount ≥ 0 with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", MAX_DIGITS)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("validators", [MinValueValidator(ZERO)])
        super().__init__(*args, **kwargs)


class CurrencyField(models.CharField):
    """An ISO 4217 code in capitals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault(
            "validators", [RegexValidator(r"^[A-Z]{3}\Z", _("Write the currency as its three letters, like BRL."))]
        )
        super().__init__(*args, **kwargs)
