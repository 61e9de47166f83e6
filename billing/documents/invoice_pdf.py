"""An invoice as a PDF file. It prints what was copied into the invoice when it was issued, never today's account."""

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from billing.choices import InvoiceStatus
from billing.documents import blocks, style
from billing.documents.page import Sheet, draw_document
from billing.documents.pix import MAX_AMOUNT, pix_code, transaction_id
from billing.documents.style import paragraph
from billing.documents.wording import day, language_tag, period
from billing.models import CreditNote, Invoice, InvoiceLine, Payment, Refund
from billing.rules import party_snapshot
from nubo.shared.money import ZERO, format_money
from nubo.shared.periods import billing_day

__all__ = ["invoice_file_name", "invoice_pdf", "invoice_pix_code"]

_COLOURS: dict[str, Color] = {
    InvoiceStatus.DRAFT: HexColor("#b7791f"),
    InvoiceStatus.OPEN: style.ACCENT,
    InvoiceStatus.PAID: HexColor("#2b8a3e"),
    InvoiceStatus.VOID: HexColor("#868e96"),
    InvoiceStatus.UNCOLLECTIBLE: HexColor("#c92a2a"),
}


def invoice_pdf(*, invoice: Invoice, language: str) -> bytes:
    """The file in ``language`` (one of ``settings.LANGUAGES``); the same invoice gives the same bytes.

    Reads lines, credit notes, payments and refunds; the account too unless it came with the invoice.
    """
    with translation.override(language):
        number = invoice.number or _("not yet numbered")
        sheet = Sheet(
            title=_("Invoice %(number)s") % {"number": number},
            author=settings.ISSUER_NAME,
            language=language_tag(),
            footnote=blocks.footnote(),
            watermark=_watermark(invoice),
        )
        return draw_document(story=_story(invoice, number), sheet=sheet)


def invoice_file_name(*, invoice: Invoice, language: str) -> str:
    """``fatura-2026-000042.pdf``: ASCII, without spaces."""
    with translation.override(language):
        kind, draft = pgettext("file name", "invoice"), pgettext("file name", "draft")
        return f"{kind}-{invoice.number or draft}.pdf"


def invoice_pix_code(*, invoice: Invoice) -> str:
    """The Pix text that pays what is due, or ``""``: not open, not BRL, more than Pix can say, or no key configured."""
    payable = (
        invoice.status == InvoiceStatus.OPEN and invoice.currency == "BRL" and ZERO < invoice.amount_due <= MAX_AMOUNT
    )
    if not (payable and settings.PIX_KEY and invoice.number):
        return ""
    return pix_code(
        key=settings.PIX_KEY,
        name=settings.ISSUER_NAME,
        city=settings.PIX_CITY,
        amount=invoice.amount_due,
        txid=transaction_id(number=invoice.number),
    )


def _watermark(invoice: Invoice) -> str:
    if invoice.status == InvoiceStatus.DRAFT:
        return pgettext("watermark", "DRAFT")
    return pgettext("watermark", "VOID") if invoice.status == InvoiceStatus.VOID else ""


