"""Accounts: opened by staff or by self sign-up, kept by their own administrators, listed and deleted by staff."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import actions
from accounts.api import examples
from accounts.api.filters import AccountFilterSet
from accounts.api.permissions import MayOpenAccount, closed_account_fields, refuse_changes
from accounts.api.serializers import AccountCreateSerializer, AccountSerializer, AccountWriteSerializer
from accounts.models import Account
from accounts.querysets import AccountQuerySet
from nubo.shared.api.permissions import IsAccountAdminOrStaff, IsAuthenticated, IsStaff

__all__ = ["AccountViewSet"]

_EMAIL = OpenApiParameter(
    "email", str, OpenApiParameter.PATH, description="The account's billing e-mail; case does not matter."
)


@extend_schema(tags=["accounts"])
class AccountViewSet(GenericViewSet):
    queryset = Account.objects.none()
    serializer_class = AccountSerializer
    filterset_class = AccountFilterSet
    conflict_codes = {
        "create": ("conflict",),
        "update": ("invalid_transition", "conflict"),
        "partial_update": ("invalid_transition", "conflict"),
        "destroy": ("open_invoices",),
    }

    def get_permissions(self) -> list[BasePermission]:
        match self.action:
            case "create":
                return [MayOpenAccount()]
            case "retrieve" | "by_email":
                return [IsAuthenticated()]
            case "update" | "partial_update":
                return [IsAccountAdminOrStaff()]
        return [IsStaff()]

    def get_queryset(self) -> AccountQuerySet:
        return Account.objects.visible_to(self.request.user)

    @extend_schema(
        operation_id="list_accounts",
        summary="List all accounts",
        examples=[examples.ACCOUNT],
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset().for_api()))
        return self.get_paginated_response(AccountSerializer(page, many=True).data)

    @extend_schema(
        operation_id="create_account",
        summary="Open an account",
        description="For staff; and, while self sign-up is on, for anyone without a token, who then also names `admin` and gets "
        "a prepaid customer's account.",
        request=AccountCreateSerializer,
        responses={201: AccountSerializer},
        examples=[examples.SIGN_UP, examples.ACCOUNT],
        auth=[{"token": []}, {}],  # type: ignore[list-item]
    )
    def create(self, request: Request) -> Response:
        serializer = AccountCreateSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        admin = data.pop("admin", None)
        refuse_changes(Account(), data, closed_account_fields(request.user))
        account = actions.create_account(data=data, admin=admin)
        return self._answer(account.pk, status.HTTP_201_CREATED)

    @extend_schema(operation_id="get_account", summary="Read an account", examples=[examples.ACCOUNT])
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(AccountSerializer(get_object_or_404(self.get_queryset().for_api(), pk=pk)).data)

    @extend_schema(
        operation_id="get_account_by_email",
        summary="Find an account by its e-mail",
        parameters=[_EMAIL],
        examples=[examples.ACCOUNT],
    )
    def by_email(self, request: Request, email: str) -> Response:
        return Response(AccountSerializer(get_object_or_404(self.get_queryset().for_api(), email=email)).data)

    @extend_schema(
        operation_id="update_account",
        summary="Update an account",
        description="A field that is left out keeps its value. `role`, `payment_terms`, `net_days` and `is_active` are changed by "
        "staff only.",
        request=AccountWriteSerializer,
        responses=AccountSerializer,
        examples=[examples.ACCOUNT_WRITE, examples.ACCOUNT],
    )
    def update(self, request: Request, pk: UUID) -> Response:
        return self._update(request, pk, partial=False)

    @extend_schema(
        operation_id="patch_account",
        summary="Change some fields of an account",
        request=AccountWriteSerializer(partial=True),
        responses=AccountSerializer,
        examples=[examples.ACCOUNT_WRITE, examples.ACCOUNT],
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        return self._update(request, pk, partial=True)

    @extend_schema(
        operation_id="delete_account",
        summary="Delete an account",
        description="Hides it together with its users, whose tokens stop working with their next request. Its data clients are revoked.",
        responses={204: None},
    )
    def destroy(self, request: Request, pk: UUID) -> Response:
        actions.delete_account(account=get_object_or_404(self.get_queryset(), pk=pk), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _update(self, request: Request, pk: UUID, *, partial: bool) -> Response:
        account = get_object_or_404(self.get_queryset(), pk=pk)
        serializer = AccountWriteSerializer(account, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        refuse_changes(account, serializer.validated_data, closed_account_fields(request.user))
        actions.update_account(account=account, data=serializer.validated_data)
        return self._answer(pk, status.HTTP_200_OK)

    def _answer(self, pk: UUID, code: int) -> Response:
        return Response(AccountSerializer(Account.all_objects.for_api().get(pk=pk)).data, status=code)

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> Any:
        # Without sign-up, nobody is asked to sign in rather than refused.
        if not request.user.is_authenticated:
            raise NotAuthenticated
        super().permission_denied(request, message=message, code=code)
