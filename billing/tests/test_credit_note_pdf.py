"""The credit note as a PDF file: which invoice it corrects, what it takes back, and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing import actions
from billing.documents import credit_note_file_name, credit_note_pdf
from billing.models import CreditNote
from billing.tests.pdf_files import page_texts, pdf_text, qr_codes

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.fixture
def credit_note(settings: Settings) -> CreditNote:
    settings.ISSUER_NAME = "Nubo Dados Ltda."
    settings.PIX_KEY = "financeiro@nubo.example"
    lines = [{"description": "Consultoria", "quantity": 10, "unit_price": Decimal("150.00")}]
    account = AccountFactory(name="Padaria São João", identifying_code="16727230000197")
    invoice = actions.create_invoice(account=account, lines=lines, due_on=TODAY, today=TODAY, finalize=True)
    note = actions.credit_invoice(
        invoice=invoice, reason="Horas a menos <b>&", today=date(2026, 4, 1), amount=Decimal("300.00")
    )
    return CreditNote.objects.get(pk=note.pk)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("pt-br", ["01/04/2026", "10/03/2026", "R$ 300,00"]),
        ("en", ["1 Apr 2026", "10 Mar 2026", "R$300.00"]),
    ],
)
def test_it_names_the_invoice_the_amount_and_the_reason(
    credit_note: CreditNote, language: str, parts: list[str]
) -> None:
    pdf = credit_note_pdf(credit_note=credit_note, language=language)
    text = pdf_text(pdf)
    with translation.override(language):
        words = [gettext("Credit note"), gettext("Credits invoice"), gettext("Reason"), gettext("Amount credited")]
    for part in [
        *words, *parts, "NC-2026-000001", "2026-000001", "Horas a menos <b>&", "Padaria São João", "CNPJ 16.727.230/0001-97", "Nubo Dados Ltda.", "1/1",
    ]:  # fmt: skip
        assert part in text
    assert qr_codes(pdf) == []


def test_the_same_credit_note_gives_the_same_bytes_whatever_becomes_of_the_account(credit_note: CreditNote) -> None:
    before = credit_note_pdf(credit_note=credit_note, language="pt-br")
    Account.objects.update(name="Outro Nome")
    assert credit_note_pdf(credit_note=CreditNote.objects.get(pk=credit_note.pk), language="pt-br") == before


def test_a_credit_note_of_many_lines_runs_over_pages() -> None:
    lines = [{"description": f"Linha {n}", "quantity": 1, "unit_price": Decimal("10.00")} for n in range(1, 101)]
    invoice = actions.create_invoice(account=AccountFactory(), lines=lines, due_on=TODAY, today=TODAY, finalize=True)
    taken_back = [{"line": line.pk, "amount": Decimal("1.00")} for line in invoice.lines.all()]
    note = actions.credit_invoice(invoice=invoice, reason="Erro", today=TODAY, lines=taken_back)
    pages = page_texts(credit_note_pdf(credit_note=note, language="en"))
    assert len(pages) > 1
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert "R$100.00" in pages[-1]


def test_the_file_name_tells_the_number(credit_note: CreditNote) -> None:
    assert credit_note_file_name(credit_note=credit_note, language="en") == "credit-note-NC-2026-000001.pdf"
