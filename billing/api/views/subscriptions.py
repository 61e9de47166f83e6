"""``/subscriptions``: beginning, cancelling and resuming them, and what a month costs."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from billing import actions
from billing.api.filters import SubscriptionFilterSet
from billing.api.rows import with_purchase
from billing.api.serializers.fields import buyer
from billing.api.serializers.subscriptions import (
    SubscriptionMonthSerializer,
    SubscriptionSerializer,
    SubscriptionWithTransactionSerializer,
    SubscriptionWriteSerializer,
)
from billing.api.views.base import ACCOUNT_ID, AccountScopedViewSet, path_id, today_of
from billing.api.views.transactions import TRANSACTION_EXAMPLE
from billing.choices import CancelWhen, ConflictCode, SubscriptionStatus
from billing.models import Subscription, Transaction
from nubo.shared.api.idempotency import IDEMPOTENCY_PARAMETER, idempotency_key, idempotent
from nubo.shared.api.permissions import IsAccountAdminOrStaff
from nubo.shared.errors import InvalidTransition
from nubo.shared.periods import Month

__all__ = ["SubscriptionViewSet"]

SUBSCRIPTION_EXAMPLE = {
    "id": "01987a61-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
    "account": "01987a5f-1d2c-7e3b-8a4d-5c6e7f8091a2",
    "dataset": "01987a5e-0b1c-7d2e-8f3a-4b5c6d7e8f90",
    "product": None,
    "status": "active",
    "price": "19.90",
    "currency": "BRL",
    "anchor_day": 31,
    "start_date": "2026-01-31",
    "end_date": None,
    "current_period": {"start": "2026-01-31", "end": "2026-02-28"},
    "next_billing_on": "2026-02-28",
    "cancel_at_period_end": False,
    "created_at": "2026-01-31T12:00:00Z",
    "updated_at": "2026-01-31T12:00:00Z",
}
ANSWER = OpenApiExample("Running", value=SUBSCRIPTION_EXAMPLE, response_only=True)
CREATED = OpenApiExample(
    "Subscribed",
    value={
        **SUBSCRIPTION_EXAMPLE,
        "transaction": {**TRANSACTION_EXAMPLE, "kind": "subscription", "subscriptions": [SUBSCRIPTION_EXAMPLE["id"]]},
    },
    response_only=True,
)
ID = path_id("The subscription's id.")
WHEN = OpenApiParameter(
    "when",
    type=str,
    enum=CancelWhen.values,
    default=CancelWhen.PERIOD_END,
    description="`period_end`: it ends with the paid period. `now`: it ends today.",
)
MONTH = OpenApiParameter(
    "month", type=str, location=OpenApiParameter.PATH, pattern="^[0-9]{4}-[0-9]{2}$", description="`YYYY-MM`."
)
#: Of the month's envelope; a plain list gets the same from its paginator and filters.
PAGE_PARAMETERS = [
    OpenApiParameter("page", type=OpenApiTypes.INT, description="The number of the page, from 1."),
    OpenApiParameter(
        "page_size", type=OpenApiTypes.INT, description="How many results a page has: 20 unless told, at most 100."
    ),
    OpenApiParameter("status", type=str, enum=SubscriptionStatus.values),
    OpenApiParameter("dataset", type=UUID),
    OpenApiParameter("currency", type=str, description="Three letters; needed where an account pays in several."),
]


@extend_schema(tags=["subscriptions"])
@extend_schema_view(
    list=extend_schema(
        operation_id="list_subscriptions", summary="Staff: all subscriptions; anyone else: the own account's"
    ),
    retrieve=extend_schema(
        operation_id="get_subscription", summary="One subscription", parameters=[ID], examples=[ANSWER]
    ),
)
class SubscriptionViewSet(AccountScopedViewSet):
    """Monthly rights to a dataset or product, billed in advance until they end."""

    queryset = Subscription.objects.none()
    serializer_class = SubscriptionSerializer
    filterset_class = SubscriptionFilterSet
    write_permission = IsAccountAdminOrStaff
    reads = AccountScopedViewSet.reads | {"list_of_month"}
    conflict_codes = {
        "create": (ConflictCode.ALREADY_SUBSCRIBED, ConflictCode.DATASET_UNAVAILABLE, ConflictCode.NOT_SOLD_THAT_WAY),
        "destroy": (InvalidTransition.code,),
        "resume": (InvalidTransition.code, ConflictCode.ALREADY_SUBSCRIBED),
    }

    @extend_schema(
        operation_id="list_account_subscriptions",
        summary="An account's subscriptions",
        parameters=[ACCOUNT_ID],
        responses=SubscriptionSerializer(many=True),
    )
    def list_of_account(self, request: Request, account_id: UUID) -> Response:
        return super().list_of_account(request, account_id)

    @extend_schema(
        operation_id="subscribe",
        summary="Subscribe to a dataset or a product",
        description="The same effect as a transaction of kind `subscription` with one item.",
        parameters=[IDEMPOTENCY_PARAMETER],
        request=SubscriptionWriteSerializer,
        responses={201: SubscriptionWithTransactionSerializer},
        examples=[
            CREATED,
            OpenApiExample("A dataset", value={"dataset": SUBSCRIPTION_EXAMPLE["dataset"]}, request_only=True),
        ],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        data = self.given(SubscriptionWriteSerializer, request)
        account = buyer(user=self.person, account=data.get("account"))
        begun = actions.subscribe(
            account=account,
            user=self.person,
            dataset=data.get("dataset"),
            product=data.get("product"),
            start_date=data.get("start_date"),
            today=today_of(account),
            at=timezone.now(),
            idempotency_key=idempotency_key(request),
        )
        row = self.get_queryset().for_api().get(pk=begun.pk)
        row["transaction"] = with_purchase([Transaction.objects.for_api().get(pk=begun.transaction_id)])[0]
        return Response(SubscriptionWithTransactionSerializer().to_representation(row), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="cancel_subscription",
        summary="Cancel a subscription",
        parameters=[ID, WHEN, IDEMPOTENCY_PARAMETER],
        responses={200: SubscriptionSerializer},
        examples=[ANSWER],
    )
    @idempotent
    def destroy(self, request: Request, pk: UUID) -> Response:
        subscription = self.target(pk)
        actions.cancel_subscription(
            subscription=subscription, when=_when(request), today=today_of(subscription.account), at=timezone.now()
        )
        return Response(self.shown(pk))

    @extend_schema(
        operation_id="resume_subscription",
        summary="Undo a cancellation that has not come into effect",
        parameters=[ID, IDEMPOTENCY_PARAMETER],
        request=None,
        responses={200: SubscriptionSerializer},
        examples=[ANSWER],
    )
    @idempotent
    def resume(self, request: Request, pk: UUID) -> Response:
        subscription = self.target(pk)
        actions.resume_subscription(subscription=subscription, today=today_of(subscription.account))
        return Response(self.shown(pk))

    @extend_schema(
        operation_id="list_account_subscriptions_of_month",
        summary="An account's subscriptions that live on any day of a month, and what the month costs",
        parameters=[ACCOUNT_ID, MONTH, *PAGE_PARAMETERS],
        responses={200: SubscriptionMonthSerializer},
        filters=False,
    )
    def list_of_month(self, request: Request, account_id: UUID, month: str) -> Response:
        of_account = self.of_account(account_id)
        asked = _month(month)
        live = of_account.live_in(asked.period)
        response = self.page_of(live)
        currency, total = _cost(self.filter_queryset(live), asked)
        response.data.update(month=str(asked), currency=currency, total=total)
        return response


def _cost(subscriptions: Any, month: Month) -> tuple[str | None, str | None]:
    """(currency, total) of the month; several currencies do not add up, so both are null then."""
    costs: dict[str, Decimal] = subscriptions.cost_of(month)
    if len(costs) > 1:
        return None, None
    currency, total = next(iter(costs.items()), (settings.DEFAULT_CURRENCY, Decimal("0.00")))
    return currency, str(total)


def _when(request: Request) -> CancelWhen:
    text = request.query_params.get("when", CancelWhen.PERIOD_END)
    if text not in CancelWhen.values:
        raise ValidationError({"when": [_("Say period_end or now.")]}, code="invalid_choice")
    return CancelWhen(text)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise ValidationError({"month": [_("Write the month as YYYY-MM.")]}, code="invalid") from None
