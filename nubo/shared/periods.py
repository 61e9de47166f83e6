"""Month arithmetic: half-open periods ``[start, end)`` on an anchor day, and instants turned into billing days.

Sources: the behaviour of Stripe Billing, Lago and Kill Bill as their tests assert it. The n-th boundary is always
``clamp(anchor day, month of the start + n)``, never "the previous boundary + 1 month": 31 Jan, 28 Feb, **31** Mar.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["Month", "Period", "billing_day", "boundary", "clamp_day", "period_containing", "periods_from"]


def clamp_day(*, year: int, month: int, anchor_day: int) -> date:
    """The anchor day in that month, or the month's last day where it has no such day."""
    return date(year, month, min(anchor_day, calendar.monthrange(year, month)[1]))


def boundary(*, start: date, anchor_day: int, n: int) -> date:
    """The n-th boundary of a subscription that began on ``start``; ``n = 0`` is the start's own month."""
    months = start.year * 12 + start.month - 1 + n
    return clamp_day(year=months // 12, month=months % 12 + 1, anchor_day=anchor_day)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` up to but not including ``end``."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def period_containing(*, start: date, anchor_day: int, day: date) -> Period:
    """The period of a subscription (begun on ``start``, anchored on ``anchor_day``) in which ``day`` lies.

    Raises ValueError for a day before the start.
    """
    if day < start:
        raise ValueError(f"{day} lies before the start {start}")
    n = (day.year - start.year) * 12 + day.month - start.month
    if boundary(start=start, anchor_day=anchor_day, n=n) > day:
        n -= 1
    begin = max(start, boundary(start=start, anchor_day=anchor_day, n=n))
    return Period(begin, boundary(start=start, anchor_day=anchor_day, n=n + 1))


def periods_from(*, start: date, anchor_day: int, first: date) -> Iterator[Period]:
    """Periods one after another, without end, the first being that in which ``first`` lies."""
    period = period_containing(start=start, anchor_day=anchor_day, day=first)
    while True:
        yield period
        period = period_containing(start=start, anchor_day=anchor_day, day=period.end)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, written ``YYYY-MM``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Raises ValueError for anything but four digits, a hyphen and 01 to 12."""
        if (
            len(text) != 7
            or text[4] != "-"
            or not (text[:4] + text[5:]).isascii()
            or not (text[:4] + text[5:]).isdigit()
        ):
            raise ValueError(f"{text!r} is no month; write it as YYYY-MM")
        return cls(*_checked(int(text[:4]), int(text[5:])))

    @property
    def period(self) -> Period:
        following = self.year * 12 + self.number
        return Period(date(self.year, self.number, 1), date(following // 12, following % 12 + 1, 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def _checked(year: int, number: int) -> tuple[int, int]:
    # 9999-12 has no following month in Python's calendar.
    if not (1900 <= year <= 9998 and 1 <= number <= 12):
        raise ValueError(f"{year:04d}-{number:02d} is no month between 1900-01 and 9998-12")
    return year, number


def billing_day(*, at: datetime, time_zone: str) -> date:
    """The calendar day of the instant ``at`` (aware) in a billing time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()