def _story(invoice: Invoice, number: str) -> list[Flowable]:
    lines = list(InvoiceLine.objects.filter(invoice=invoice))
    credit_notes = list(CreditNote.objects.filter(invoice=invoice).order_by("issued_on", "number"))
    payments = list(Payment.objects.filter(invoice=invoice).order_by("received_at", "id"))
    code = invoice_pix_code(invoice=invoice)
    party = party_snapshot(invoice.account) if invoice.status == InvoiceStatus.DRAFT else invoice.party
    story: list[Flowable] = [
        blocks.heading(
            title=_("Invoice"), number=number, status=invoice.get_status_display(), colour=_COLOURS[invoice.status]
        ),
        Spacer(0, 18),
        blocks.parties(party=party, to=_("Billed to"), facts=_facts(invoice)),
        Spacer(0, 16),
        blocks.summary_panel(_summary(invoice)),
        Spacer(0, 14),
        _lines_table(lines, invoice.currency),
        Spacer(0, 8),
        KeepTogether(_totals(invoice, payments)),
    ]
    if code:
        panel = blocks.pix_panel(
            code=code,
            amount=format_money(invoice.amount_due, invoice.currency),
            txid=transaction_id(number=invoice.number or ""),
        )
        story += [Spacer(0, 16), panel]
    if credit_notes or payments:
        story += [Spacer(0, 16), CondPageBreak(80), paragraph(_("History"), style.HEADING), Spacer(0, 2)]
        story.append(_history_table(invoice, credit_notes, payments))
    return story


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    facts = [(_("Issued on"), day(invoice.issued_on))] if invoice.issued_on else []
    facts.append((_("Due on"), day(invoice.due_on)))
    if invoice.period_start and invoice.period_end:
        facts.append((_("Period"), period(invoice.period_start, invoice.period_end)))
    return facts


def _summary(invoice: Invoice) -> list[tuple[str, str]]:
    return [
        (_("Amount due"), format_money(invoice.amount_due, invoice.currency)),
        (_("Total"), format_money(invoice.total, invoice.currency)),
        (_("Due on"), day(invoice.due_on)),
    ]


def _lines_table(lines: Sequence[InvoiceLine], currency: str) -> Flowable:
    head = (_("Description"), _("Quantity"), _("Unit price"), _("Amount"))
    rows = [
        (
            _description(line),
            str(line.quantity),
            format_money(line.unit_price, currency),
            format_money(line.amount, currency),
        )
        for line in lines
    ]
    return blocks.amounts_table(head=head, rows=rows)


def _description(line: InvoiceLine) -> list[Flowable]:
    described: list[Flowable] = [paragraph(line.description)]
    if line.period_start and line.period_end:
        described.append(paragraph(period(line.period_start, line.period_end), style.SMALL))
    return described


def _totals(invoice: Invoice, payments: Sequence[Payment]) -> Flowable:
    received = sum((payment.amount for payment in payments), ZERO)
    returned = sum((payment.refunded_total for payment in payments), ZERO)
    rows: list[tuple[str, Decimal]] = []
    if invoice.subtotal != invoice.total:
        rows.append((_("Subtotal"), invoice.subtotal))
    rows.append((_("Total"), invoice.total))
    rows += [
        (label, amount)
        for label, amount in (
            (_("Credits"), -invoice.credited_total),
            (_("Payments received"), -received),
            (_("Payments returned"), returned),
        )
        if amount
    ]
    return blocks.totals(rows=rows, result=(_("Amount due"), invoice.amount_due), currency=invoice.currency)


def _history_table(invoice: Invoice, credit_notes: Sequence[CreditNote], payments: Sequence[Payment]) -> Flowable:
    zone = invoice.account.billing_time_zone
    entries = [
        (note.issued_on, _("Credit note %(number)s") % {"number": note.number}, note.reason, -note.total)
        for note in credit_notes
    ]
    entries += [
        (
            billing_day(at=payment.received_at, time_zone=zone),
            _("Payment: %(method)s") % {"method": payment.get_method_display()},
            payment.reference,
            -payment.amount,
        )
        for payment in payments
    ]
    entries += [
        (billing_day(at=refund.created_at, time_zone=zone), _("Payment returned"), refund.reason, refund.amount)
        for refund in (Refund.objects.filter(payment__in=payments).order_by("created_at", "id") if payments else ())
    ]
    rows = [
        (
            [paragraph(text), *([paragraph(detail, style.SMALL)] if detail else [])],
            day(on),
            format_money(amount, invoice.currency),
        )
        for on, text, detail, amount in sorted(entries, key=lambda entry: entry[0])
    ]
    return blocks.amounts_table(head=(_("Event"), _("Date"), _("Amount")), rows=rows)
