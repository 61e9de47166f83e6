"""Buying, billing and being paid: fields and constraints; ``actions`` writes them."""

from billing.models.credit_notes import CreditNote, CreditNoteLine
from billing.models.invoices import DocumentSeries, Invoice, InvoiceLine
from billing.models.payments import Payment, Refund
from billing.models.subscriptions import Subscription, SubscriptionPrice
from billing.models.transactions import Transaction, TransactionItem

__all__ = [
    "CreditNote",
    "CreditNoteLine",
    "DocumentSeries",
    "Invoice",
    "InvoiceLine",
    "Payment",
    "Refund",
    "Subscription",
    "SubscriptionPrice",
    "Transaction",
    "TransactionItem",
]
