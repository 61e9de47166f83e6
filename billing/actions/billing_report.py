"""What a billing run did, or would do."""

from dataclasses import dataclass

__all__ = ["BillingReport"]


@dataclass(slots=True)
class BillingReport:
    """Counts and lists of one run."""

    invoices: int = 0
