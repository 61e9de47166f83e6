"""Every named read of billing: who may see what, and what is due."""

from typing import Any, Self

from django.db import models

__all__ = ["CreditNoteQuerySet", "InvoiceQuerySet", "PaymentQuerySet", "SubscriptionQuerySet", "TransactionQuerySet"]


class AccountScopedQuerySet(models.QuerySet):
    """Rows that belong to one account, named by ``account_lookup``."""

    account_lookup = "account"

    def visible_to(self, user: Any) -> Self:
        """Staff: every row. Anyone else: those of the own account."""
        if user.is_staff:
            return self.all()
        return self.filter(**{self.account_lookup: user.account_id}) if user.account_id else self.none()


class TransactionQuerySet(AccountScopedQuerySet):
    pass


class InvoiceQuerySet(AccountScopedQuerySet):
    pass


class SubscriptionQuerySet(AccountScopedQuerySet):
    pass


class PaymentQuerySet(AccountScopedQuerySet):
    account_lookup = "invoice__account"


class CreditNoteQuerySet(AccountScopedQuerySet):
    account_lookup = "invoice__account"
