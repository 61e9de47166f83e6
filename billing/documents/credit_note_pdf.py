"""A credit note as a PDF file: what of which invoice is taken back, and why."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, Spacer

from billing.documents import blocks, style
from billing.documents.page import Sheet, draw_document
from billing.documents.style import paragraph
from billing.documents.wording import day, language_tag
from billing.models import CreditNote, CreditNoteLine
from nubo.shared.money import format_money

__all__ = ["credit_note_file_name", "credit_note_pdf"]


def credit_note_pdf(*, credit_note: CreditNote, language: str) -> bytes:
    """The file in ``language`` (one of ``settings.LANGUAGES``); the same credit note gives the same bytes."""
    with translation.override(language):
        sheet = Sheet(
            title=_("Credit note %(number)s") % {"number": credit_note.number},
            author=settings.ISSUER_NAME,
            language=language_tag(),
            footnote=blocks.footnote(),
        )
        return draw_document(story=_story(credit_note), sheet=sheet)


def credit_note_file_name(*, credit_note: CreditNote, language: str) -> str:
    """``nota-de-credito-NC-2026-000007.pdf``: ASCII, without spaces."""
    with translation.override(language):
        return pgettext("file name", "credit-note") + f"-{credit_note.number}.pdf"


def _story(credit_note: CreditNote) -> list[Flowable]:
    invoice, currency = credit_note.invoice, credit_note.currency
    facts = [(_("Issued on"), day(credit_note.issued_on)), (_("Credits invoice"), invoice.number or "")]
    if invoice.issued_on:
        facts.append((_("Invoice issued on"), day(invoice.issued_on)))
    lines = CreditNoteLine.objects.filter(credit_note=credit_note)
    rows = [([paragraph(line.description)], format_money(line.amount, currency)) for line in lines]
    return [
        blocks.heading(
            title=_("Credit note"),
            number=credit_note.number,
            status=pgettext("credit note", "issued"),
            colour=HexColor("#2b8a3e"),
        ),
        Spacer(0, 18),
        blocks.parties(party=credit_note.party or invoice.party, to=_("Credited to"), facts=facts),
        Spacer(0, 16),
        blocks.summary_panel([(_("Amount credited"), format_money(credit_note.total, currency))]),
        Spacer(0, 14),
        paragraph(_("Reason"), style.LABEL),
        paragraph(credit_note.reason),
        Spacer(0, 12),
        blocks.amounts_table(head=(_("Description"), _("Amount")), rows=rows),
        Spacer(0, 8),
        KeepTogether(blocks.totals(rows=[], result=(_("Amount credited"), credit_note.total), currency=currency)),
    ]
