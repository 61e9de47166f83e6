"""Reading people: by id, by e-mail and by account, each as far as one may see."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.choices import UserRole
from accounts.models import Account, User
from accounts.tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


@pytest.fixture
def people(staff: User, admin: User, member: User, stranger: User) -> dict[str, User]:
    return {"staff": staff, "admin": admin, "member": member, "stranger": stranger}


SEEN = {
    "staff": {"staff", "admin", "member", "stranger"},
    "admin": {"admin", "member"},
    "member": {"member"},
    "stranger": {"stranger"},
}


@pytest.mark.parametrize("caller", SEEN)
def test_each_sees_only(api: Callable[..., APIClient], people: dict[str, User], caller: str) -> None:
    client = api(people[caller])
    for name, person in people.items():
        expected = 200 if name in SEEN[caller] else 404
        for path in (f"/users/{person.pk}", f"/users/email/{person.email}", f"/users/email/{person.email.upper()}"):
            response = client.get(path)
            assert response.status_code == expected, (caller, name)
            if expected == 200:
                assert response.json()["id"] == str(person.pk)
                assert "password" not in response.content.decode()


def test_nobody_sees_anyone(api: Callable[..., APIClient], member: User, account: Account) -> None:
    for path in (f"/users/{member.pk}", f"/users/email/{member.email}", f"/users/account/{account.pk}", "/users/me"):
        assert api().get(path).status_code == 401


def test_the_deleted_are_gone(api: Callable[..., APIClient], staff: User, member: User, account: Account) -> None:
    member.mark_deleted(at=NOW)
    assert api(staff).get(f"/users/{member.pk}").status_code == 404
    assert api(staff).get(f"/users/email/{member.email}").status_code == 404
    assert api(staff).get(f"/users/account/{account.pk}").json()["count"] == 0


@pytest.mark.parametrize("email", ["x", "%00", "a%20b", "ç@é.example", "x" * 400, "%ed%a0%80", "%"])
def test_what_is_no_email_is_not_found(api: Callable[..., APIClient], staff: User, email: str) -> None:
    assert api(staff).get(f"/users/email/{email}").status_code == 404


@pytest.mark.parametrize(
    "pk", ["x", "1", "0198b6a0-5c2f-7e10-8b1c-6b8de0c4a2d7", "%00", "0198b6a05c2f7e108b1c6b8de0c4a2d7"]
)
def test_an_unknown_id_is_not_found(api: Callable[..., APIClient], staff: User, pk: str) -> None:
    for path in (f"/users/{pk}", f"/users/account/{pk}"):
        response = api(staff).get(path)
        assert response.status_code == 404
        assert response.json()["errors"][0]["code"] == "not_found"


def test_an_accounts_people_in_order_and_pages(
    api: Callable[..., APIClient], admin: User, account: Account, stranger: User
) -> None:
    for letter in "cab":
        UserFactory(account=account, email=f"{letter}@aaa.example", role=UserRole.MEMBER)
    body = api(admin).get(f"/users/account/{account.pk}?page_size=3").json()
    assert set(body) == {"count", "next", "previous", "results"}
    assert body["count"] == 4
    assert [person["email"] for person in body["results"]] == ["a@aaa.example", "b@aaa.example", "c@aaa.example"]
    second = api(admin).get(body["next"]).json()
    assert [person["email"] for person in second["results"]] == [admin.email]
    assert second["next"] is None


def test_who_lists_an_accounts_people(api: Callable[..., APIClient], account: Account, people: dict[str, User]) -> None:
    answers = {name: api(person).get(f"/users/account/{account.pk}").status_code for name, person in people.items()}
    assert answers == {"staff": 200, "admin": 200, "member": 403, "stranger": 404}


def test_a_deleted_account_has_no_list(api: Callable[..., APIClient], account: Account, staff: User) -> None:
    account.mark_deleted(at=NOW)
    assert api(staff).get(f"/users/account/{account.pk}").status_code == 404


def test_staff_of_an_account_stay_out_of_its_administrators_reach(
    api: Callable[..., APIClient], account: Account, admin: User, staff: User
) -> None:
    colleague = StaffFactory(account=account)
    assert api(admin).get(f"/users/{colleague.pk}").status_code == 404
    assert (
        api(admin).patch(f"/users/{colleague.pk}", {"password": "another-9-battery"}, format="json").status_code == 404
    )
    assert [p["id"] for p in api(admin).get(f"/users/account/{account.pk}").json()["results"]] == [str(admin.pk)]
    assert api(staff).get(f"/users/account/{account.pk}").json()["count"] == 2


def test_a_list_costs_the_same_for_one_and_for_twenty(
    api: Callable[..., APIClient],
    admin: User,
    account: Account,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    client = api(admin)
    # The token's person, the account, the count, the rows.
    with django_assert_num_queries(4):
        assert client.get(f"/users/account/{account.pk}").json()["count"] == 1
    UserFactory.create_batch(19, account=account)
    with django_assert_num_queries(4):
        assert len(client.get(f"/users/account/{account.pk}").json()["results"]) == 20


def test_one_person_costs_two_queries(
    api: Callable[..., APIClient],
    admin: User,
    member: User,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    client = api(admin)
    for path in (f"/users/{member.pk}", f"/users/email/{member.email}", "/users/me"):
        with django_assert_num_queries(2):
            client.get(path)
