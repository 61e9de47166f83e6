"""The locks of billing, always taken in one order: account, then invoice, then document series.

Whoever changes what an account bought, owes or paid holds the account's row first. So two such changes of one account
happen one after the other, those of different accounts side by side, and no two can wait for each other.
"""

from accounts.actions.locking import lock_account
from billing.models import Invoice

__all__ = ["lock_account", "lock_invoice"]


def lock_invoice(invoice: Invoice) -> Invoice:
    """The invoice as it is now, its account locked before it, held until the end of the transaction."""
    account = lock_account(invoice.account_id)
    locked = Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    locked.account = account
    return locked
