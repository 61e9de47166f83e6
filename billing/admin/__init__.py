"""Staff screens of buying, billing and being paid. Issued documents are shown, never edited; buttons call actions."""

from billing.admin.documents import CreditNoteAdmin, DocumentSeriesAdmin
from billing.admin.invoices import InvoiceAdmin
from billing.admin.payments import PaymentAdmin, RefundAdmin
from billing.admin.subscriptions import SubscriptionAdmin
from billing.admin.transactions import TransactionAdmin

__all__ = [
    "CreditNoteAdmin",
    "DocumentSeriesAdmin",
    "InvoiceAdmin",
    "PaymentAdmin",
    "RefundAdmin",
    "SubscriptionAdmin",
    "TransactionAdmin",
]
