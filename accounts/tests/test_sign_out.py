"""Signing out uses up one's own refresh token, and nobody else's."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import User

pytestmark = pytest.mark.django_db


def sign_out(client: APIClient, token: Any) -> Any:
    return client.post("/users/logout", {"refresh": str(token)}, format="json")


def test_the_token_is_used_up(api: Callable[..., APIClient], admin: User) -> None:
    token = RefreshToken.for_user(admin)
    response = sign_out(api(admin), token)
    assert response.status_code == 204
    assert response.content == b""
    assert api().post("/users/token/refresh", {"refresh": str(token)}, format="json").status_code == 401


def test_doing_it_again_changes_nothing(api: Callable[..., APIClient], admin: User) -> None:
    token = RefreshToken.for_user(admin)
    assert [sign_out(api(admin), token).status_code for _ in range(2)] == [204, 204]


def test_other_sessions_go_on(api: Callable[..., APIClient], admin: User) -> None:
    here, there = RefreshToken.for_user(admin), RefreshToken.for_user(admin)
    sign_out(api(admin), here)
    assert api().post("/users/token/refresh", {"refresh": str(there)}, format="json").status_code == 200


def test_an_expired_token_is_out_already(api: Callable[..., APIClient], admin: User) -> None:
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        token = RefreshToken.for_user(admin)
    assert sign_out(api(admin), token).status_code == 204


def test_another_persons_token_is_refused_and_lives_on(
    api: Callable[..., APIClient], admin: User, member: User
) -> None:
    token = RefreshToken.for_user(admin)
    response = sign_out(api(member), token)
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == "refresh"
    assert api().post("/users/token/refresh", {"refresh": str(token)}, format="json").status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b.c", "", "\0"])
def test_what_is_no_token_is_refused(api: Callable[..., APIClient], admin: User, token: str) -> None:
    response = sign_out(api(admin), token)
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == "refresh"


def test_an_access_token_is_refused(api: Callable[..., APIClient], admin: User) -> None:
    assert sign_out(api(admin), RefreshToken.for_user(admin).access_token).status_code == 400


def test_it_needs_a_token(api: Callable[..., APIClient], admin: User) -> None:
    assert sign_out(api(), RefreshToken.for_user(admin)).status_code == 401
