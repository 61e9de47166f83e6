"""What every route of billing has in common: whose rows they are, how a page is read, and what "today" is."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import Account, User
from billing.api.rows import Row
from nubo.shared.api.permissions import IsAuthenticated, IsStaff
from nubo.shared.periods import billing_day

__all__ = ["ACCOUNT_ID", "AccountScopedViewSet", "path_id", "today_of"]


def path_id(description: str, name: str = "id") -> OpenApiParameter:
    """The id in a path, as documented."""
    return OpenApiParameter(name, type=UUID, location=OpenApiParameter.PATH, description=description)


ACCOUNT_ID = path_id("The account's id.", "account_id")


def today_of(account: Account) -> date:
    """The account's billing day at this moment: the one place in the API of billing that asks the clock for a day."""
    return billing_day(at=timezone.now(), time_zone=account.billing_time_zone)


class AccountScopedViewSet(GenericViewSet):
    """Rows that belong to accounts: read by whoever belongs to the account, written as ``write_permission`` says."""

    write_permission: type[BasePermission] = IsStaff
    #: Read-only routes, open to each of the account's people; anything else is a write. ("metadata" answers OPTIONS.)
    reads: frozenset[str] = frozenset({"list", "retrieve", "list_of_account", "metadata"})

    def get_permissions(self) -> list[BasePermission]:
        # A method that the route does not know has no action: everyone signed in is told so (405).
        action = getattr(self, "action", None)
        return [IsAuthenticated() if action is None or action in self.reads else self.write_permission()]

    @property
    def person(self) -> User:
        """The caller; every route of billing needs a token."""
        return cast(User, self.request.user)

    def get_queryset(self) -> Any:
        rows: QuerySet = super().get_queryset()
        # The schema is generated without a caller.
        return rows if getattr(self, "swagger_fake_view", False) else rows.model.objects.visible_to(self.request.user)

    def complete(self, rows: list[Row]) -> list[Row]:
        """The rows of ``for_api()`` with what is nested in them."""
        return rows

    def list(self, request: Request) -> Response:
        return self.page_of(self.get_queryset())

    def list_of_account(self, request: Request, account_id: UUID) -> Response:
        return self.page_of(self.of_account(account_id))

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(self.shown(pk))

    def of_account(self, account_id: UUID) -> Any:
        """One account's rows; 404 for an account that the caller may not see, that was deleted, or that never was."""
        account = get_object_or_404(Account.objects.visible_to(self.request.user).only("pk"), pk=account_id)
        return self.get_queryset().filter(account=account)

    def page_of(self, queryset: Any) -> Response:
        narrowed: Any = self.filter_queryset(queryset)
        rows = self.paginate_queryset(narrowed.for_api())
        return self.get_paginated_response(self.as_json(self.complete(rows or [])))

    def shown(self, pk: UUID) -> dict[str, Any]:
        """One object as the caller sees it, read anew; 404 for one that the caller may not see."""
        row = get_object_or_404(self.get_queryset().for_api(), pk=pk)
        return self.as_json(self.complete([row]))[0]

    def as_json(self, rows: Iterable[Row]) -> Any:
        serializer: Any = self.serializer_class
        # One for all rows, by hand: a ListSerializer copies its child's fields for every answer.
        return [*map(serializer().to_representation, rows)]

    def given(self, serializer_class: type, request: Request) -> dict[str, Any]:
        """The checked body. Raises ValidationError."""
        serializer = serializer_class(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def target(self, pk: UUID) -> Any:
        """The object that an action is to change, with its account; 404 for one that the caller may not see."""
        return get_object_or_404(self.get_queryset().select_related("account"), pk=pk)
