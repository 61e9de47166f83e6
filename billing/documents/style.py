"""How documents look: colours, measures, paragraph styles. Lengths are points (1/72 inch)."""

from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from billing.documents.typeface import BOLD, REGULAR, printable

__all__ = [
    "ACCENT", "BODY", "BODY_RIGHT", "BRAND", "DUE", "HEADING", "INK", "LABEL", "LABEL_RIGHT", "MUTED", "NAME", "PANEL", "RULE",
    "SMALL", "STRONG", "STRONG_RIGHT", "TITLE", "TITLE_NUMBER", "WORDMARK", "paragraph",
]  # fmt: skip

INK = HexColor("#16222e")
MUTED = HexColor("#5a6876")
RULE = HexColor("#d9e0e7")
PANEL = HexColor("#f3f6f9")
BRAND = HexColor("#0f2a43")
ACCENT = HexColor("#1c7ed6")

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9, leading=12.5, textColor=INK)
BODY_RIGHT = ParagraphStyle("body-right", BODY, alignment=TA_RIGHT)
STRONG = ParagraphStyle("strong", BODY, fontName=BOLD)
STRONG_RIGHT = ParagraphStyle("strong-right", STRONG, alignment=TA_RIGHT)
NAME = ParagraphStyle("name", STRONG, fontSize=10, leading=13.5)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=11, textColor=MUTED)
LABEL = ParagraphStyle("label", BODY, fontName=BOLD, fontSize=7.5, leading=11, textColor=MUTED)
LABEL_RIGHT = ParagraphStyle("label-right", LABEL, alignment=TA_RIGHT)
HEADING = ParagraphStyle("heading", STRONG, fontSize=10.5, leading=15, textColor=BRAND)
TITLE = ParagraphStyle("title", STRONG, fontSize=22, leading=26, textColor=BRAND, alignment=TA_RIGHT)
TITLE_NUMBER = ParagraphStyle("title-number", BODY, fontSize=11, leading=15, textColor=MUTED, alignment=TA_RIGHT)
WORDMARK = ParagraphStyle("wordmark", STRONG, fontSize=13, leading=16, textColor=BRAND)
DUE = ParagraphStyle("due", STRONG, fontSize=15, leading=19, textColor=BRAND)


def paragraph(text: object, style: ParagraphStyle = BODY) -> Paragraph:
    """``text`` as it stands, wrapped: it is data, so what looks like markup in it is printed and not obeyed."""
    return Paragraph(escape(printable(text), quote=False), style)
