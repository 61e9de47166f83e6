"""Every write to billing; nothing else in this app saves."""

from billing.actions.account_closing import refuse_while_invoices_are_open
from billing.actions.billing_report import BillingReport
from billing.actions.billing_run import run_billing
from billing.actions.credit_notes import CreditLineData, credit_invoice
from billing.actions.invoices import (
    InvoiceLineData,
    create_invoice,
    delete_draft_invoice,
    issue_invoice,
    mark_invoice_uncollectible,
    void_invoice,
)
from billing.actions.payments import record_payment, refund_payment
from billing.actions.purchases import buy, subscribe
from billing.actions.subscriptions import cancel_subscription, change_subscription_price, resume_subscription

__all__ = [
    "BillingReport",
    "CreditLineData",
    "InvoiceLineData",
    "buy",
    "cancel_subscription",
    "change_subscription_price",
    "create_invoice",
    "credit_invoice",
    "delete_draft_invoice",
    "issue_invoice",
    "mark_invoice_uncollectible",
    "record_payment",
    "refund_payment",
    "refuse_while_invoices_are_open",
    "resume_subscription",
    "run_billing",
    "subscribe",
    "void_invoice",
]
