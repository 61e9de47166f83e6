"""Staff: made on the command line, let into the admin as far as their permissions go."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, AccountFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "Chefe@nubo.example")
    monkeypatch.setenv("DJANGO_SUPERUSER_NAME", "Chefe")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)


def create_superuser() -> None:
    call_command("createsuperuser", interactive=False, verbosity=0)


@pytest.mark.usefixtures("_environment")
def test_the_first_one_is_made_without_a_terminal(client: Client) -> None:
    create_superuser()
    user = User.objects.get()
    assert (user.email, user.name, user.account, user.is_staff, user.is_superuser) == (
        "chefe@nubo.example",
        "Chefe",
        None,
        True,
        True,
    )
    assert client.login(username="CHEFE@nubo.example", password=PASSWORD)
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_environment")
def test_a_taken_email_is_a_clear_error() -> None:
    create_superuser()
    with pytest.raises(CommandError, match=r"(?i)e-mail"):
        create_superuser()
    assert User.objects.count() == 1


@pytest.mark.usefixtures("_environment")
def test_a_deleted_email_is_free_again() -> None:
    create_superuser()
    User.objects.get().mark_deleted(at=datetime(2026, 3, 10, tzinfo=UTC))
    create_superuser()
    assert User.all_objects.count() == 2


def test_permissions_decide_what_a_clerk_sees(client: Client) -> None:
    clerk = StaffFactory(is_superuser=False)
    clerk.user_permissions.add(Permission.objects.get(codename="view_account"))
    assert clerk.has_perm("accounts.view_account")
    assert not clerk.has_perm("accounts.view_user")
    assert client.login(username=clerk.email, password=PASSWORD)
    assert client.get("/admin/").status_code == 200


def test_customers_stay_out_of_the_admin(client: Client, admin: User) -> None:
    client.post("/admin/login/", {"username": admin.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_staff_of_a_closed_account_stay_out(client: Client) -> None:
    clerk = StaffFactory(account=AccountFactory())
    assert client.login(username=clerk.email, password=PASSWORD)
    assert client.get("/admin/").status_code == 200
    Account.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert not Client().login(username=clerk.email, password=PASSWORD)
