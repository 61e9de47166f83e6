"""Money: cents, rounded half-up, and written as the country writes it."""

from decimal import ROUND_DOWN, Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from nubo.shared.money import CENT, format_money, round_money

amounts = st.decimals(0, 10**9, places=6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.004999", "0.00"),
        ("2.675", "2.68"),
        ("1.015", "1.02"),
        ("1.025", "1.03"),
        ("29.95", "29.95"),
    ],
)
def test_half_a_cent_rounds_up(amount: str, rounded: str) -> None:
    assert str(round_money(Decimal(amount))) == rounded


@given(amounts)
def test_rounding_moves_by_half_a_cent_at_most_and_never_twice(amount: Decimal) -> None:
    rounded = round_money(amount)
    assert rounded.as_tuple().exponent == -2
    assert abs(rounded - amount) <= CENT / 2
    assert round_money(rounded) == rounded
    assert rounded >= amount.quantize(CENT, rounding=ROUND_DOWN)


def test_reais_are_written_the_brazilian_way() -> None:
    with override("pt-br"):
        assert format_money(Decimal("1234.56"), "BRL") == "R$\u00a01.234,56"
    with override("en"):
        assert format_money(Decimal("1234.56"), "USD") == "$1,234.56"
