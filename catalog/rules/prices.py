"""Prices as people and programs write them. Every function raises ValueError for what is no price."""

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["PriceRange", "parse_amount", "parse_price", "parse_price_range"]

#: No sign, no exponent, no third decimal: what the catalogue cannot hold is no price.
_PRICE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_BRAZILIAN = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,12}),[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class PriceRange:
    """From ``minimum`` to ``maximum``, both included; None is an open end."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None


def parse_price(text: str) -> Decimal:
    """``"49.90"``, ``"49.9"`` or ``"49"``, with two places afterwards."""
    if not _PRICE.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no price")
    return Decimal(text).quantize(Decimal("0.01"))


def parse_price_range(text: str) -> PriceRange:
    """``49.90`` is exactly that; ``10-50`` a closed range; ``10-`` and ``-50`` open ones."""
    low, dash, high = text.partition("-")
    if not dash:
        exact = parse_price(text)
        return PriceRange(exact, exact)
    if not low and not high:
        raise ValueError("a range has at least one end")
    found = PriceRange(parse_price(low) if low else None, parse_price(high) if high else None)
    if found.minimum is not None and found.maximum is not None and found.minimum > found.maximum:
        raise ValueError("a range begins with its smaller end")
    return found


def parse_amount(text: str) -> Decimal:
    """A price in a file: ``49.90`` as well as ``49,90``, ``1.234,56`` and ``R$ 49,90``.

    ``1.234`` is refused: it is a thousand to some and one and a bit to others.
    """
    bare = text.strip().removeprefix("R$").strip()
    if _BRAZILIAN.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    return parse_price(bare)
