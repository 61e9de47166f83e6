"""Pure decisions and arithmetic of billing: no database, no clock."""

from decimal import Decimal

from billing.choices import InvoiceStatus
from nubo.shared.money import ZERO

__all__ = ["amount_due"]


def amount_due(*, status: str, total: Decimal, paid_total: Decimal, credited_total: Decimal) -> Decimal:
    """total − credits − payments, never below zero; nothing is due on a void invoice."""
    if status == InvoiceStatus.VOID:
        return ZERO
    return max(total - credited_total - paid_total, ZERO)
