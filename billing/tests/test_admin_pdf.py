"""The PDF button of invoices and credit notes in the admin: whoever may see the row gets its file."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import StaffFactory
from billing import actions
from billing.documents import credit_note_pdf, invoice_pdf
from billing.models import CreditNote, Invoice
from billing.tests.factories import TODAY, make_invoice

pytestmark = pytest.mark.django_db

Desk = Callable[[User], Client]


@pytest.fixture
def desk() -> Desk:
    def client(person: User) -> Client:
        made = Client()
        made.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return made

    return client


@pytest.fixture
def credit_note() -> CreditNote:
    note = actions.credit_invoice(invoice=make_invoice(), reason="Erro", today=TODAY, amount=Decimal("9.95"))
    return CreditNote.objects.get(pk=note.pk)


def address(row: Invoice | CreditNote, page: str) -> str:
    return reverse(f"admin:billing_{row._meta.model_name}_{page}", args=[row.pk])


@pytest.mark.parametrize("finalize", [True, False])
def test_the_page_of_an_invoice_links_to_its_file(desk: Desk, staff: User, finalize: bool) -> None:
    invoice = make_invoice(finalize=finalize)
    client = desk(staff)
    assert address(invoice, "pdf") in client.get(address(invoice, "change")).content.decode()
    response = client.get(address(invoice, "pdf"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('inline; filename="')
    assert "Content-Security-Policy" not in response
    assert response["X-Frame-Options"] == "DENY"
    assert response.content == invoice_pdf(invoice=Invoice.objects.get(pk=invoice.pk), language="pt-br")


def test_the_file_is_in_the_language_of_the_screens(desk: Desk, staff: User) -> None:
    invoice = make_invoice()
    client = desk(staff)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(address(invoice, "pdf"))
    assert response["Content-Disposition"] == f'inline; filename="invoice-{invoice.number}.pdf"'
    assert response.content == invoice_pdf(invoice=Invoice.objects.get(pk=invoice.pk), language="en")


def test_the_page_of_a_credit_note_links_to_its_file(desk: Desk, staff: User, credit_note: CreditNote) -> None:
    client = desk(staff)
    assert address(credit_note, "pdf") in client.get(address(credit_note, "change")).content.decode()
    assert client.get(address(credit_note, "pdf")).content == credit_note_pdf(credit_note=credit_note, language="pt-br")


def test_who_may_only_look_gets_the_file_and_who_may_not_does_not(desk: Desk) -> None:
    invoice = make_invoice()
    person = StaffFactory(is_superuser=False)
    assert desk(person).get(address(invoice, "pdf")).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="view_invoice", content_type__app_label="billing"))
    assert desk(person).get(address(invoice, "pdf")).status_code == 200
    refused = Client().get(address(invoice, "pdf"))
    assert refused.status_code == 302
    assert refused["Location"].startswith("/admin/login/")


def test_a_deleted_draft_has_no_file(desk: Desk, staff: User) -> None:
    draft = make_invoice(finalize=False)
    url = address(draft, "pdf")
    actions.delete_draft_invoice(invoice=draft)
    assert desk(staff).get(url).status_code == 302
