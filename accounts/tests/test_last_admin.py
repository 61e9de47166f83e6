"""An account never loses its only active administrator."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts import actions
from accounts.choices import UserRole
from accounts.models import User
from accounts.tests.factories import StaffFactory, UserFactory
from nubo.shared.errors import Conflict

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def delete(client: APIClient, user: User) -> Any:
    return client.delete(f"/users/{user.pk}")


def deactivate(client: APIClient, user: User) -> Any:
    return client.patch(f"/users/{user.pk}", {"is_active": False}, format="json")


def demote(client: APIClient, user: User) -> Any:
    return client.patch(f"/users/{user.pk}", {"role": "member"}, format="json")


WAYS = [delete, deactivate, demote]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("caller", ["admin", "staff"])
def test_the_last_one_stays(
    api: Callable[..., APIClient], admin: User, member: User, staff: User, way: Callable[..., Any], caller: str
) -> None:
    before = User.objects.filter(pk=admin.pk).values().get()
    response = way(api({"admin": admin, "staff": staff}[caller]), admin)
    assert response.status_code == 409
    assert response.json()["errors"][0]["code"] == "last_admin"
    assert User.objects.filter(pk=admin.pk).values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_with_another_one_may_go(api: Callable[..., APIClient], admin: User, way: Callable[..., Any]) -> None:
    UserFactory(account=admin.account)
    assert way(api(admin), admin).status_code in (200, 204)
    assert User.objects.active_admins().filter(account=admin.account).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_only_active_live_administrators_of_the_account_count(
    api: Callable[..., APIClient], admin: User, member: User, stranger: User, way: Callable[..., Any]
) -> None:
    UserFactory(account=admin.account, is_active=False)
    UserFactory(account=admin.account, deleted_at=NOW)
    StaffFactory(account=admin.account)
    assert way(api(admin), admin).status_code == 409


@pytest.mark.django_db
def test_other_changes_of_the_last_one_are_fine(api: Callable[..., APIClient], admin: User) -> None:
    body = {"name": "Ana II", "role": "admin", "is_active": True}
    assert api(admin).patch(f"/users/{admin.pk}", body, format="json").status_code == 200


@pytest.mark.django_db
def test_becoming_staff_counts_as_leaving(admin: User) -> None:
    with pytest.raises(Conflict) as refusal:
        actions.update_user(user=admin, data={"is_staff": True})
    assert refusal.value.code == "last_admin"


@pytest.mark.django_db
def test_an_inactive_administrator_may_go(api: Callable[..., APIClient], admin: User) -> None:
    idle = UserFactory(account=admin.account, is_active=False)
    assert delete(api(admin), idle).status_code == 204


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "leave",
    [
        lambda user: actions.delete_user(user=user, at=NOW),
        lambda user: actions.update_user(user=user, data={"role": UserRole.MEMBER}),
        lambda user: actions.update_user(user=user, data={"is_active": False}),
    ],
)
def test_all_leaving_at_the_same_moment_leave_one(leave: Callable[[User], Any]) -> None:
    first = UserFactory()
    admins = [first, *UserFactory.create_batch(3, account=first.account)]
    start, results = threading.Barrier(len(admins)), []

    def go(user: User) -> None:
        start.wait()
        try:
            leave(user)
            results.append("left")
        except Conflict as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(user,)) for user in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["last_admin", "left", "left", "left"]
    assert User.objects.active_admins().filter(account=first.account).count() == 1
