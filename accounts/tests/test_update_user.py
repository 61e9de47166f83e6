"""Changing people: which fields are whose business."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, StaffFactory, UserFactory
from nubo.shared.errors import InvalidTransition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
OTHER = "another-9-battery-staple"


def patch(client: APIClient, user: User, **body: Any) -> Any:
    return client.patch(f"/users/{user.pk}", body, format="json")


def wrong_fields(response: Any) -> set[str]:
    assert response.status_code == 400, response.content
    return {error["attr"] for error in response.json()["errors"]}


def state(user: User) -> dict[str, Any]:
    return User.all_objects.filter(pk=user.pk).values().get()


def test_an_administrator_changes_everything_of_a_member(
    api: Callable[..., APIClient], admin: User, member: User
) -> None:
    body = {
        "role": "admin",
        "name": "Mauro II",
        "email": "MAURO@empresa.example",
        "picture": "https://empresa.example/m.png",
        "external_token": "oidc|m",
        "is_active": False,
        "password": OTHER,
    }
    response = patch(api(admin), member, **body)
    assert response.status_code == 200
    del body["password"]
    assert {field: response.json()[field] for field in body} == {**body, "email": "mauro@empresa.example"}
    member.refresh_from_db()
    assert member.check_password(OTHER)


def test_put_needs_what_is_required_and_leaves_the_rest(
    api: Callable[..., APIClient], admin: User, member: User
) -> None:
    assert wrong_fields(api(admin).put(f"/users/{member.pk}", {"name": "M"}, format="json")) == {"email"}
    patch(api(admin), member, picture="https://empresa.example/m.png")
    response = api(admin).put(f"/users/{member.pk}", {"name": "M", "email": member.email}, format="json")
    assert response.status_code == 200
    assert response.json()["name"] == "M"
    assert response.json()["picture"] == "https://empresa.example/m.png"
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_what_was_read_can_be_sent_back(api: Callable[..., APIClient], member: User, admin: User, staff: User) -> None:
    for client, path in (
        (api(member), f"/users/{member.pk}"),
        (api(admin), f"/users/{admin.pk}"),
        (api(staff), f"/users/{staff.pk}"),
    ):
        shown = client.get(path).json()
        response = client.put(path, shown, format="json")
        assert response.status_code == 200, response.content
        assert {**response.json(), "updated_at": None} == {**shown, "updated_at": None}


@pytest.mark.parametrize(
    ("field", "value"), [("role", "admin"), ("is_active", False), ("external_token", "oidc|1"), ("password", OTHER)]
)
@pytest.mark.parametrize("path", ["/users/{}", "/users/me"])
def test_a_member_does_not_change_its_own_rights(
    api: Callable[..., APIClient], admin: User, member: User, field: str, value: Any, path: str
) -> None:
    before = state(member)
    response = api(member).patch(path.format(member.pk), {"name": "M", field: value}, format="json")
    assert wrong_fields(response) == {field}
    assert response.json()["errors"][0]["code"] == "not_allowed"
    assert state(member) == before


def test_a_member_changes_its_name_email_and_picture(api: Callable[..., APIClient], member: User) -> None:
    body = {"name": "M", "email": "m@empresa.example", "picture": "https://a.example/m.png"}
    response = patch(api(member), member, **body)
    assert response.status_code == 200
    assert {field: response.json()[field] for field in body} == body


def test_members_do_not_see_others(api: Callable[..., APIClient], member: User, admin: User, stranger: User) -> None:
    for caller, target in ((member, admin), (member, stranger), (stranger, member), (admin, stranger)):
        before = state(target)
        assert patch(api(caller), target, name="X").status_code == 404
        assert state(target) == before


def test_an_account_stays(
    api: Callable[..., APIClient], admin: User, member: User, stranger: User, staff: User
) -> None:
    for caller in (admin, member, staff):
        before = state(member)
        for other in (str(stranger.account_id), None, "x", 10**300):
            assert wrong_fields(patch(api(caller), member, account=other)) == {"account"}
        assert state(member) == before
        assert patch(api(caller), member, account=str(member.account_id)).status_code == 200


def test_own_passwords_need_the_current_one(api: Callable[..., APIClient], admin: User, staff: User) -> None:
    for person in (admin, staff):
        assert wrong_fields(patch(api(person), person, password=OTHER)) == {"password"}
        person.refresh_from_db()
        assert person.check_password(PASSWORD)


def test_a_new_password_must_be_good(api: Callable[..., APIClient], admin: User, member: User) -> None:
    for password in ("short-1", "1234567890123", member.email):
        assert wrong_fields(patch(api(admin), member, password=password)) == {"password"}
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_clashes_are_named(api: Callable[..., APIClient], admin: User, member: User) -> None:
    UserFactory(external_token="oidc|1", email="taken@empresa.example")
    assert wrong_fields(patch(api(admin), member, email="Taken@empresa.example")) == {"email"}
    assert wrong_fields(patch(api(admin), member, external_token="oidc|1")) == {"external_token"}


def test_staff_are_changed_by_superusers_and_themselves(api: Callable[..., APIClient], staff: User) -> None:
    clerk, colleague = StaffFactory(is_superuser=False), StaffFactory(is_superuser=False)
    for target in (staff, colleague):
        before = state(target)
        assert patch(api(clerk), target, password=OTHER).status_code == 403
        assert api(clerk).delete(f"/users/{target.pk}").status_code == 403
        assert state(target) == before
    assert patch(api(clerk), clerk, name="Eu").status_code == 200
    assert api(clerk).get(f"/users/{staff.pk}").status_code == 200
    assert patch(api(staff), clerk, password=OTHER).status_code == 200


def test_someone_deleted_meanwhile_is_not_brought_back(member: User, admin: User) -> None:
    actions.delete_user(user=member, at=NOW)
    with pytest.raises(InvalidTransition):
        actions.update_user(user=member, data={"name": "X"})
    assert not User.objects.filter(pk=member.pk).exists()


def test_each_change_is_in_the_history_with_its_author(
    api: Callable[..., APIClient], admin: User, member: User, account: Account
) -> None:
    patch(api(admin), member, name="Mauro II")
    newest = member.history.first()
    assert (newest.name, newest.history_user_id, newest.history_type) == ("Mauro II", admin.pk, "~")
