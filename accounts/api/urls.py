"""Routes of this app."""

from django.urls import path

from accounts.api.views import AccountViewSet, ProfileViewSet, SessionViewSet, UserViewSet

urlpatterns = [
    path("users", UserViewSet.as_view({"post": "create"})),
    path("users/me", ProfileViewSet.as_view({"get": "retrieve", "patch": "partial_update"})),
    path("users/me/password", ProfileViewSet.as_view({"post": "change_password"})),
    path("users/authenticate", SessionViewSet.as_view({"post": "authenticate"})),
    path("users/token/refresh", SessionViewSet.as_view({"post": "refresh"})),
    path("users/logout", SessionViewSet.as_view({"post": "sign_out"})),
    path("users/email/<text:email>", UserViewSet.as_view({"get": "by_email"})),
    path("users/account/<id:account_id>", UserViewSet.as_view({"get": "by_account"})),
    path(
        "users/<id:pk>",
        UserViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("accounts", AccountViewSet.as_view({"get": "list", "post": "create"})),
    path("accounts/email/<text:email>", AccountViewSet.as_view({"get": "by_email"})),
    path(
        "accounts/<id:pk>",
        AccountViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}),
    ),
]
