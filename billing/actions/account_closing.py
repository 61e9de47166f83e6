"""What billing has to say before an account is deleted."""

from accounts.models import Account
from billing.choices import ConflictCode
from billing.models import Invoice
from nubo.shared.errors import Conflict

__all__ = ["refuse_while_invoices_are_open"]


def refuse_while_invoices_are_open(account: Account) -> None:
    """Refuses with ``open_invoices``: money is still expected. Drafts and uncollectible invoices are no obstacle.

    Called by ``accounts.actions.delete_account``, which holds the account's row: no purchase comes in between. Live
    subscriptions end with the next run.
    """
    if Invoice.objects.open().filter(account=account).exists():
        raise Conflict(ConflictCode.OPEN_INVOICES.label, code=ConflictCode.OPEN_INVOICES.value)
