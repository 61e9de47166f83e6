"""The words of billing, and the tables of allowed changes of state. Everything that is not in a table is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = [
    "INVOICE_TRANSITIONS",
    "LIVE_STATUSES",
    "CancelWhen",
    "ConflictCode",
    "InvoiceStatus",
    "PaymentMethod",
    "PaymentStatus",
    "SubscriptionStatus",
    "TransactionKind",
    "TransactionStatus",
]


class ConflictCode(models.TextChoices):
    """Why a request that is well-formed is refused (HTTP 409); programs rely on the codes."""

    ALREADY_PURCHASED = "already_purchased", _("The account already bought this.")
    ALREADY_SUBSCRIBED = "already_subscribed", _("The account already subscribes to this.")
    DATASET_UNAVAILABLE = "dataset_unavailable", _("This is not for sale.")
    NOT_SOLD_THAT_WAY = "not_sold_that_way", _("This is not sold that way.")
    OPEN_INVOICES = "open_invoices", _("The account still has open invoices.")


class TransactionKind(models.TextChoices):
    ONE_OFF = "one_off", _("one-off")
    SUBSCRIPTION = "subscription", _("subscription")


class TransactionStatus(models.TextChoices):
    PENDING = "pending", _("pending")  # prepaid and not yet paid
    COMPLETED = "completed", _("completed")  # paid, free, or on account
    CANCELED = "canceled", _("canceled")  # its invoice was voided


class InvoiceStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    PAID = "paid", pgettext_lazy("status of an invoice", "paid")
    VOID = "void", _("void")
    UNCOLLECTIBLE = "uncollectible", _("uncollectible")


#: draft → open is "issue"; a draft may also be deleted. Invariant 11 of the billing rules.
INVOICE_TRANSITIONS: dict[InvoiceStatus, frozenset[InvoiceStatus]] = {
    InvoiceStatus.DRAFT: frozenset({InvoiceStatus.OPEN}),
    InvoiceStatus.OPEN: frozenset({InvoiceStatus.PAID, InvoiceStatus.VOID, InvoiceStatus.UNCOLLECTIBLE}),
    InvoiceStatus.PAID: frozenset(),
    InvoiceStatus.VOID: frozenset(),
    InvoiceStatus.UNCOLLECTIBLE: frozenset({InvoiceStatus.PAID, InvoiceStatus.VOID}),
}


class SubscriptionStatus(models.TextChoices):
    INCOMPLETE = "incomplete", _("incomplete")  # prepaid, the first invoice is not paid
    ACTIVE = "active", pgettext_lazy("status of a subscription", "active")
    PAST_DUE = "past_due", _("past due")
    CANCELED = "canceled", _("canceled")


#: An account has at most one subscription to the same thing in these states.
LIVE_STATUSES = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE)


class CancelWhen(models.TextChoices):
    PERIOD_END = "period_end", _("with the paid period")
    NOW = "now", _("today")


class PaymentMethod(models.TextChoices):
    PIX = "pix", _("Pix")
    BOLETO = "boleto", _("boleto")
    BANK_TRANSFER = "bank_transfer", _("bank transfer")
    CARD = "card", _("card")
    CASH = "cash", _("cash")
    MANUAL = "manual", _("recorded by hand")
    OTHER = "other", _("other")


class PaymentStatus(models.TextChoices):
    SUCCEEDED = "succeeded", _("received")
    REFUNDED = "refunded", _("returned")  # all of it
