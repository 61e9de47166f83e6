"""The routes' views, by noun: each checks who calls, then calls one action or one queryset."""

from accounts.api.views.accounts import AccountViewSet
from accounts.api.views.profile import ProfileViewSet
from accounts.api.views.sessions import SessionViewSet
from accounts.api.views.users import UserViewSet

__all__ = ["AccountViewSet", "ProfileViewSet", "SessionViewSet", "UserViewSet"]
