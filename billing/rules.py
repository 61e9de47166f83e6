"""Pure decisions and arithmetic of billing: no database, no clock."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.choices import PaymentTerms
from billing.choices import InvoiceStatus
from nubo.shared.money import ZERO, round_money
from nubo.shared.periods import Month, Period, period_containing, periods_from

if TYPE_CHECKING:
    from accounts.models import Account

__all__ = [
    "EARLIEST_START",
    "LATEST_DAY",
    "amount_due",
    "common_period",
    "due_on",
    "end_with_period",
    "line_amount",
    "month_charge",
    "party_snapshot",
    "periods_to_bill",
    "price_at",
]

#: Contracts that already run may be entered from here on; a mistyped year would otherwise bill centuries.
EARLIEST_START = date(2000, 1, 1)
#: Far enough from the end of Python's calendar that every due day and boundary after it still exists.
LATEST_DAY = date(9990, 12, 31)


def amount_due(*, status: str, total: Decimal, paid_total: Decimal, credited_total: Decimal) -> Decimal:
    """total − credits − payments kept, never below zero; nothing is due on a void or paid invoice.

    A refund after payment does not make a paid invoice due again: what is owed no longer changes there.
    """
    if status in (InvoiceStatus.VOID, InvoiceStatus.PAID):
        return ZERO
    return max(total - credited_total - paid_total, ZERO)


def line_amount(*, quantity: int, unit_price: Decimal) -> Decimal:
    """What one line costs, rounded on its own; a document's total is the sum of its lines."""
    return round_money(unit_price * quantity)


def due_on(*, payment_terms: str, net_days: int | None, issued_on: date) -> date:
    """Prepaid: at once. Net: so many days after the issue."""
    return issued_on + timedelta(days=net_days or 0) if payment_terms == PaymentTerms.NET else issued_on


def party_snapshot(account: "Account") -> dict[str, Any]:
    """The account as an issued document prints it; a later change of the account does not reach it."""
    fields = ("street", "number", "complement", "district", "city", "state", "postal_code", "country")
    return {
        "name": account.name,
        "email": account.email,
        "identifying_code": account.identifying_code,
        "phone": account.phone,
        "address": {field: getattr(account, field) for field in fields},
    }


def price_at(*, agreed: Decimal, changes: Iterable[tuple[date, Decimal]], on: date) -> Decimal:
    """The price of the period that starts ``on``: of the newest change effective by then, else the agreed one.

    ``changes`` are (effective from, price), in any order.
    """
    effective = [(day, price) for day, price in changes if day <= on]
    return max(effective, key=lambda change: change[0])[1] if effective else agreed


def common_period(periods: Iterable[Period | None]) -> Period | None:
    """The one period that all lines share, or None."""
    distinct = set(periods)
    return distinct.pop() if len(distinct) == 1 else None


def periods_to_bill(
    *, start: date, anchor_day: int, first: date, end: date | None, day: date, billed: Collection[date] = ()
) -> tuple[list[Period], date]:
    """The periods from ``first`` on that began by ``day``, before ``end``, and are not ``billed`` (by their starts).

    Oldest first; beside them the start of the next period, which has no line yet or lies at or after ``end``.
    """
    due: list[Period] = []
    for period in periods_from(start=start, anchor_day=anchor_day, first=first):
        if period.start in billed:
            continue
        if period.start > day or (end is not None and period.start >= end):
            return due, period.start
        due.append(period)
    raise AssertionError("periods have no end")  # pragma: no cover


def end_with_period(*, start: date, anchor_day: int, current_period_end: date | None, today: date) -> date:
    """The (exclusive) day on which a subscription ends that is cancelled today with its paid period.

    That of the period in which today lies, or of the newest billed one if that is later; before the start: the start.
    """
    if today < start:
        return start
    end = period_containing(start=start, anchor_day=anchor_day, day=today).end
    return max(end, current_period_end or end)


def month_charge(
    *,
    month: Month,
    start: date,
    anchor_day: int,
    end: date | None,
    billed_until: date | None,
    agreed: Decimal,
    changes: Iterable[tuple[date, Decimal]] = (),
) -> Decimal:
    """What a subscription's periods that start in ``month`` cost; zero if none starts there.

    ``end`` is the subscription's end; a period that starts on or after it counts only if it has been billed, which
    ``billed_until`` (the end of the newest billed period) tells.
    """
    days = month.period
    if start >= days.end:
        return ZERO
    changes = list(changes)
    total = ZERO
    for period in periods_from(start=start, anchor_day=anchor_day, first=max(start, days.start)):
        if period.start >= days.end:
            return total
        before_end = end is None or period.start < end or (billed_until is not None and period.start < billed_until)
        if period.start >= days.start and before_end:
            total += price_at(agreed=agreed, changes=changes, on=period.start)
    raise AssertionError("periods have no end")  # pragma: no cover
