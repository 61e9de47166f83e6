"""The routes of billing, as the contract names them."""

from typing import Any

from django.urls import path

import nubo.shared.api.converters  # noqa: F401 (registers <id:…> and <text:…>)
from billing.api.views.documents import InvoiceFileViewSet
from billing.api.views.invoices import InvoiceViewSet, PaymentViewSet
from billing.api.views.subscriptions import SubscriptionViewSet
from billing.api.views.transactions import TransactionViewSet

_of_account: Any = {"get": "list_of_account"}

urlpatterns = [
    path("transactions", TransactionViewSet.as_view({"get": "list", "post": "create"})),
    path("transactions/<id:pk>", TransactionViewSet.as_view({"get": "retrieve"})),
    path("transactions/account/<id:account_id>", TransactionViewSet.as_view(_of_account)),
    path("subscriptions", SubscriptionViewSet.as_view({"get": "list", "post": "create"})),
    path("subscriptions/<id:pk>", SubscriptionViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    path("subscriptions/<id:pk>/resume", SubscriptionViewSet.as_view({"post": "resume"})),
    path("subscriptions/account/<id:account_id>", SubscriptionViewSet.as_view(_of_account)),
    path(
        "subscriptions/account/<id:account_id>/month/<text:month>",
        SubscriptionViewSet.as_view({"get": "list_of_month"}),
    ),
    path("invoices", InvoiceViewSet.as_view({"get": "list", "post": "create"})),
    path("invoices/<id:pk>", InvoiceViewSet.as_view({"get": "retrieve"})),
    path("invoices/<id:pk>/pdf", InvoiceFileViewSet.as_view({"get": "retrieve"})),
    path("invoices/account/<id:account_id>", InvoiceViewSet.as_view(_of_account)),
    path("invoices/<id:pk>/issue", InvoiceViewSet.as_view({"post": "issue"})),
    path("invoices/<id:pk>/void", InvoiceViewSet.as_view({"post": "void"})),
    path("invoices/<id:pk>/payments", InvoiceViewSet.as_view({"post": "add_payment"})),
    path("invoices/<id:pk>/credit-notes", InvoiceViewSet.as_view({"post": "add_credit_note"})),
    path("payments/<id:pk>/refunds", PaymentViewSet.as_view({"post": "add_refund"})),
]
