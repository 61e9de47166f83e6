"""Staff with some permissions see and do that and nothing else."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Account
from billing.choices import InvoiceStatus
from billing.models import Invoice, Payment, Subscription
from billing.tests.factories import make_invoice, make_subscription, pay
from catalog.choices import DatasetStatus
from catalog.models import Dataset
from catalog.tests.factories import DatasetFactory
from nubo.tests.admin_desk import Desk, staff_with

MODELS = list(admin.site._registry)


def sidebar_links(desk: Desk) -> set[str]:
    groups = desk.client.get(reverse("admin:index")).context["sidebar_navigation"]
    return {str(item["link"]) for group in groups for item in group["items"]}


def test_staff_without_permissions_sees_an_empty_house(db):
    desk = Desk(staff_with())
    assert sidebar_links(desk) == {reverse("admin:index")}
    response = desk.client.get(reverse("admin:index"))
    assert response.context["figures"] == []
    for model in MODELS:
        assert desk.get(model, "changelist").status_code == 403, model


def test_staff_sees_what_it_may(db):
    desk = Desk(staff_with("catalog.view_dataset", "billing.view_invoice"))
    assert sidebar_links(desk) == {
        reverse("admin:index"), Desk.address(Dataset, "changelist"), Desk.address(Invoice, "changelist"),
    }  # fmt: skip
    links = {figure["link"].partition("?")[0] for figure in desk.client.get(reverse("admin:index")).context["figures"]}
    assert links == {Desk.address(Dataset, "changelist"), Desk.address(Invoice, "changelist")}
    seen = {model for model in MODELS if desk.get(model, "changelist").status_code == 200}
    assert seen == {Dataset, Invoice}


def test_superuser_sees_every_screen_in_the_sidebar(staff):
    assert sidebar_links(Desk(staff)) == {
        reverse("admin:index"), *(Desk.address(model, "changelist") for model in MODELS),
    }  # fmt: skip


def test_nobody_is_sent_to_sign_in(db):
    for model in MODELS:
        response = Desk(None).get(model, "changelist")
        assert response.headers["Location"].startswith(reverse("admin:login")), model


@pytest.mark.parametrize(
    ("model", "button"),
    [
        (Dataset, "retire"), (Invoice, "void"), (Invoice, "record_payment"), (Invoice, "credit"),
        (Invoice, "mark_uncollectible"), (Payment, "refund"), (Subscription, "cancel_now"), (Subscription, "change_price"),
    ],
)  # fmt: skip
def test_viewers_are_offered_no_button_and_may_press_none(account, model, button):
    dataset, invoice = DatasetFactory(), make_invoice(account)
    subscription, payment = make_subscription(account), pay(make_invoice(account))
    row = {Dataset: dataset, Invoice: invoice, Payment: payment, Subscription: subscription}[model]
    viewer = Desk(staff_with(f"{model._meta.app_label}.view_{model._meta.model_name}"))
    page = viewer.get(model, "change", row.pk)
    assert page.status_code == 200
    assert Desk.address(model, button, row.pk) not in page.content.decode()
    before = list(model._base_manager.values())
    sent = {"amount": "1", "reason": "x", "method": "pix", "price": "1", "effective_on": "01/01/2027"}
    assert viewer.post(model, button, row.pk, **sent).status_code == 403
    assert viewer.get(model, button, row.pk).status_code == 403
    assert list(model._base_manager.values()) == before


def test_permission_of_another_model_does_not_open_a_button(account):
    clerk = Desk(staff_with("billing.add_payment"))
    assert clerk.get(Invoice, "record_payment", make_invoice(account).pk).status_code == 403


def test_clerk_may_record_payments_and_not_void(account):
    clerk = Desk(staff_with("billing.view_invoice", "billing.add_payment"))
    invoice = make_invoice(account, "10.00")
    assert clerk.post(Invoice, "void", invoice.pk).status_code == 403
    assert clerk.send_form(Invoice, "record_payment", invoice.pk).status_code == 302
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID


def test_restoring_needs_the_permission_to_delete(staff, account):
    Desk(staff).post(Account, "delete", account.pk, post="yes")
    editor = Desk(staff_with("accounts.view_account", "accounts.change_account"))
    assert editor.post(Account, "restore", account.pk).status_code == 403
    assert not Account.objects.exists()


def test_viewers_change_nothing(account):
    viewer = Desk(staff_with("accounts.view_account", "catalog.view_dataset"))
    dataset = DatasetFactory()
    assert viewer.post(Account, "change", account.pk, name="X").status_code == 403
    assert viewer.post(Account, "delete", account.pk, post="yes").status_code == 403
    assert viewer.post(Dataset, "publish", dataset.pk).status_code == 403
    dataset.refresh_from_db()
    assert (Account.objects.get().name, dataset.status) == (account.name, DatasetStatus.PUBLISHED)


def test_export_needs_the_permission_to_view(db):
    assert Desk(staff_with("catalog.view_dataset")).get(Account, "export").status_code == 403
