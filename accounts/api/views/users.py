"""An account's people: kept by its administrators and by staff; everyone reads and changes oneself."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import actions
from accounts.api import examples
from accounts.api.permissions import MayChangeUser, closed_user_fields, refuse_changes
from accounts.api.serializers import UserCreateSerializer, UserSerializer, UserWriteSerializer
from accounts.models import Account, User
from accounts.querysets import UserQuerySet
from nubo.shared.api.permissions import IsAccountAdminOrStaff, IsAuthenticated

__all__ = ["UserViewSet"]

_EMAIL = OpenApiParameter("email", str, OpenApiParameter.PATH, description="The user's e-mail; case does not matter.")
_ACCOUNT = OpenApiParameter("account_id", UUID, OpenApiParameter.PATH)


@extend_schema(tags=["users"])
class UserViewSet(GenericViewSet):
    queryset = User.objects.none()
    serializer_class = UserSerializer
    conflict_codes = {
        "create": ("invalid_transition", "conflict"),
        "update": ("last_admin", "invalid_transition", "conflict"),
        "partial_update": ("last_admin", "invalid_transition", "conflict"),
        "destroy": ("last_admin",),
    }

    def get_permissions(self) -> list[BasePermission]:
        if self.action in ("create", "by_account", "destroy"):
            return [IsAccountAdminOrStaff(), MayChangeUser()]
        return [IsAuthenticated(), MayChangeUser()]

    def get_queryset(self) -> UserQuerySet:
        return User.objects.visible_to(self.request.user)

    @extend_schema(
        operation_id="create_user",
        summary="Create a user",
        description="`account` is one's own, and may be left out, except for staff. `password` is required unless there is an "
        "`external_token`.",
        request=UserCreateSerializer,
        responses={201: UserSerializer},
        examples=[examples.USER_WRITE, examples.USER],
    )
    def create(self, request: Request) -> Response:
        serializer = UserCreateSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        user = actions.create_user(account=data.pop("account"), data=data)
        return self._answer(user.pk, status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="list_account_users",
        summary="List an account's users",
        parameters=[_ACCOUNT],
        responses=UserSerializer(many=True),
        examples=[examples.USER],
    )
    def by_account(self, request: Request, account_id: UUID) -> Response:
        account = get_object_or_404(Account.objects.visible_to(request.user), pk=account_id)
        page = self.paginate_queryset(self.get_queryset().filter(account=account).for_api())
        return self.get_paginated_response(UserSerializer(page, many=True).data)

    @extend_schema(
        operation_id="get_user_by_email",
        summary="Find a user by e-mail",
        parameters=[_EMAIL],
        examples=[examples.USER],
    )
    def by_email(self, request: Request, email: str) -> Response:
        return Response(UserSerializer(get_object_or_404(self.get_queryset().for_api(), email=email)).data)

    @extend_schema(operation_id="get_user", summary="Read a user", examples=[examples.USER])
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(UserSerializer(get_object_or_404(self.get_queryset().for_api(), pk=pk)).data)

    @extend_schema(
        operation_id="update_user",
        summary="Update a user",
        description="A field that is left out keeps its value. Members change only themselves, and not their `role`, `is_active` "
        "and `external_token`. One's own password is changed at `/users/me/password`.",
        request=UserWriteSerializer,
        responses=UserSerializer,
        examples=[examples.USER_WRITE, examples.USER],
    )
    def update(self, request: Request, pk: UUID) -> Response:
        return self._update(request, pk, partial=False)

    @extend_schema(
        operation_id="patch_user",
        summary="Change some fields of a user",
        request=UserWriteSerializer(partial=True),
        responses=UserSerializer,
        examples=[examples.USER_WRITE, examples.USER],
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        return self._update(request, pk, partial=True)

    @extend_schema(
        operation_id="delete_user",
        summary="Delete a user",
        description="The user's tokens stop working with the next request; the e-mail may be used again.",
        responses={204: None},
    )
    def destroy(self, request: Request, pk: UUID) -> Response:
        actions.delete_user(user=self._changeable(pk), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changeable(self, pk: UUID) -> User:
        user = get_object_or_404(self.get_queryset(), pk=pk)
        self.check_object_permissions(self.request, user)
        return user

    def _update(self, request: Request, pk: UUID, *, partial: bool) -> Response:
        user = self._changeable(pk)
        serializer = UserWriteSerializer(
            user, data=request.data, partial=partial, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        refuse_changes(user, serializer.validated_data, closed_user_fields(caller=request.user, user=user))
        actions.update_user(user=user, data=serializer.validated_data)
        return self._answer(pk, status.HTTP_200_OK)

    def _answer(self, pk: UUID, code: int) -> Response:
        return Response(UserSerializer(User.all_objects.for_api().get(pk=pk)).data, status=code)
