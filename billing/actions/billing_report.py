"""What a billing run did, or would do: counts, what it could not do, and why."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise

from billing.actions.billing_plan import PlannedInvoice
from nubo.shared.money import ZERO

__all__ = ["BillingReport", "EndedSubscription", "FailedAccount", "HeldSubscription"]


@dataclass(frozen=True, slots=True)
class EndedSubscription:
    """One that is billed no more because its account or what it gives was deleted."""

    subscription_id: UUID
    account: str
    description: str
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class HeldSubscription:
    """One whose renewal waits for its first invoice to be paid."""

    subscription_id: UUID
    account: str
    description: str
    since: date


@dataclass(frozen=True, slots=True)
class FailedAccount:
    """One of which nothing was billed, and why; the next run tries it again."""

    account_id: UUID
    account: str
    reason: str


@dataclass(slots=True)
class BillingReport:
    """Of one run; amounts by currency, never summed across currencies."""

    invoices: int = 0
    lines: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)
    #: Those whose last period was over; not listed, since that is what was agreed.
    expired: int = 0
    ended: list[EndedSubscription] = field(default_factory=list)
    held: list[HeldSubscription] = field(default_factory=list)
    failures: list[FailedAccount] = field(default_factory=list)
    #: Of a dry run only: every invoice that would be issued, in the order of their numbers.
    previews: list[PlannedInvoice] = field(default_factory=list)

    def add_invoice(self, *, currency: str, total: Decimal, lines: int) -> None:
        self.invoices += 1
        self.lines += lines
        self.totals[currency] = self.totals.get(currency, ZERO) + total
