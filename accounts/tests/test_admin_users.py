"""People in the admin: who may sign in there, and who may touch whom."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.choices import UserRole
from accounts.models import User
from accounts.tests.factories import PASSWORD, AccountFactory, StaffFactory, UserFactory
from nubo.tests.admin_desk import Desk, staff_with

NEW = "another-horse-77"


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


@pytest.fixture
def clerk(db) -> Desk:
    """May do everything to users that a permission can allow, but is no superuser."""
    return Desk(staff_with("accounts.add_user", "accounts.change_user", "accounts.delete_user", "accounts.view_user"))


def sign_in(email: str, password: str = PASSWORD):
    desk = Desk(None)
    return desk.client.post(reverse("admin:login"), {"username": email, "password": password, "next": "/admin/"})


def test_staff_signs_in_and_lands_on_the_first_page(staff):
    assert sign_in(staff.email).headers["Location"] == "/admin/"
    response = Desk(None).client.post(reverse("admin:login"), {"username": staff.email, "password": PASSWORD})
    assert response.headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize("who", ["admin", "member"])
def test_customers_do_not_get_in(request, who):
    person = request.getfixturevalue(who)
    assert sign_in(person.email).status_code == 200
    assert Desk(person).client.get("/admin/").status_code == 302


def test_deactivated_staff_is_out_with_the_next_request(staff, desk):
    assert desk.client.get("/admin/").status_code == 200
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert desk.client.get("/admin/").status_code == 302


def test_too_many_failures_lock_the_door_readably(staff, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        sign_in(staff.email, "wrong")
    response = sign_in(staff.email)
    assert response.status_code == 429
    assert response.headers["Content-Type"].startswith("text/html")
    assert "Retry-After" in response.headers


def test_new_person_can_sign_in(desk, account):
    response = desk.send_form(
        User, "add", account=account.pk, email="Nova@Empresa.example", name="Nova", role=UserRole.MEMBER, password=NEW
    )
    assert response.status_code == 302
    made = User.objects.get(email="nova@empresa.example")
    assert made.account == account
    assert made.check_password(NEW)
    assert not made.is_staff


def test_weak_password_is_refused_and_nobody_is_added(desk, account):
    response = desk.send_form(
        User, "add", account=account.pk, email="nova@empresa.example", name="Nova", password="123"
    )
    assert list(desk.errors(response)) == ["password"]
    assert not User.objects.filter(email="nova@empresa.example").exists()


def test_person_without_account_and_not_staff_is_refused(desk):
    response = desk.send_form(User, "add", email="nova@empresa.example", name="Nova", password=NEW)
    assert list(desk.errors(response)) == ["account"]


def test_last_administrator_stays(desk, admin):
    response = desk.send_form(User, "change", admin.pk, role=UserRole.MEMBER)
    assert desk.errors(response)["__all__"]
    desk.post(User, "delete", admin.pk, post="yes")
    admin.refresh_from_db()
    assert (admin.role, admin.deleted_at) == (UserRole.ADMIN, None)


def test_delete_hides_and_restore_brings_back(desk, admin, member):
    desk.post(User, "delete", member.pk, post="yes")
    assert not User.objects.filter(pk=member.pk).exists()
    desk.post(User, "restore", member.pk)
    assert User.objects.filter(pk=member.pk).exists()


def test_person_stays_with_its_account(desk, admin):
    other = AccountFactory()
    desk.send_form(User, "change", admin.pk, account=other.pk, name="Ana Maria")
    admin.refresh_from_db()
    assert (admin.account_id == other.pk, admin.name) == (False, "Ana Maria")


def test_password_is_set_by_the_button(desk, admin):
    assert desk.errors(desk.post(User, "set_password", admin.pk, password=NEW, repeated="other"))["repeated"]
    assert desk.errors(desk.post(User, "set_password", admin.pk, password="123", repeated="123"))["password"]
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)
    assert desk.post(User, "set_password", admin.pk, password=NEW, repeated=NEW).status_code == 302
    admin.refresh_from_db()
    assert admin.check_password(NEW)


def test_groups_are_chosen_by_the_button(desk):
    group = Group.objects.create(name="Financeiro")
    person = StaffFactory(is_superuser=False)
    desk.post(User, "choose_groups", person.pk, groups=[group.pk])
    assert list(person.groups.all()) == [group]


def test_own_password_is_changed_and_the_session_goes_on(desk, staff):
    address = reverse("admin:password_change")
    wrong = desk.client.post(address, {"old_password": "no", "new_password1": NEW, "new_password2": NEW})
    assert wrong.status_code == 200
    right = desk.client.post(address, {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert right.status_code == 302
    staff.refresh_from_db()
    assert staff.check_password(NEW)
    assert desk.client.get("/admin/").status_code == 200


# --- Those who are not superusers --------------------------------------------------------------------------------


def test_clerk_never_sees_nor_sets_who_is_staff(clerk, admin):
    fields = clerk.get(User, "change", admin.pk).context["adminform"].form.fields
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(fields)
    clerk.send_form(User, "change", admin.pk, name="Ana B", is_superuser="on", is_staff="on")
    admin.refresh_from_db()
    assert (admin.name, admin.is_superuser, admin.is_staff) == ("Ana B", False, False)


def test_clerk_makes_no_superuser(clerk, account):
    clerk.send_form(
        User, "add", account=account.pk, email="n@n.example", name="N", password=NEW, is_superuser="on", is_staff="on"
    )
    made = User.objects.get(email="n@n.example")
    assert (made.is_superuser, made.is_staff) == (False, False)


@pytest.mark.parametrize("is_superuser", [True, False])
def test_clerk_cannot_touch_staff(clerk, is_superuser):
    boss = StaffFactory(is_superuser=is_superuser)
    assert clerk.post(User, "change", boss.pk, name="X", email="x@x.example").status_code == 403
    assert clerk.post(User, "set_password", boss.pk, password=NEW, repeated=NEW).status_code == 403
    assert clerk.post(User, "delete", boss.pk, post="yes").status_code == 403
    assert clerk.post(User, "choose_groups", boss.pk).status_code == 403
    clerk.post(User, "changelist", action="delete_selected", _selected_action=[boss.pk], post="yes")
    fresh = User.objects.get(pk=boss.pk)
    assert (fresh.name, fresh.email, fresh.password) == (boss.name, boss.email, boss.password)


def test_clerk_sets_the_password_of_a_customer(clerk, admin):
    assert clerk.post(User, "set_password", admin.pk, password=NEW, repeated=NEW).status_code == 302


def test_only_superusers_write_groups(desk):
    clerk = Desk(staff_with("auth.view_group", "auth.add_group", "auth.change_group", "auth.delete_group"))
    group = Group.objects.create(name="Financeiro")
    assert clerk.get(Group, "changelist").status_code == 200
    assert clerk.post(Group, "change", group.pk, name="X").status_code == 403
    assert clerk.get(Group, "add").status_code == 403
    assert desk.send_form(Group, "change", group.pk, name="Contas").status_code == 302
    group.refresh_from_db()
    assert group.name == "Contas"


def test_search_finds_by_account_without_accents(desk):
    person = UserFactory(account=AccountFactory(name="Padaria São João"))
    UserFactory()
    assert list(desk.get(User, "changelist", q="sao joao").context["cl"].queryset) == [person]
