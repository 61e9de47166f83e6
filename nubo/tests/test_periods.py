"""Month arithmetic: the examples of the billing rules, and what holds for every start and anchor day."""

import calendar
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nubo.shared.periods import Month, Period, billing_day, boundary, clamp_day, period_containing, periods_from

starts = st.dates(date(1990, 1, 1), date(2100, 12, 31))
anchors = st.integers(1, 31)


def boundaries(start: date, number: int) -> list[str]:
    periods = periods_from(start=start, anchor_day=start.day, first=start)
    return [str(period.start) for period in islice(periods, number)]


@pytest.mark.parametrize(
    ("anchor_day", "days"),
    [
        (28, [28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28]),
        (29, [28, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29]),
        (30, [28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30]),
        (31, [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
    ],
)
def test_the_table_of_anchor_days(anchor_day: int, days: list[int]) -> None:
    start = date(2026, 1, anchor_day)
    assert [boundary(start=start, anchor_day=anchor_day, n=n).day for n in range(1, 12)] == days
    assert boundary(start=start, anchor_day=anchor_day, n=25) == date(2028, 2, min(anchor_day, 29))


def test_e2_the_31st_in_a_leap_year() -> None:
    assert boundaries(date(2024, 1, 31), 4) == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]


def test_e3_the_31st_through_two_years() -> None:
    assert boundaries(date(2022, 12, 31), 16) == [
        "2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31",
        "2023-08-31", "2023-09-30", "2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31",
    ]  # fmt: skip


def test_e4_the_28th_stays_the_28th() -> None:
    assert {text[-2:] for text in boundaries(date(2022, 2, 28), 60)} == {"28"}


@given(start=starts, anchor_day=anchors)
def test_periods_tile(start: date, anchor_day: int) -> None:
    periods = list(islice(periods_from(start=start, anchor_day=anchor_day, first=start), 40))
    assert periods[0].start == start
    assert all(before.end == after.start for before, after in pairwise(periods))
    assert all(period.start < period.end and period.days <= 31 for period in periods)


@given(start=starts, anchor_day=anchors, n=st.integers(1, 1200))
def test_each_boundary_is_the_anchor_day_clamped_to_its_month(start: date, anchor_day: int, n: int) -> None:
    day = boundary(start=start, anchor_day=anchor_day, n=n)
    months = (day.year - start.year) * 12 + day.month - start.month
    assert months == n
    assert day.day == min(anchor_day, calendar.monthrange(day.year, day.month)[1])
    # Never "the previous boundary + 1 month": from any boundary on, the same ones follow.
    assert period_containing(start=start, anchor_day=anchor_day, day=max(day, start)).start == max(day, start)


@given(start=starts, anchor_day=anchors, days=st.integers(0, 20_000))
def test_every_day_from_the_start_lies_in_exactly_one_period(start: date, anchor_day: int, days: int) -> None:
    day = start + timedelta(days=days)
    period = period_containing(start=start, anchor_day=anchor_day, day=day)
    assert day in period
    assert period_containing(start=start, anchor_day=anchor_day, day=period.start) == period
    assert period_containing(start=start, anchor_day=anchor_day, day=period.end - timedelta(days=1)) == period
    assert period_containing(start=start, anchor_day=anchor_day, day=period.end).start == period.end


def test_a_day_before_the_start_lies_in_no_period() -> None:
    with pytest.raises(ValueError, match="before the start"):
        period_containing(start=date(2026, 1, 31), anchor_day=31, day=date(2026, 1, 30))


def test_a_start_between_two_boundaries_has_a_short_first_period() -> None:
    periods = periods_from(start=date(2025, 2, 8), anchor_day=1, first=date(2025, 2, 8))
    assert list(islice(periods, 2)) == [
        Period(date(2025, 2, 8), date(2025, 3, 1)),
        Period(date(2025, 3, 1), date(2025, 4, 1)),
    ]


def test_days_are_clamped_to_the_month() -> None:
    assert clamp_day(year=2026, month=2, anchor_day=31) == date(2026, 2, 28)
    assert clamp_day(year=2028, month=2, anchor_day=31) == date(2028, 2, 29)
    assert clamp_day(year=2026, month=4, anchor_day=4) == date(2026, 4, 4)


@given(year=st.integers(1900, 9998), number=st.integers(1, 12))
def test_months_are_read_as_they_are_written(year: int, number: int) -> None:
    month = Month(year, number)
    assert Month.parse(str(month)) == month
    assert month.period.start == date(year, number, 1)
    assert month.period.days == calendar.monthrange(year, number)[1]


@pytest.mark.parametrize(
    "text",
    [
        "", "2026", "2026-1", "2026-13", "2026-00", "26-01", "2026-001", "2026/01", "2026-01-01", " 2026-01", "9999-12",
        "1899-12", "0000-01", "-001-01", "２０２６-01", "2026-0\x00", "+026-01",
    ],
)  # fmt: skip
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_the_billing_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 3, 1, 2, 59, 59, tzinfo=UTC)
    assert billing_day(at=late, time_zone="America/Sao_Paulo") == date(2026, 2, 28)
    assert billing_day(at=late + timedelta(seconds=1), time_zone="America/Sao_Paulo") == date(2026, 3, 1)
    assert billing_day(at=late, time_zone="UTC") == date(2026, 3, 1)
