"""Tokens die with the next request once their person or account is gone, shut out, or has a new password."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts import actions
from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def delete_user(user: User) -> None:
    actions.delete_user(user=user, at=NOW)


def deactivate_user(user: User) -> None:
    actions.update_user(user=user, data={"is_active": False})


def delete_account(user: User) -> None:
    actions.delete_account(account=user.account, at=NOW)


def deactivate_account(user: User) -> None:
    actions.update_account(account=user.account, data={"is_active": False})


def change_password(user: User) -> None:
    actions.change_password(user=user, current_password=PASSWORD, new_password="another-9-battery-staple")


def reset_password(user: User) -> None:
    actions.update_user(user=user, data={"password": "another-9-battery-staple"})


EVENTS = [delete_user, deactivate_user, delete_account, deactivate_account, change_password, reset_password]


@pytest.mark.parametrize("event", EVENTS)
def test_every_token_ends(
    api: Callable[..., APIClient], admin: User, member: User, event: Callable[[User], None]
) -> None:
    clients = [api(member), api(member)]
    refresh = str(RefreshToken.for_user(member))
    assert [client.get("/users/me").status_code for client in clients] == [200, 200]
    event(member)
    for client in clients:
        response = client.get("/users/me")
        assert response.status_code == 401
        assert response.json()["errors"][0]["code"] == "token_not_valid"
    assert api().post("/users/token/refresh", {"refresh": refresh}, format="json").status_code == 401


@pytest.mark.parametrize("event", [delete_user, deactivate_user, change_password, reset_password])
def test_others_of_the_account_go_on(
    api: Callable[..., APIClient], admin: User, member: User, event: Callable[[User], None]
) -> None:
    client = api(admin)
    event(member)
    assert client.get("/users/me").status_code == 200


def test_an_open_route_refuses_a_dead_token_too(api: Callable[..., APIClient], member: User, admin: User) -> None:
    client = api(member)
    delete_user(member)
    assert client.post("/accounts", {}, format="json").status_code == 401


def test_old_refresh_tokens_stay_dead_even_if_the_old_password_comes_back(api: Callable[..., APIClient]) -> None:
    user = UserFactory()
    hash_before, refresh = user.password, str(RefreshToken.for_user(user))
    change_password(user)
    User.objects.filter(pk=user.pk).update(password=hash_before)
    assert api().post("/users/token/refresh", {"refresh": refresh}, format="json").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer a b",
        "bearer \xff\xfe",
        "Bearer " + "x" * 10_000,
        "Bearer eyJhbGciOiJub25lIn0.e30.",
    ],
)
def test_what_is_no_token_is_refused(header: str) -> None:
    response = APIClient(headers={"authorization": header}).get("/users/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_refresh_token_opens_no_door(member: User) -> None:
    client = APIClient(headers={"authorization": f"Bearer {RefreshToken.for_user(member)}"})
    assert client.get("/users/me").status_code == 401


def test_a_token_of_someone_who_never_was(db: None) -> None:
    token = AccessToken()
    token["user_id"] = "0198b6a0-5c2f-7e10-8b1c-6b8de0c4a2d7"
    assert APIClient(headers={"authorization": f"Bearer {token}"}).get("/users/me").status_code == 401
