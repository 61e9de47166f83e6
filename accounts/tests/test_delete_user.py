"""Deleting and restoring people."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def test_gone_and_the_second_time_not_found(api: Callable[..., APIClient], admin: User, member: User) -> None:
    response = api(admin).delete(f"/users/{member.pk}")
    assert response.status_code == 204
    assert response.content == b""
    assert api(admin).delete(f"/users/{member.pk}").status_code == 404
    member.refresh_from_db()
    assert member.is_deleted


def test_who_may(
    api: Callable[..., APIClient], admin: User, member: User, stranger: User, staff: User, account: Account
) -> None:
    target = UserFactory(account=account, role="member")
    for caller, status in ((None, 401), (member, 403), (stranger, 404)):
        assert api(caller).delete(f"/users/{target.pk}").status_code == status
        assert User.objects.filter(pk=target.pk).exists()
    assert api(staff).delete(f"/users/{target.pk}").status_code == 204


def test_a_member_does_not_delete_itself(api: Callable[..., APIClient], member: User) -> None:
    assert api(member).delete(f"/users/{member.pk}").status_code == 403


def test_the_history_tells_who(api: Callable[..., APIClient], admin: User, member: User) -> None:
    api(admin).delete(f"/users/{member.pk}")
    newest = User.history.filter(id=member.pk).first()
    assert newest.deleted_at is not None
    assert newest.history_user_id == admin.pk


def test_the_email_and_external_token_may_be_used_again(api: Callable[..., APIClient], admin: User) -> None:
    old = UserFactory(account=admin.account, external_token="oidc|1")
    actions.delete_user(user=old, at=NOW)
    body = {"name": "Outra", "email": old.email, "password": PASSWORD, "external_token": "oidc|1"}
    response = api(admin).post("/users", body, format="json")
    assert response.status_code == 201
    assert response.json()["id"] != str(old.pk)
    found = api(admin).get(f"/users/email/{old.email}")
    assert found.json()["id"] == response.json()["id"]


def test_a_second_deletion_changes_nothing(admin: User, member: User) -> None:
    actions.delete_user(user=member, at=NOW)
    again = actions.delete_user(user=member, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert again.deleted_at == NOW


def test_restoring_brings_back_the_sign_in(api: Callable[..., APIClient], admin: User, member: User) -> None:
    client = api(member)
    actions.delete_user(user=member, at=NOW)
    actions.restore_user(user=member)
    assert client.get("/users/me").status_code == 200
    body = {"email": member.email, "password": PASSWORD}
    assert api().post("/users/authenticate", body, format="json").status_code == 200


@pytest.mark.parametrize(("field", "value"), [("email", "m@empresa.example"), ("external_token", "oidc|1")])
def test_restoring_what_is_taken_is_a_clear_error(admin: User, field: str, value: str) -> None:
    old = UserFactory(account=admin.account, **{field: value})
    actions.delete_user(user=old, at=NOW)
    UserFactory(**{field: value})
    with pytest.raises(ValidationError) as refusal:
        actions.restore_user(user=old)
    assert set(refusal.value.message_dict) == {field}
    old.refresh_from_db()
    assert old.deleted_at == NOW


def test_a_person_does_not_come_back_to_a_deleted_account(admin: User, member: User) -> None:
    actions.delete_user(user=member, at=NOW)
    actions.delete_account(account=admin.account, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        actions.restore_user(user=member)
    assert set(refusal.value.message_dict) == {"account"}


def test_restoring_the_living_changes_nothing(member: User) -> None:
    before = User.history.count()
    assert actions.restore_user(user=member).pk == member.pk
    assert User.history.count() == before
