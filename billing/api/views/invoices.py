"""``/invoices`` and ``/payments``: the documents, and staff's work on them. Everyone else only reads issued ones."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from billing import actions
from billing.api.filters import InvoiceFilterSet
from billing.api.rows import Row, with_credit_note_lines, with_lines
from billing.api.serializers.invoices import InvoiceSerializer, InvoiceWriteSerializer
from billing.api.serializers.payments import (
    CreditNoteSerializer,
    CreditNoteWriteSerializer,
    PaymentSerializer,
    PaymentWriteSerializer,
    RefundSerializer,
    RefundWriteSerializer,
)
from billing.api.views.base import ACCOUNT_ID, AccountScopedViewSet, path_id, today_of
from billing.models import CreditNote, Invoice, Payment, Refund
from nubo.shared.api.idempotency import IDEMPOTENCY_PARAMETER, idempotency_key, idempotent
from nubo.shared.errors import InvalidTransition

__all__ = ["InvoiceViewSet", "PaymentViewSet"]

INVOICE_EXAMPLE: dict[str, Any] = {
    "id": "01987a60-7c20-7d7c-9b20-4d3f8f5f9c23",
    "account": "01987a5f-1d2c-7e3b-8a4d-5c6e7f8091a2",
    "transaction": None,
    "number": "2026-000017",
    "status": "open",
    "currency": "BRL",
    "subtotal": "1500.00",
    "total": "1500.00",
    "amount_due": "1500.00",
    "issued_on": "2026-03-10",
    "due_on": "2026-03-20",
    "period": None,
    "lines": [
        {
            "id": "01987a60-7c21-7e8d-8c31-5e4f9f6fad34",
            "description": "Consultoria",
            "dataset": None,
            "subscription": None,
            "quantity": 10,
            "unit_price": "150.00",
            "amount": "1500.00",
            "period": None,
        }
    ],
    "created_at": "2026-03-10T15:04:05.678901Z",
}
ANSWER = OpenApiExample("Issued", value=INVOICE_EXAMPLE, response_only=True)
DRAFTED = OpenApiExample(
    "A line of consulting, issued at once",
    value={
        "account": INVOICE_EXAMPLE["account"],
        "due_on": "2026-03-20",
        "lines": [{"description": "Consultoria", "quantity": 10, "unit_price": "150.00"}],
        "finalize": True,
    },
    request_only=True,
)
PAID = OpenApiExample(
    "By Pix", value={"amount": "1500.00", "method": "pix", "reference": "E00416968202603101504abc"}, request_only=True
)
CREDITED = OpenApiExample(
    "Part of one line",
    value={
        "lines": [{"invoice_line": "01987a60-7c21-7e8d-8c31-5e4f9f6fad34", "amount": "300.00"}],
        "reason": "Horas a menos",
    },
    request_only=True,
)
REFUNDED = OpenApiExample("Part of a payment", value={"amount": "300.00", "reason": "Pago em dobro"}, request_only=True)
ID = path_id("The invoice's id.")


@extend_schema(tags=["invoices"])
@extend_schema_view(
    list=extend_schema(
        operation_id="list_invoices", summary="Staff: all invoices; anyone else: the own account's issued ones"
    ),
    retrieve=extend_schema(operation_id="get_invoice", summary="One invoice", parameters=[ID], examples=[ANSWER]),
)
class InvoiceViewSet(AccountScopedViewSet):
    """The documents that bill: numbered when issued and never changed afterwards; corrections are credit notes."""

    queryset = Invoice.objects.none()
    serializer_class = InvoiceSerializer
    filterset_class = InvoiceFilterSet
    conflict_codes = dict.fromkeys(("issue", "void", "add_payment", "add_credit_note"), (InvalidTransition.code,))

    def complete(self, rows: list[Row]) -> list[Row]:
        return with_lines(rows)

    @extend_schema(
        operation_id="list_account_invoices",
        summary="An account's invoices",
        parameters=[ACCOUNT_ID],
        responses=InvoiceSerializer(many=True),
    )
    def list_of_account(self, request: Request, account_id: UUID) -> Response:
        return super().list_of_account(request, account_id)

    @extend_schema(
        operation_id="create_invoice",
        summary="Draft an invoice by hand, or issue it at once",
        parameters=[IDEMPOTENCY_PARAMETER],
        request=InvoiceWriteSerializer,
        responses={201: InvoiceSerializer},
        examples=[ANSWER, DRAFTED],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        data = self.given(InvoiceWriteSerializer, request)
        invoice = actions.create_invoice(**data, today=today_of(data["account"]))
        return Response(self.shown(invoice.pk), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="issue_invoice",
        summary="Issue a draft: it gets its number and never changes again",
        parameters=[ID, IDEMPOTENCY_PARAMETER],
        request=None,
        responses={200: InvoiceSerializer},
        examples=[ANSWER],
    )
    @idempotent
    def issue(self, request: Request, pk: UUID) -> Response:
        invoice = self.target(pk)
        actions.issue_invoice(invoice=invoice, today=today_of(invoice.account))
        return Response(self.shown(pk))

    @extend_schema(
        operation_id="void_invoice",
        summary="Void an unpaid invoice: it keeps its number; its periods become billable again",
        parameters=[ID, IDEMPOTENCY_PARAMETER],
        request=None,
        responses={200: InvoiceSerializer},
        examples=[
            OpenApiExample(
                "Void", value={**INVOICE_EXAMPLE, "status": "void", "amount_due": "0.00"}, response_only=True
            )
        ],
    )
    @idempotent
    def void(self, request: Request, pk: UUID) -> Response:
        actions.void_invoice(invoice=self.target(pk), at=timezone.now())
        return Response(self.shown(pk))

    @extend_schema(
        operation_id="record_payment",
        summary="Record money received for an invoice",
        parameters=[ID, IDEMPOTENCY_PARAMETER],
        request=PaymentWriteSerializer,
        responses={201: PaymentSerializer},
        examples=[PAID],
    )
    @idempotent
    def add_payment(self, request: Request, pk: UUID) -> Response:
        invoice = self.target(pk)
        payment = actions.record_payment(
            invoice=invoice,
            **self.given(PaymentWriteSerializer, request),
            by=self.person,
            at=timezone.now(),
            idempotency_key=idempotency_key(request),
        )
        row = Payment.objects.for_api().get(pk=payment.pk)
        return Response(PaymentSerializer().to_representation(row), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="create_credit_note",
        summary="Take back part or all of an issued invoice",
        parameters=[ID, IDEMPOTENCY_PARAMETER],
        request=CreditNoteWriteSerializer,
        responses={201: CreditNoteSerializer},
        examples=[CREDITED],
    )
    @idempotent
    def add_credit_note(self, request: Request, pk: UUID) -> Response:
        invoice = self.target(pk)
        data = self.given(CreditNoteWriteSerializer, request)
        lines: list[actions.CreditLineData] = [
            {"line": line["invoice_line"], "amount": line["amount"]} for line in data.get("lines") or []
        ]
        note = actions.credit_invoice(
            invoice=invoice,
            reason=data["reason"],
            today=today_of(invoice.account),
            amount=data.get("amount"),
            lines=lines or None,
        )
        row = with_credit_note_lines([CreditNote.objects.for_api().get(pk=note.pk)])[0]
        return Response(CreditNoteSerializer().to_representation(row), status=status.HTTP_201_CREATED)


@extend_schema(tags=["invoices"])
class PaymentViewSet(AccountScopedViewSet):
    """Money received for an invoice."""

    queryset = Payment.objects.none()
    serializer_class = PaymentSerializer
    reads = frozenset()

    @extend_schema(
        operation_id="refund_payment",
        summary="Record money returned from a payment",
        parameters=[path_id("The payment's id."), IDEMPOTENCY_PARAMETER],
        request=RefundWriteSerializer,
        responses={201: RefundSerializer},
        examples=[REFUNDED],
    )
    @idempotent
    def add_refund(self, request: Request, pk: UUID) -> Response:
        payment = get_object_or_404(self.get_queryset().select_related("invoice"), pk=pk)
        refund = actions.refund_payment(payment=payment, **self.given(RefundWriteSerializer, request), by=self.person)
        row: Any = Refund.objects.values("id", "payment_id", "amount", "currency", "reason", "created_at").get(
            pk=refund.pk
        )
        return Response(RefundSerializer().to_representation(row), status=status.HTTP_201_CREATED)
