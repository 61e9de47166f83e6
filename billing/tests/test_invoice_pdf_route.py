"""``GET /invoices/{id}/pdf``: who gets the file, in which language, and how refusals look."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.translation import gettext
from rest_framework.test import APIClient

from accounts.models import Account, User
from billing.documents import invoice_file_name, invoice_pdf
from billing.models import Invoice
from billing.tests.factories import make_invoice

pytestmark = pytest.mark.django_db

Client = Callable[[User | None], APIClient]


@pytest.fixture
def invoice(account: Account) -> Invoice:
    return make_invoice(account)


@pytest.fixture
def draft(account: Account) -> Invoice:
    return make_invoice(account, finalize=False)


def test_the_accounts_people_and_staff_get_the_file(
    api: Client, invoice: Invoice, member: User, admin: User, staff: User
) -> None:
    for person in (member, admin, staff):
        response = api(person).get(f"/invoices/{invoice.pk}/pdf")
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert (
            response["Content-Disposition"]
            == f'inline; filename="{invoice_file_name(invoice=invoice, language="pt-br")}"'
        )
        assert response["Content-Language"] == "pt-br"
        assert response.content == invoice_pdf(invoice=invoice, language="pt-br")


def test_nobody_and_strangers_do_not(api: Client, invoice: Invoice, stranger: User, staff: User) -> None:
    assert api(None).get(f"/invoices/{invoice.pk}/pdf").status_code == 401
    for refused in (api(stranger).get(f"/invoices/{invoice.pk}/pdf"), api(staff).get(f"/invoices/{uuid4()}/pdf")):
        assert refused.status_code == 404
        assert refused["Content-Type"] == "application/json"
        assert refused.json()["errors"][0]["code"] == "not_found"


def test_drafts_are_staffs_own_business(api: Client, draft: Invoice, admin: User, staff: User) -> None:
    assert api(admin).get(f"/invoices/{draft.pk}/pdf").status_code == 404
    response = api(staff).get(f"/invoices/{draft.pk}/pdf?lang=en")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'inline; filename="invoice-draft.pdf"'


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "pt-br"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr", "pt-br"),
        ("?lang=en", "pt-BR", "en"),
        ("?lang=pt-br", "en", "pt-br"),
        ("?lang=pt-BR", "en", "pt-br"),
    ],
)
def test_the_language_is_that_of_lang_or_else_of_the_reader(
    api: Client, invoice: Invoice, admin: User, query: str, header: str, language: str
) -> None:
    response = api(admin).get(f"/invoices/{invoice.pk}/pdf{query}", HTTP_ACCEPT_LANGUAGE=header)
    assert response.content == invoice_pdf(invoice=invoice, language=language)
    assert response["Content-Language"] == language


@pytest.mark.parametrize("language", ["", "fr", "pt", "EN ", "%00", "x" * 5000])
def test_an_unknown_language_is_refused_by_name(api: Client, invoice: Invoice, admin: User, language: str) -> None:
    response = api(admin).get(f"/invoices/{invoice.pk}/pdf?lang={language}", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    with translation.override("en"):
        detail = gettext("Choose one of: %(languages)s.") % {"languages": "pt-br, en"}
    assert response.json() == {
        "type": "validation_error",
        "errors": [{"code": "invalid", "detail": detail, "attr": "lang"}],
    }


@pytest.mark.parametrize("accept", ["application/pdf", "application/json", "application/json, text/plain, */*", "*/*"])
def test_whatever_is_accepted_a_file_is_a_file_and_a_refusal_json(
    api: Client, invoice: Invoice, admin: User, accept: str
) -> None:
    assert api(admin).get(f"/invoices/{invoice.pk}/pdf", HTTP_ACCEPT=accept)["Content-Type"] == "application/pdf"
    refused = api(None).get(f"/invoices/{invoice.pk}/pdf", HTTP_ACCEPT=accept)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/json"
    assert refused.json()["errors"][0]["code"] == "not_authenticated"


def test_what_is_no_pdf_and_no_json_is_not_spoken(api: Client, invoice: Invoice, admin: User) -> None:
    assert api(admin).get(f"/invoices/{invoice.pk}/pdf", HTTP_ACCEPT="text/html").status_code == 406
    assert api(admin).post(f"/invoices/{invoice.pk}/pdf").status_code == 405
    assert api(admin).get("/invoices/x/pdf").status_code == 404
