"""Oneself: whoever is signed in reads and changes the own name, e-mail, picture and password."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import GenericViewSet

from accounts import actions
from accounts.api import examples
from accounts.api.permissions import closed_user_fields, refuse_changes
from accounts.api.serializers import PasswordChangeSerializer, UserSerializer, UserWriteSerializer
from accounts.api.throttling import PasswordChangeThrottle
from accounts.models import User
from accounts.querysets import UserQuerySet
from nubo.shared.api.permissions import IsAuthenticated

__all__ = ["ProfileViewSet"]


@extend_schema(tags=["users"])
class ProfileViewSet(GenericViewSet):
    queryset = User.objects.none()
    serializer_class = UserSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None
    conflict_codes = {"partial_update": ("invalid_transition", "conflict"), "change_password": ("invalid_transition",)}

    def get_queryset(self) -> UserQuerySet:
        return User.all_objects.filter(pk=cast(User, self.request.user).pk)

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), *([PasswordChangeThrottle()] if self.action == "change_password" else [])]

    @extend_schema(operation_id="get_me", summary="Read oneself", examples=[examples.USER])
    def retrieve(self, request: Request) -> Response:
        return Response(UserSerializer(self.get_queryset().for_api().get()).data)

    @extend_schema(
        operation_id="patch_me",
        summary="Change one's own name, e-mail or picture",
        description="`account`, `role`, `is_active` and `external_token` may be sent back as they are, but not changed.",
        request=UserWriteSerializer(partial=True),
        responses=UserSerializer,
        examples=[examples.USER_WRITE, examples.USER],
    )
    def partial_update(self, request: Request) -> Response:
        user = self.get_queryset().get()
        serializer = UserWriteSerializer(user, data=request.data, partial=True, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        closed = closed_user_fields(caller=user, user=user, profile=True)
        refuse_changes(user, serializer.validated_data, closed)
        actions.update_user(user=user, data=serializer.validated_data)
        return self.retrieve(request)

    @extend_schema(
        operation_id="change_my_password",
        summary="Change one's own password",
        description="Ends every session, this one included: sign in again.",
        request=PasswordChangeSerializer,
        responses={204: None},
        examples=[examples.PASSWORD_CHANGE],
    )
    def change_password(self, request: Request) -> Response:
        serializer = PasswordChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        actions.change_password(user=cast(User, request.user), **serializer.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)
