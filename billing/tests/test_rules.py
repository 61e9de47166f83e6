"""The arithmetic of billing, without a database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import PaymentTerms
from billing.choices import InvoiceStatus
from billing.rules import (
    amount_due,
    common_period,
    due_on,
    end_with_period,
    line_amount,
    month_charge,
    periods_to_bill,
    price_at,
)
from nubo.shared.money import ZERO
from nubo.shared.periods import Month, Period, periods_from

JAN_31 = date(2026, 1, 31)
PRICE = Decimal("29.95")

starts = st.dates(date(2000, 1, 1), date(2090, 12, 31))
money = st.decimals(0, 10**7, places=2)


@given(prices=st.lists(st.tuples(st.integers(1, 1000), money), max_size=20))
def test_a_total_is_the_sum_of_rounded_lines(prices: list[tuple[int, Decimal]]) -> None:
    amounts = [line_amount(quantity=quantity, unit_price=price) for quantity, price in prices]
    assert all(amount == quantity * price for amount, (quantity, price) in zip(amounts, prices, strict=True))
    assert all(amount.as_tuple().exponent == -2 for amount in amounts)


@given(total=money, credited=money, paid=money)
def test_what_is_due_is_never_negative(total: Decimal, credited: Decimal, paid: Decimal) -> None:
    due = amount_due(status=InvoiceStatus.OPEN, total=total, paid_total=paid, credited_total=credited)
    assert due == max(total - credited - paid, ZERO)


@pytest.mark.parametrize("status", [InvoiceStatus.PAID, InvoiceStatus.VOID])
def test_nothing_is_due_on_what_is_settled(status: InvoiceStatus) -> None:
    assert amount_due(status=status, total=PRICE, paid_total=ZERO, credited_total=ZERO) == ZERO


def test_prepaid_is_due_at_once_and_net_after_its_days() -> None:
    assert due_on(payment_terms=PaymentTerms.PREPAID, net_days=None, issued_on=JAN_31) == JAN_31
    assert due_on(payment_terms=PaymentTerms.NET, net_days=10, issued_on=JAN_31) == date(2026, 2, 10)


@given(changes=st.lists(st.tuples(starts, money), unique_by=lambda change: change[0], max_size=6), on=starts)
def test_the_newest_price_in_force_counts(changes: list[tuple[date, Decimal]], on: date) -> None:
    price = price_at(agreed=PRICE, changes=changes, on=on)
    in_force = sorted(change for change in changes if change[0] <= on)
    assert price == (in_force[-1][1] if in_force else PRICE)


def test_an_invoice_has_a_period_if_its_lines_share_one() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    february = Period(date(2026, 2, 1), date(2026, 3, 1))
    assert common_period([january, january]) == january
    assert common_period([january, february]) is None
    assert common_period([january, None]) is None
    assert common_period([None]) is None


@given(
    start=starts,
    anchor_day=st.integers(1, 31),
    reached=st.integers(0, 24),
    day_offset=st.integers(-40, 800),
    length=st.none() | st.integers(0, 900),
    holes=st.sets(st.integers(0, 40)),
)
def test_what_is_billed_is_every_missing_period_that_began_and_none_after_the_end(
    start: date, anchor_day: int, reached: int, day_offset: int, length: int | None, holes: set[int]
) -> None:
    known = list(islice(periods_from(start=start, anchor_day=anchor_day, first=start), 60))
    day = start + timedelta(days=day_offset)
    end = None if length is None else start + timedelta(days=length)
    billed = {known[n].start for n in holes}
    due, following = periods_to_bill(
        start=start, anchor_day=anchor_day, first=known[reached].start, end=end, day=day, billed=billed
    )
    began = [period for period in known[reached:] if period.start <= day and (end is None or period.start < end)]
    assert due == [period for period in began if period.start not in billed]
    assert following not in billed
    assert following > day or (end is not None and following >= end)
    # Asking again from there on finds nothing: run; run = run.
    again = periods_to_bill(start=start, anchor_day=anchor_day, first=following, end=end, day=day, billed=billed)
    assert again == ([], following)


def ends(today: date, current_period_end: date | None = None) -> date:
    return end_with_period(start=JAN_31, anchor_day=31, current_period_end=current_period_end, today=today)


def test_the_end_with_the_period() -> None:
    assert ends(date(2026, 1, 31)) == date(2026, 2, 28)
    assert ends(date(2026, 2, 27)) == date(2026, 2, 28)
    assert ends(date(2026, 2, 28)) == date(2026, 3, 31)
    # The runs are behind: the period in which today lies is used, and will be billed.
    assert ends(date(2026, 3, 5), date(2026, 2, 28)) == date(2026, 3, 31)
    # Billed ahead: what is paid is not taken away.
    assert ends(date(2026, 2, 10), date(2026, 3, 31)) == date(2026, 3, 31)
    assert ends(date(2026, 1, 10)) == JAN_31


def charge(month: str, **kwargs: object) -> str:
    given: dict = {"start": JAN_31, "anchor_day": 31, "end": None, "billed_until": None, "agreed": PRICE, **kwargs}
    return str(month_charge(month=Month.parse(month), **given))


def test_a_month_costs_the_period_that_starts_in_it() -> None:
    assert [charge(month) for month in ("2025-12", "2026-01", "2026-02", "2026-03", "2028-02")] == [
        "0.00", "29.95", "29.95", "29.95", "29.95",
    ]  # fmt: skip


def test_a_month_without_a_new_period_costs_nothing() -> None:
    ending = {"end": date(2026, 2, 28), "billed_until": date(2026, 2, 28)}
    assert charge("2026-01", **ending) == "29.95"
    assert charge("2026-02", **ending) == "0.00"


def test_a_period_billed_on_the_day_of_its_end_still_costs() -> None:
    assert charge("2026-02", end=date(2026, 2, 28), billed_until=date(2026, 3, 31)) == "29.95"


def test_a_month_costs_the_price_then_in_force() -> None:
    changes = [(date(2026, 3, 1), Decimal("39.95"))]
    assert charge("2026-02", changes=changes) == "29.95"
    assert charge("2026-03", changes=changes) == "39.95"


def test_two_periods_can_start_in_the_month_of_the_start() -> None:
    assert charge("2026-02", start=date(2026, 2, 8), anchor_day=20) == "59.90"
