"""``/transactions``: buying once, or subscribing to several things at a time."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from billing import actions
from billing.api.filters import TransactionFilterSet
from billing.api.rows import Row, with_purchase
from billing.api.serializers.fields import buyer
from billing.api.serializers.transactions import TransactionSerializer, TransactionWriteSerializer
from billing.api.views.base import ACCOUNT_ID, AccountScopedViewSet, path_id, today_of
from billing.choices import ConflictCode
from billing.models import Transaction
from nubo.shared.api.idempotency import IDEMPOTENCY_PARAMETER, idempotency_key, idempotent
from nubo.shared.api.permissions import IsAccountAdminOrStaff

__all__ = ["TRANSACTION_EXAMPLE", "TransactionViewSet"]

TRANSACTION_EXAMPLE = {
    "id": "01987a60-7c1e-7b5a-9f0e-2b1f6f3f7a01",
    "account": "01987a5f-1d2c-7e3b-8a4d-5c6e7f8091a2",
    "user": "01987a5f-2e3d-7f4c-9b5e-6d7f8091a2b3",
    "kind": "one_off",
    "status": "pending",
    "currency": "BRL",
    "total": "49.90",
    "items": [
        {
            "id": "01987a60-7c1f-7c6b-8a1f-3c2f7f4f8b12",
            "dataset": "01987a5e-0b1c-7d2e-8f3a-4b5c6d7e8f90",
            "product": None,
            "description": "Chuva diária por município",
            "unit_price": "49.90",
        }
    ],
    "invoice": {
        "id": "01987a60-7c20-7d7c-9b20-4d3f8f5f9c23",
        "number": "2026-000017",
        "status": "open",
        "total": "49.90",
        "due_on": "2026-03-10",
    },
    "subscriptions": [],
    "created_at": "2026-03-10T15:04:05.678901Z",
}
ANSWER = OpenApiExample("Bought, to be paid", value=TRANSACTION_EXAMPLE, response_only=True)


@extend_schema(tags=["transactions"])
@extend_schema_view(
    list=extend_schema(
        operation_id="list_transactions", summary="Staff: all transactions; anyone else: the own account's"
    ),
    retrieve=extend_schema(
        operation_id="get_transaction",
        summary="One transaction",
        parameters=[path_id("The transaction's id.")],
        examples=[ANSWER],
    ),
)
class TransactionViewSet(AccountScopedViewSet):
    """What accounts bought: items at the prices of the time, the first invoice, and the subscriptions that it began."""

    queryset = Transaction.objects.none()
    serializer_class = TransactionSerializer
    filterset_class = TransactionFilterSet
    write_permission = IsAccountAdminOrStaff
    conflict_codes = {
        "create": (
            ConflictCode.ALREADY_PURCHASED,
            ConflictCode.ALREADY_SUBSCRIBED,
            ConflictCode.DATASET_UNAVAILABLE,
            ConflictCode.NOT_SOLD_THAT_WAY,
        )
    }

    def complete(self, rows: list[Row]) -> list[Row]:
        return with_purchase(rows)

    @extend_schema(
        operation_id="list_account_transactions",
        summary="An account's transactions",
        parameters=[ACCOUNT_ID],
        responses=TransactionSerializer(many=True),
    )
    def list_of_account(self, request: Request, account_id: UUID) -> Response:
        return super().list_of_account(request, account_id)

    @extend_schema(
        operation_id="buy",
        summary="Buy datasets or products, once or by subscription",
        description="For the own account; staff name the account. Prices come from the catalogue.",
        parameters=[IDEMPOTENCY_PARAMETER],
        request=TransactionWriteSerializer,
        responses={201: TransactionSerializer},
        examples=[
            ANSWER,
            OpenApiExample(
                "Buy one dataset once",
                value={"kind": "one_off", "datasets": ["01987a5e-0b1c-7d2e-8f3a-4b5c6d7e8f90"]},
                request_only=True,
            ),
        ],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        data = self.given(TransactionWriteSerializer, request)
        account = buyer(user=self.person, account=data.get("account"))
        bought = actions.buy(
            account=account,
            user=self.person,
            kind=data["kind"],
            datasets=data.get("datasets", []),
            products=data.get("products", []),
            today=today_of(account),
            at=timezone.now(),
            idempotency_key=idempotency_key(request),
        )
        return Response(self.shown(bought.pk), status=status.HTTP_201_CREATED)
