"""Accounts in the admin: forms and buttons call the actions, and what these refuse is said on the page."""

import csv
import io

import pytest
from openpyxl import load_workbook

from accounts.models import Account, User
from accounts.tests.factories import AccountFactory, UserFactory, make_cnpj
from billing.tests.factories import make_invoice
from nubo.tests.admin_desk import Desk


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


def test_new_account_is_opened(desk):
    response = desk.send_form(
        Account, "add", name="Café Açaí", email="Contato@Cafe.example", identifying_code="11.222.333/0001-81"
    )
    assert response.status_code == 302
    made = Account.objects.get()
    assert (made.name, made.email, made.identifying_code) == ("Café Açaí", "contato@cafe.example", "11222333000181")


def test_fields_that_clash_are_named_and_nothing_is_written(desk, account):
    response = desk.send_form(Account, "add", name="Outra", email=account.email, identifying_code=make_cnpj(99))
    assert list(desk.errors(response)) == ["email"]
    assert Account.objects.count() == 1


def test_wrong_code_is_refused(desk):
    response = desk.send_form(Account, "add", name="X", email="x@x.example", identifying_code="111.111.111-11")
    assert list(desk.errors(response)) == ["identifying_code"]
    assert not Account.objects.exists()


def test_change_is_kept_and_stands_in_the_history(desk, staff, account):
    assert desk.send_form(Account, "change", account.pk, name="Padaria Nova").status_code == 302
    account.refresh_from_db()
    assert account.name == "Padaria Nova"
    assert account.search_name == "padaria nova"
    version = account.history.first()
    assert (version.name, version.history_user) == ("Padaria Nova", staff)


def test_saving_without_a_change_writes_nothing(desk, account):
    before = (account.updated_at, account.history.count())
    assert desk.send_form(Account, "change", account.pk).status_code == 302
    account.refresh_from_db()
    assert (account.updated_at, account.history.count()) == before


def test_delete_asks_then_hides_with_its_people(desk, account, member):
    assert desk.get(Account, "delete", account.pk).status_code == 200
    assert Account.objects.count() == 1
    desk.post(Account, "delete", account.pk, post="yes")
    assert not Account.objects.exists()
    assert not User.objects.filter(pk=member.pk).exists()
    assert Account.all_objects.get().is_deleted


def test_account_with_open_invoices_is_not_deleted(desk, account):
    make_invoice(account)
    response = desk.post(Account, "delete", account.pk, post="yes")
    assert response.headers["Location"] == desk.address(Account, "change", account.pk)
    assert len(desk.messages(response)) == 1
    assert Account.objects.filter(pk=account.pk).exists()


def test_list_deletes_all_or_none(desk, account):
    other = AccountFactory()
    make_invoice(account)
    chosen = {"action": "delete_selected", "_selected_action": [account.pk, other.pk]}
    assert other.name in desk.post(Account, "changelist", **chosen).content.decode()
    desk.post(Account, "changelist", **chosen, post="yes")
    assert Account.objects.count() == 2
    desk.post(Account, "changelist", action="delete_selected", _selected_action=[other.pk], post="yes")
    assert list(Account.objects.all()) == [account]


def test_deleted_account_is_listed_on_demand_shown_and_restored(desk, account):
    desk.post(Account, "delete", account.pk, post="yes")
    assert account.name not in desk.get(Account, "changelist").content.decode().replace(f"“{account.name}”", "")
    assert account.name in desk.get(Account, "changelist", deleted="only").content.decode()
    shown = desk.get(Account, "change", account.pk)
    assert not shown.context["has_change_permission"]
    assert desk.address(Account, "restore", account.pk) in shown.content.decode()
    desk.post(Account, "restore", account.pk)
    assert Account.objects.get() == account


def test_restoring_into_a_clash_is_refused(desk, account):
    desk.post(Account, "delete", account.pk, post="yes")
    AccountFactory(email=account.email)
    response = desk.post(Account, "restore", account.pk)
    assert desk.errors(response)["__all__"]
    assert not Account.objects.filter(pk=account.pk).exists()


def test_deleted_account_refuses_changes(desk, account):
    desk.post(Account, "delete", account.pk, post="yes")
    assert desk.post(Account, "change", account.pk, name="X").status_code == 403
    assert Account.all_objects.get().name == account.name


@pytest.mark.parametrize("words", ["sao joao", "SÃO", "padaria joão", "11.222.333/0001-81", "0001-81", "11222333"])
def test_search_finds_without_accents_and_with_the_mask(desk, words):
    found = AccountFactory(name="Padaria São João", identifying_code="11222333000181")
    AccountFactory(name="Outra")
    assert list(desk.get(Account, "changelist", q=words).context["cl"].queryset) == [found]


def test_search_finds_by_id(desk, account):
    AccountFactory()
    assert list(desk.get(Account, "changelist", q=str(account.pk)).context["cl"].queryset) == [account]


def test_people_are_shown_on_the_page(desk, account):
    person = UserFactory(account=account)
    assert person.email in desk.get(Account, "change", account.pk).content.decode()


FORMULAS = ["=1+1", "==cmd", "+1", "-1+2", "@SUM(A1)", "\t=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_export_runs_no_formula(desk, formula):
    AccountFactory(name=formula, net=True)
    response = desk.client.post(desk.address(Account, "export"), {"format": "0", "resource": ""})
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert row["name"] == f"'{formula}"
    assert row["net_days"] == "10"
    assert row["phone"] == ""


def test_spreadsheet_has_the_filtered_rows(desk):
    AccountFactory(name="Uma")
    AccountFactory(name="Duas")
    url = desk.address(Account, "export") + "?q=duas"
    response = desk.client.post(url, {"format": "1", "resource": ""})
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert [row[rows[0].index("name")] for row in rows[1:]] == ["Duas"]
