"""The sheet: A4, the watermark, the foot with page numbers, and the bytes of the finished file.

Nothing of the clock goes in: the same document gives the same bytes, so that it can be compared, signed and cached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from billing.documents.style import MUTED, RULE, SMALL
from billing.documents.typeface import BOLD, REGULAR, printable, register_typeface

__all__ = ["CONTENT_WIDTH", "Sheet", "draw_document"]

_MARGIN = 18 * mm
_FOOT = 24 * mm
_FOOT_BASELINE = _FOOT - 23
CONTENT_WIDTH = A4[0] - 2 * _MARGIN


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every page (from the second on also the title), and what the file says about itself."""

    title: str
    author: str
    language: str  # BCP 47, such as pt-BR
    footnote: str
    watermark: str = ""


def draw_document(*, story: Sequence[Flowable], sheet: Sheet) -> bytes:
    """The PDF file."""
    register_typeface()
    file = BytesIO()
    template = BaseDocTemplate(
        file,
        pagesize=A4,
        title=printable(sheet.title),
        author=printable(sheet.author),
        creator="Nubo",
        lang=sheet.language,
        invariant=1,
    )
    height = A4[1] - _MARGIN - _FOOT
    frame = Frame(_MARGIN, _FOOT, CONTENT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    template.addPageTemplates(
        PageTemplate(frames=[frame], onPageEnd=lambda canvas, _: _draw_surroundings(canvas, sheet))
    )
    template.build(list(story), canvasmaker=_NumberingCanvas)
    return file.getvalue()


class _NumberingCanvas(Canvas):
    """Holds the pages back until the last one is known, then writes "1/3" on each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[dict[str, Any]] = []
        self.setViewerPreference("DisplayDocTitle", "true")

    def showPage(self) -> None:
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._held, start=1):
            self.__dict__.update(page)
            self.setFont(REGULAR, SMALL.fontSize)
            self.setFillColor(MUTED)
            self.drawRightString(A4[0] - _MARGIN, _FOOT_BASELINE, f"{number}/{len(self._held)}")
            super().showPage()
        super().save()


def _draw_surroundings(canvas: Canvas, sheet: Sheet) -> None:
    canvas.saveState()
    if sheet.watermark:
        _draw_watermark(canvas, sheet.watermark)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, _FOOT - 10, A4[0] - _MARGIN, _FOOT - 10)
    canvas.setFont(REGULAR, SMALL.fontSize)
    canvas.setFillColor(MUTED)
    canvas.drawString(_MARGIN, _FOOT_BASELINE, printable(sheet.footnote))
    if canvas.getPageNumber() > 1:
        canvas.drawString(_MARGIN, A4[1] - _MARGIN + 8, printable(sheet.title))
    canvas.restoreState()


def _draw_watermark(canvas: Canvas, text: str) -> None:
    canvas.saveState()
    # Over the content and nearly transparent: panels cannot hide it, and it hides no figure.
    canvas.setFillColorRGB(0.75, 0.1, 0.1, alpha=0.1)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(50)
    canvas.setFont(BOLD, 110)
    canvas.drawCentredString(0, -35, printable(text))
    canvas.restoreState()
