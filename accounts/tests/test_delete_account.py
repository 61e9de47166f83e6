"""Deleting and restoring an account, with its people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, AccountFactory, UserFactory
from nubo.shared.errors import Conflict

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def test_gone_with_its_people_and_the_second_time_not_found(
    api: Callable[..., APIClient], staff: User, account: Account, admin: User, member: User
) -> None:
    client = api(admin)
    response = api(staff).delete(f"/accounts/{account.pk}")
    assert response.status_code == 204
    assert response.content == b""
    assert api(staff).delete(f"/accounts/{account.pk}").status_code == 404
    account.refresh_from_db()
    assert account.is_deleted
    assert set(User.all_objects.filter(account=account).values_list("deleted_at", flat=True)) == {account.deleted_at}
    assert client.get("/users/me").status_code == 401
    body = {"email": admin.email, "password": PASSWORD}
    assert api().post("/users/authenticate", body, format="json").status_code == 401


def test_only_staff_may(
    api: Callable[..., APIClient], account: Account, admin: User, member: User, stranger: User
) -> None:
    for caller, status in ((None, 401), (member, 403), (admin, 403), (stranger, 403)):
        assert api(caller).delete(f"/accounts/{account.pk}").status_code == status
    assert Account.objects.filter(pk=account.pk).exists()


def test_apps_above_can_refuse(
    api: Callable[..., APIClient], staff: User, account: Account, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(asked: Account) -> None:
        assert asked == account
        raise Conflict("There are open invoices.", code="open_invoices")

    monkeypatch.setattr(actions, "account_delete_checks", actions.account_delete_checks)
    actions.account_delete_checks.append(refuse)
    try:
        response = api(staff).delete(f"/accounts/{account.pk}")
    finally:
        actions.account_delete_checks.remove(refuse)
    assert response.status_code == 409
    assert response.json()["errors"][0]["code"] == "open_invoices"
    assert Account.objects.filter(pk=account.pk).exists()
    assert User.objects.filter(pk=admin.pk).exists()


def test_everything_unique_may_be_used_again(api: Callable[..., APIClient], account: Account, admin: User) -> None:
    actions.delete_account(account=account, at=NOW)
    body = {
        "name": "Nova",
        "email": account.email,
        "identifying_code": account.identifying_code,
        "admin": {"name": "Nova", "email": admin.email, "password": PASSWORD},
    }
    assert api().post("/accounts", body, format="json").status_code == 201


def test_the_history_tells_who(api: Callable[..., APIClient], staff: User, account: Account, member: User) -> None:
    api(staff).delete(f"/accounts/{account.pk}")
    for newest in (Account.history.filter(id=account.pk).first(), User.history.filter(id=member.pk).first()):
        assert newest.deleted_at is not None
        assert newest.history_user_id == staff.pk


def test_restoring_brings_back_those_who_went_with_it(
    api: Callable[..., APIClient], account: Account, admin: User, member: User
) -> None:
    client = api(admin)
    actions.delete_user(user=member, at=NOW - timedelta(days=1))
    actions.delete_account(account=account, at=NOW)
    restored = actions.restore_account(account=account)
    assert restored.deleted_at is None
    assert list(User.objects.filter(account=account)) == [admin]
    assert client.get("/users/me").status_code == 200


@pytest.mark.parametrize("field", ["email", "identifying_code"])
def test_restoring_what_is_taken_is_a_clear_error(account: Account, admin: User, field: str) -> None:
    actions.delete_account(account=account, at=NOW)
    AccountFactory(**{field: getattr(account, field)})
    with pytest.raises(ValidationError) as refusal:
        actions.restore_account(account=account)
    assert set(refusal.value.message_dict) == {field}
    assert Account.all_objects.get(pk=account.pk).deleted_at == NOW
    assert User.all_objects.get(pk=admin.pk).deleted_at == NOW


def test_a_person_whose_email_is_taken_keeps_all_of_it_back(account: Account, admin: User, member: User) -> None:
    actions.delete_account(account=account, at=NOW)
    UserFactory(email=member.email)
    with pytest.raises(ValidationError) as refusal:
        actions.restore_account(account=account)
    assert member.email in refusal.value.messages[0]
    assert Account.all_objects.get(pk=account.pk).deleted_at == NOW
    assert User.all_objects.filter(account=account, deleted_at=NOW).count() == 2


def test_a_second_deletion_and_restoring_the_living_change_nothing(account: Account, admin: User) -> None:
    assert actions.restore_account(account=account).deleted_at is None
    actions.delete_account(account=account, at=NOW)
    assert actions.delete_account(account=account, at=NOW + timedelta(days=1)).deleted_at == NOW


def test_nobody_joins_a_deleted_account(account: Account) -> None:
    actions.delete_account(account=account, at=NOW)
    with pytest.raises(Conflict):
        actions.create_user(account=account, data={"name": "X", "email": "x@empresa.example"})
    assert not User.all_objects.filter(account=account).exists()
