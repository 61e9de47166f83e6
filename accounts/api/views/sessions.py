"""Signing in, refreshing tokens and signing out."""

from typing import cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import GenericViewSet

from accounts import actions
from accounts.api import examples
from accounts.api.serializers import CredentialsSerializer, RefreshSerializer, SignInSerializer, TokensSerializer
from accounts.api.throttling import EmailLoginThrottle
from accounts.models import User
from nubo.shared.api.permissions import AllowAny, IsAuthenticated
from nubo.shared.api.throttling import AnonThrottle, LoginThrottle

__all__ = ["SessionViewSet"]


class LockedOutError(Throttled):
    """429 with the seconds to wait, told apart from an ordinary throttle by its code."""

    def __init__(self, refusal: actions.LockedOut) -> None:
        super().__init__(detail=refusal.detail, code=refusal.code)
        self.wait = refusal.retry_after


@extend_schema(tags=["sessions"])
class SessionViewSet(GenericViewSet):
    queryset = User.objects.none()
    serializer_class = SignInSerializer
    pagination_class = None

    def get_authenticators(self) -> list[BaseAuthentication]:
        # A token that has run out must not stand in the way of getting a new one.
        return super().get_authenticators() if self._is_sign_out() else []

    def get_permissions(self) -> list[BasePermission]:
        return [IsAuthenticated()] if self._is_sign_out() else [AllowAny()]

    def get_throttles(self) -> list[BaseThrottle]:
        if self.action == "authenticate":
            return [AnonThrottle(), LoginThrottle(), EmailLoginThrottle()]
        return super().get_throttles()

    def get_authenticate_header(self, request: Request) -> str:
        # Without authenticators DRF would answer 403 in place of 401.
        return 'Bearer realm="api"'

    def _is_sign_out(self) -> bool:
        # By the route: authenticators are asked for before DRF has set self.action.
        return "sign_out" in self.action_map.values()

    @extend_schema(
        operation_id="authenticate",
        summary="Sign in",
        description="An unknown e-mail, a wrong password and a user who may not sign in get one and the same 401. After repeated "
        "failures: 429 with the code `locked_out`.",
        request=CredentialsSerializer,
        responses=SignInSerializer,
        examples=[examples.CREDENTIALS, examples.SIGN_IN],
    )
    def authenticate(self, request: Request) -> Response:
        serializer = CredentialsSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            # Django's own request: axes marks it, and reads the address from it.
            result = actions.sign_in(request=request._request, at=timezone.now(), **serializer.validated_data)
        except actions.SignInRefused as refusal:
            raise AuthenticationFailed(refusal.detail, code=refusal.code) from None
        except actions.LockedOut as refusal:
            raise LockedOutError(refusal) from None
        return Response(SignInSerializer(result).data)

    @extend_schema(
        operation_id="refresh_tokens",
        summary="Get new tokens",
        description="A refresh token is good for one use.",
        request=RefreshSerializer,
        responses=TokensSerializer,
        examples=[examples.TOKEN_WRITE, examples.TOKENS],
    )
    def refresh(self, request: Request) -> Response:
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            tokens = actions.refresh_tokens(**serializer.validated_data)
        except actions.SessionEnded as refusal:
            raise AuthenticationFailed(refusal.detail, code=refusal.code) from None
        return Response(TokensSerializer(tokens).data)

    @extend_schema(
        operation_id="logout",
        summary="Sign out",
        description="The refresh token is used up; doing it again changes nothing. The access token runs out by itself.",
        request=RefreshSerializer,
        responses={204: None},
        examples=[examples.TOKEN_WRITE],
    )
    def sign_out(self, request: Request) -> Response:
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        actions.sign_out(user=cast(User, request.user), **serializer.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)
