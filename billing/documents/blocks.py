"""The parts that documents are put together from; each is a flowable, in the active language."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Preformatted, Spacer, Table

from billing.documents import style
from billing.documents.logo import Logo
from billing.documents.page import CONTENT_WIDTH
from billing.documents.qr import QRCode
from billing.documents.style import paragraph
from billing.documents.typeface import printable
from billing.documents.wording import address_lines, tax_id
from nubo.shared.money import format_money

__all__ = ["amounts_table", "footnote", "heading", "parties", "pix_panel", "summary_panel", "totals"]

_PLAIN = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
_QR_COLUMN = 128
_PIX_STYLE = style.ParagraphStyle("pix", style.SMALL, textColor=style.INK, fontSize=7.5, leading=10.5)


def heading(*, title: str, number: str, status: str, colour: Color) -> Flowable:
    """Logo and issuer on the left; what this is, its number and its state on the right."""
    label = printable(status).upper()
    pill = Table(
        [[Paragraph(label, style.ParagraphStyle("pill", style.LABEL, textColor=white, alignment=1, leading=9))]],
        colWidths=[_width(label, style.LABEL) + 18],
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), colour),
            ("ROUNDEDCORNERS", [7, 7, 7, 7]),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ],
        hAlign="RIGHT",
    )
    issuer = [paragraph(settings.ISSUER_NAME, style.WORDMARK)]
    named = [paragraph(title, style.TITLE), paragraph(number, style.TITLE_NUMBER), Spacer(0, 4), pill]
    widths = [46, CONTENT_WIDTH * 0.55 - 46, CONTENT_WIDTH * 0.45]
    return Table(
        [[Logo(size=36), issuer, named]],
        colWidths=widths,
        style=[*_PLAIN, ("TOPPADDING", (1, 0), (1, 0), 9), ("ALIGN", (2, 0), (2, 0), "RIGHT")],
    )


def parties(*, party: Mapping[str, Any], to: str, facts: Sequence[tuple[str, str]]) -> Flowable:
    """Who issues, who is billed, and the document's dates, side by side."""
    issuer = _party(
        _("Issued by"),
        settings.ISSUER_NAME,
        (tax_id(settings.ISSUER_TAX_ID), settings.ISSUER_ADDRESS, settings.ISSUER_EMAIL),
    )
    details = (
        tax_id(str(party.get("identifying_code") or "")),
        *address_lines(party.get("address") or {}),
        party.get("email"),
    )
    billed = _party(to, str(party.get("name") or ""), details)
    dates = [part for label, value in facts for part in (paragraph(label, style.LABEL), paragraph(value), Spacer(0, 4))]
    third = CONTENT_WIDTH / 3
    gap = ("RIGHTPADDING", (0, 0), (1, 0), 16)
    # One row, but one that may go on overleaf: names and addresses have many hundreds of characters if they want to.
    widths = [third * 1.1, third * 1.1, third * 0.8]
    return Table([[issuer, billed, dates]], colWidths=widths, style=[*_PLAIN, gap], splitInRow=1)


def _width(text: str, look: style.ParagraphStyle) -> float:
    return stringWidth(printable(text), look.fontName, look.fontSize)


def _party(label: str, name: str, details: Sequence[Any]) -> list[Flowable]:
    lines = [paragraph(detail) for detail in details if detail]
    return [paragraph(label, style.LABEL), paragraph(name, style.NAME), *lines]


def summary_panel(facts: Sequence[tuple[str, str]]) -> Flowable:
    """The figures that matter most, large, in a shaded band."""
    cells = [[paragraph(label, style.LABEL), paragraph(value, style.DUE)] for label, value in facts]
    # Even columns, but never narrower than their figure: a number is not to be broken.
    needed = [_width(value, style.DUE) + 20 for _label, value in facts]
    spare = max(CONTENT_WIDTH - sum(needed), 0) / len(needed)
    even = CONTENT_WIDTH / len(needed)
    return Table(
        [cells],
        colWidths=[even if max(needed) <= even else width + spare for width in needed],
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), style.PANEL),
            ("ROUNDEDCORNERS", [6, 6, 6, 6]),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
    )


def amounts_table(*, head: Sequence[str], rows: Sequence[tuple[list[Flowable], *tuple[str, ...]]]) -> Flowable:
    """Descriptions on the left, figures in right-aligned columns as wide as they need; the head on every page."""
    columns = range(1, len(head))
    needed = [max([_width(head[i], style.LABEL), *(_width(str(row[i]), style.BODY) for row in rows)]) for i in columns]
    widths = [max(width + 16, 40) for width in needed]
    cells: list[list[Any]] = [
        [paragraph(head[0], style.LABEL), *(paragraph(head[i], style.LABEL_RIGHT) for i in columns)]
    ]
    cells += [[row[0], *(paragraph(row[i], style.BODY_RIGHT) for i in columns)] for row in rows]
    return Table(
        cells,
        colWidths=[CONTENT_WIDTH - sum(widths), *widths],
        repeatRows=1,
        style=[
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, style.RULE),
            ("LINEBELOW", (0, 0), (-1, 0), 1, style.BRAND),
        ],
    )


def totals(*, rows: Sequence[tuple[str, Decimal]], result: tuple[str, Decimal], currency: str) -> Flowable:
    """Sums on the right, the last one set off."""
    cells = [[paragraph(label), paragraph(format_money(amount, currency), style.BODY_RIGHT)] for label, amount in rows]
    cells.append([paragraph(result[0], style.STRONG), paragraph(format_money(result[1], currency), style.STRONG_RIGHT)])
    return Table(
        cells,
        colWidths=[CONTENT_WIDTH * 0.26, CONTENT_WIDTH * 0.26],
        hAlign="RIGHT",
        style=[
            *_PLAIN,
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEABOVE", (0, -1), (-1, -1), 1, style.BRAND),
            ("TOPPADDING", (0, -1), (-1, -1), 5),
        ],
    )


def pix_panel(*, code: str, amount: str, txid: str) -> Flowable:
    """The code to scan and the text to paste, which are the same."""
    explained = [
        paragraph(_("Pay with Pix"), style.HEADING),
        paragraph(_("Scan the code in your bank's app, or copy the text below into “Pix copia e cola”."), style.SMALL),
        Spacer(0, 5),
        Preformatted(_in_lines(code, width=CONTENT_WIDTH - _QR_COLUMN - 24), _PIX_STYLE),
        Spacer(0, 5),
        paragraph(_("Amount %(amount)s · identifier %(txid)s") % {"amount": amount, "txid": txid}, style.SMALL),
    ]
    return Table(
        [[QRCode(code, size=112), explained]],
        colWidths=[_QR_COLUMN, CONTENT_WIDTH - _QR_COLUMN],
        style=[
            ("BOX", (0, 0), (-1, -1), 0.75, style.RULE),
            ("ROUNDEDCORNERS", [6, 6, 6, 6]),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
        ],
    )


def _in_lines(code: str, *, width: float) -> str:
    """``code`` broken into lines of at most ``width``, never beside a space: who copies it would lose that space."""
    lines, start = [], 0
    for end in range(1, len(code) + 1):
        if _width(code[start:end], _PIX_STYLE) > width:
            cut = end - 1
            while " " in code[cut - 1 : cut + 1]:
                cut -= 1
            lines.append(code[start:cut])
            start = cut
    return "\n".join([*lines, code[start:]])


def footnote() -> str:
    """What stands at the foot of every page."""
    return _("This document is not a fiscal document (NFS-e); the service invoice is issued separately.")
