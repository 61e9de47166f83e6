"""The invoice as a PDF file: everything the reader needs, in both languages, from the snapshot, whatever the texts are."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Account
from accounts.tests.factories import AccountFactory
from billing import actions
from billing.documents import invoice_file_name, invoice_pdf, invoice_pix_code
from billing.models import Invoice, InvoiceLine
from billing.tests.pdf_files import page_texts, pdf_text, qr_codes

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
DUE = date(2026, 4, 9)
NOON = datetime(2026, 3, 10, 15, tzinfo=UTC)
BOTH = pytest.mark.parametrize("language", ["pt-br", "en"])


@pytest.fixture(autouse=True)
def _issuer(settings: Settings) -> None:
    settings.ISSUER_NAME = "Nubo Dados Ltda."
    settings.ISSUER_TAX_ID = "12ABC34501DE35"
    settings.ISSUER_ADDRESS = "Avenida Paulista, 1000, São Paulo - SP"
    settings.ISSUER_EMAIL = "financeiro@nubo.example"
    settings.PIX_KEY = "12ABC34501DE35"
    settings.PIX_CITY = "São Paulo"


@pytest.fixture
def buyer(db: None) -> Account:
    return AccountFactory(
        name="Padaria São João Ltda.", email="contas@padaria.example", identifying_code="16727230000197", street="Rua das Flores",
        number="12", complement="Loja B", district="Centro", city="Campinas", state="SP", postal_code="13010-000",
    )  # fmt: skip


def make(account: Account, *, lines: list[dict[str, Any]] | None = None, finalize: bool = True, **line: Any) -> Invoice:
    lines = lines or [{"description": "Preços de combustíveis", "quantity": 2, "unit_price": Decimal("617.28"), **line}]
    made = actions.create_invoice(account=account, lines=lines, due_on=DUE, today=TODAY, finalize=finalize)
    return Invoice.objects.select_related("account").get(pk=made.pk)


def again(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_related("account").get(pk=invoice.pk)


def text_of(invoice: Invoice, language: str = "pt-br") -> str:
    return pdf_text(invoice_pdf(invoice=invoice, language=language))


def said(message: str, language: str, **values: object) -> str:
    with translation.override(language):
        return gettext(message) % values if values else gettext(message)


def test_it_is_one_a4_page_with_title_author_and_language(buyer: Account) -> None:
    invoice = make(buyer)
    for language, tag in (("pt-br", b"pt-BR"), ("en", b"en")):
        pdf = invoice_pdf(invoice=invoice, language=language)
        document = pypdfium2.PdfDocument(pdf)
        assert [tuple(map(round, page.get_size())) for page in document] == [(595, 842)]
        about = document.get_metadata_dict()
        assert about["Title"] == said("Invoice %(number)s", language, number=invoice.number)
        assert about["Author"] == "Nubo Dados Ltda."
        assert b"/Lang (" + tag + b")" in pdf
        assert b"/DisplayDocTitle true" in pdf


@BOTH
def test_it_names_issuer_and_billed_party(buyer: Account, language: str) -> None:
    text = text_of(make(buyer), language)
    for part in (
        "Nubo Dados Ltda.", "CNPJ 12.ABC.345/01DE-35", "Avenida Paulista, 1000, São Paulo - SP", "financeiro@nubo.example",
        "Padaria São João Ltda.", "CNPJ 16.727.230/0001-97", "Rua das Flores, 12, Loja B", "Centro, Campinas - SP", "13010-000", "contas@padaria.example",
        said("This document is not a fiscal document (NFS-e); the service invoice is issued separately.", language), "1/1",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("pt-br", ["10/03/2026", "09/04/2026", "2 R$ 617,28 R$ 1.234,56"]),
        ("en", ["10 Mar 2026", "9 Apr 2026", "2 R$617.28 R$1,234.56"]),
    ],
)
def test_dates_and_amounts_are_written_in_the_language(buyer: Account, language: str, parts: list[str]) -> None:
    invoice = make(buyer)
    text = text_of(invoice, language)
    for part in [invoice.number, "Preços de combustíveis", *parts]:
        assert part in text


@pytest.mark.parametrize(
    ("days", "portuguese", "english"),
    [
        ((date(2026, 1, 31), date(2026, 2, 28)), ("31/01/2026", "27/02/2026"), ("31 Jan 2026", "27 Feb 2026")),
        ((date(2026, 3, 10), date(2026, 3, 11)), ("10/03/2026",), ("10 Mar 2026",)),
    ],
)
def test_the_printed_last_day_of_a_period_is_the_day_before_its_end(
    buyer: Account, days: tuple[date, date], portuguese: tuple[str, ...], english: tuple[str, ...]
) -> None:
    invoice = make(buyer, finalize=False)
    InvoiceLine.objects.filter(invoice=invoice).update(period_start=days[0], period_end=days[1])
    for language, expected in (("pt-br", portuguese), ("en", english)):
        if len(expected) == 2:
            wanted = said("%(first)s to %(last)s", language, first=expected[0], last=expected[1])
        else:
            wanted = expected[0]
        assert f"Preços de combustíveis {wanted} " in text_of(invoice, language).replace("2 R$", " 2 R$") + " "


def test_later_changes_of_the_account_do_not_reach_an_issued_invoice(buyer: Account) -> None:
    invoice = make(buyer)
    before = invoice_pdf(invoice=invoice, language="pt-br")
    Account.objects.filter(pk=buyer.pk).update(
        name="Outro Nome S.A.", street="Outra Rua", email="outro@padaria.example"
    )
    assert invoice_pdf(invoice=again(invoice), language="pt-br") == before


def test_the_same_invoice_gives_the_same_bytes(buyer: Account) -> None:
    invoice = make(buyer)
    assert invoice_pdf(invoice=invoice, language="en") == invoice_pdf(invoice=again(invoice), language="en")
    assert invoice_pdf(invoice=invoice, language="en") != invoice_pdf(invoice=invoice, language="pt-br")


def test_a_draft_shows_the_account_of_today_a_watermark_and_no_pix(buyer: Account) -> None:
    invoice = make(buyer, finalize=False)
    for language in ("pt-br", "en"):
        pdf = invoice_pdf(invoice=invoice, language=language)
        text = pdf_text(pdf)
        with translation.override(language):
            assert pgettext("watermark", "DRAFT") in text
        assert said("not yet numbered", language) in text
        assert "Padaria São João Ltda." in text
        assert "br.gov.bcb.pix" not in text
        assert qr_codes(pdf) == []


def test_a_void_invoice_says_so_across_each_page_and_asks_for_nothing(buyer: Account) -> None:
    lines = [{"description": f"Linha {n}", "quantity": 1, "unit_price": Decimal("1.00")} for n in range(60)]
    invoice = make(buyer, lines=lines)
    actions.void_invoice(invoice=invoice, at=NOON)
    invoice = again(invoice)
    pages = page_texts(invoice_pdf(invoice=invoice, language="pt-br"))
    assert len(pages) > 1
    with translation.override("pt-br"):
        assert all(pgettext("watermark", "VOID") in page for page in pages)
    assert "R$ 0,00" in " ".join(pages)
    assert invoice.number in pages[0]
    assert "br.gov.bcb.pix" not in " ".join(pages)


def test_credits_payments_and_refunds_lead_to_what_is_due(buyer: Account) -> None:
    invoice = make(buyer)
    actions.credit_invoice(invoice=invoice, reason="Falha no serviço", today=TODAY, amount=Decimal("34.56"))
    payment = actions.record_payment(
        invoice=again(invoice), amount=Decimal("200.00"), method="pix", reference="E2E-77", by=None, at=NOON
    )
    actions.refund_payment(payment=payment, amount=Decimal("50.00"), reason="Pago a mais", by=None)
    invoice = again(invoice)
    text = text_of(invoice)
    assert invoice.amount_due == Decimal("1050.00")
    for part in (
        f"{said('Total', 'pt-br')} R$ 1.234,56",
        f"{said('Credits', 'pt-br')} -R$ 34,56",
        f"{said('Payments received', 'pt-br')} -R$ 200,00",
        f"{said('Payments returned', 'pt-br')} R$ 50,00",
        f"{said('Amount due', 'pt-br')} R$ 1.050,00",
        "NC-2026-000001", "Falha no serviço", "E2E-77", "Pago a mais",
    ):  # fmt: skip
        assert part in text
    assert "54071050.00" in invoice_pix_code(invoice=invoice)


def test_the_qr_code_read_from_the_page_is_the_text_beside_it(buyer: Account) -> None:
    invoice = make(buyer)
    pdf = invoice_pdf(invoice=invoice, language="pt-br")
    code = invoice_pix_code(invoice=invoice)
    assert "0114" + "12ABC34501DE35" in code
    assert "54071234.56" in code
    assert "05102026000001" in code
    assert qr_codes(pdf) == [code]
    assert code in "".join(page_texts(pdf)[0].split("\n"))


def test_the_longest_pix_text_is_printed_whole_and_scanned(buyer: Account, settings: Settings) -> None:
    settings.PIX_KEY = "m" * 60 + "@nubo.example.com"
    settings.ISSUER_NAME = "W W W W W W W W W W W W W W W W W W"
    invoice = make(buyer)
    pdf = invoice_pdf(invoice=invoice, language="en")
    code = invoice_pix_code(invoice=invoice)
    assert qr_codes(pdf) == [code]
    assert code in "".join(page_texts(pdf)[0].split("\n"))


@pytest.mark.parametrize("without", ["key", "currency", "paid", "uncollectible", "too much"])
def test_there_is_a_pix_code_only_where_it_can_be_paid(buyer: Account, settings: Settings, without: str) -> None:
    invoice = make(buyer, unit_price=Decimal("5000000000.00")) if without == "too much" else make(buyer)
    if without == "key":
        settings.PIX_KEY = ""
    elif without == "currency":
        invoice.currency = "USD"
    elif without == "paid":
        actions.record_payment(invoice=invoice, amount=invoice.amount_due, method="pix", reference="", by=None, at=NOON)
        invoice = again(invoice)
    elif without == "uncollectible":
        actions.mark_invoice_uncollectible(invoice=invoice)
        invoice = again(invoice)
    assert invoice_pix_code(invoice=invoice) == ""
    pdf = invoice_pdf(invoice=invoice, language="pt-br")
    assert qr_codes(pdf) == []
    assert "br.gov.bcb.pix" not in pdf_text(pdf)


@BOTH
def test_many_lines_run_over_pages_with_the_head_repeated_and_pages_numbered(buyer: Account, language: str) -> None:
    lines = [
        {
            "description": f"Linha {n} " + "com descrição comprida " * (n % 9),
            "quantity": n,
            "unit_price": Decimal("10.00"),
        }
        for n in range(1, 121)
    ]
    pages = page_texts(invoice_pdf(invoice=make(buyer, lines=lines), language=language))
    count = len(pages)
    assert count >= 5
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{count}" in page
        if "Linha " in page:
            assert said("Description", language) in page
            assert said("Unit price", language) in page
    for number in range(1, 121):
        assert sum(f"Linha {number} " in page for page in pages) == 1


HOSTILE = [
    "<b>negrito</b> & <font color='red'>vermelho</font>",
    "</para><para>",
    "<img src='file:///etc/passwd'/><a href='javascript:alert(1)'>x</a>",
    "&amp; &lt; &#0; &nbsp;",
    "Padaria 🥐 do Zé 👩‍👩‍👧‍👦 日本語 العربية",
    "\u202edlrow olleh\u202c \u200b\u2066x\u2069",
    "a\x07b\x1b[31mc\x7f",
    "x" * 300,
    "W" * 300,
    "linha 1\nlinha 2\r\n\tlinha 3",
    "Zalgo " + "e\u0301\u0302\u0303\u0304" * 20,
    "%s %(name)s {0} $x \\n ) ( \\",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@BOTH
def test_texts_are_printed_as_data_whatever_they_are(settings: Settings, text: str, language: str) -> None:
    settings.ISSUER_ADDRESS = text[:200]
    account = AccountFactory(
        name="Conta", street=text[:200], number=text[:20], complement=text[:100], district=text[:100], city=text[:100], state=text[:50], postal_code=text[:20]
    )  # fmt: skip
    invoice = make(account, finalize=False)
    invoice.account.name = text[:200]
    InvoiceLine.objects.filter(invoice=invoice).update(description=text[:300])
    pdf = invoice_pdf(invoice=invoice, language=language)
    assert pdf.startswith(b"%PDF-")
    assert len(page_texts(pdf)) >= 1
    assert b"/URI" not in pdf


def test_the_longest_party_goes_on_overleaf(settings: Settings) -> None:
    settings.ISSUER_NAME = settings.ISSUER_ADDRESS = settings.ISSUER_EMAIL = settings.ISSUER_TAX_ID = "W" * 200
    account = AccountFactory(
        name="W" * 200, email="w" * 235 + "@padaria.example", street="W" * 200, number="W" * 20, complement="W" * 100, district="W" * 100,
        city="W" * 100, state="W" * 50, postal_code="W" * 20, country="UY",
    )  # fmt: skip
    pages = page_texts(invoice_pdf(invoice=make(account, description="W" * 300), language="pt-br"))
    assert len(pages) > 1
    assert "R$ 1.234,56" in pages[-1]


def test_markup_is_shown_and_not_obeyed(buyer: Account) -> None:
    assert "<b>negrito</b> & <i>x</i> &amp;" in text_of(make(buyer, description="<b>negrito</b> & <i>x</i> &amp;"))


def test_the_largest_amounts_stay_whole(buyer: Account) -> None:
    invoice = make(buyer, quantity=1, unit_price=Decimal("999999999999.99"))
    for page in page_texts(invoice_pdf(invoice=invoice, language="pt-br")):
        assert page.count("R$ 999.999.999.999,99") == 6  # summary twice, line twice, totals twice


def test_the_number_of_queries_does_not_depend_on_the_lines(
    buyer: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 40):
        lines = [{"description": f"Linha {n}", "quantity": 1, "unit_price": Decimal("1.00")} for n in range(count)]
        invoice = make(buyer, lines=lines)
        with django_assert_num_queries(3):
            invoice_pdf(invoice=invoice, language="pt-br")


def test_file_names_are_ascii_and_tell_the_number(buyer: Account) -> None:
    issued, draft = make(buyer), make(buyer, finalize=False)
    assert invoice_file_name(invoice=issued, language="en") == "invoice-2026-000001.pdf"
    assert invoice_file_name(invoice=draft, language="en") == "invoice-draft.pdf"
    assert invoice_file_name(invoice=issued, language="pt-br").endswith("-2026-000001.pdf")
    assert invoice_file_name(invoice=issued, language="pt-br").isascii()
