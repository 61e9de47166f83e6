"""A refresh token buys one new pair, and only while its person may sign in."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken

from accounts import actions
from accounts.models import User
from accounts.tests.factories import UserFactory

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def refresh(api: Callable[..., APIClient], token: Any) -> Any:
    return api().post("/users/token/refresh", {"refresh": str(token)}, format="json")


@pytest.mark.django_db
def test_a_new_pair(api: Callable[..., APIClient], admin: User) -> None:
    old = RefreshToken.for_user(admin)
    response = refresh(api, old)
    assert response.status_code == 200
    assert set(response.json()) == {"access", "refresh"}
    assert response.json()["refresh"] != str(old)
    client = APIClient(headers={"authorization": f"Bearer {response.json()['access']}"})
    assert client.get("/users/me").json()["id"] == str(admin.pk)
    assert refresh(api, response.json()["refresh"]).status_code == 200


@pytest.mark.django_db
def test_a_used_token_is_refused(api: Callable[..., APIClient], admin: User) -> None:
    token = RefreshToken.for_user(admin)
    assert refresh(api, token).status_code == 200
    count = OutstandingToken.objects.count()
    response = refresh(api, token)
    assert response.status_code == 401
    assert response.json()["errors"][0]["code"] == "token_not_valid"
    assert OutstandingToken.objects.count() == count


def delete(user: User) -> None:
    User.all_objects.filter(pk=user.pk).update(deleted_at=NOW)


def deactivate(user: User) -> None:
    User.all_objects.filter(pk=user.pk).update(is_active=False)


def delete_account(user: User) -> None:
    user.account.mark_deleted(at=NOW)


def deactivate_account(user: User) -> None:
    user.account.is_active = False
    user.account.save()


def change_password(user: User) -> None:
    user.set_password("another-9-battery-staple")
    user.save()


@pytest.mark.django_db
@pytest.mark.parametrize("end", [delete, deactivate, delete_account, deactivate_account, change_password])
def test_a_person_who_may_not_sign_in_gets_none(
    api: Callable[..., APIClient], admin: User, end: Callable[[User], None]
) -> None:
    token = RefreshToken.for_user(admin)
    end(admin)
    assert refresh(api, token).status_code == 401


@pytest.mark.django_db
def test_it_runs_out_after_seven_days(api: Callable[..., APIClient], admin: User) -> None:
    with time_machine.travel(NOW, tick=False):
        token = RefreshToken.for_user(admin)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert refresh(api, token).status_code == 401
    with time_machine.travel(NOW + timedelta(days=7, seconds=-1), tick=False):
        assert refresh(api, token).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a.b.c", "é.é.é", "." * 100, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(api: Callable[..., APIClient], token: str) -> None:
    assert refresh(api, token).status_code == 401


@pytest.mark.django_db
def test_an_access_token_is_no_refresh_token(api: Callable[..., APIClient], admin: User) -> None:
    assert refresh(api, RefreshToken.for_user(admin).access_token).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [{}, {"refresh": ""}, {"refresh": None}, {"refresh": ["x"]}, {"refresh": "\0"}, {"refresh": "x" * 100_000}, []],
)
def test_a_broken_body_is_refused_by_field(api: Callable[..., APIClient], body: Any) -> None:
    response = api().post("/users/token/refresh", body, format="json")
    assert response.status_code == 400
    if body != []:
        assert [error["attr"] for error in response.json()["errors"]] == ["refresh"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_the_same_moment_one_wins() -> None:
    token = str(RefreshToken.for_user(UserFactory()))
    start, results = threading.Barrier(4), []

    def use() -> None:
        start.wait()
        try:
            actions.refresh_tokens(refresh=token)
            results.append("new tokens")
        except actions.SessionEnded:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["new tokens", "refused", "refused", "refused"]
