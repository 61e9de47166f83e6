"""The typeface of the documents, and any text whatever as characters that it has.

Roboto (Google, Apache License 2.0, see ``fonts/LICENSE.txt``) lies in the repository, so that a document looks the same
on every machine and needs no system package. Its figures are all of one width: columns of amounts line up.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["BOLD", "REGULAR", "printable", "register_typeface"]

REGULAR = "Roboto"
BOLD = "Roboto-Bold"
_FOLDER = Path(__file__).parent / "fonts"
_REPLACEMENT = "\ufffd"


@cache
def register_typeface() -> frozenset[int]:
    """Make the fonts known to reportlab, once a process; the code points that all of them can draw."""
    known = []
    for name, file in ((REGULAR, "Roboto-Regular.ttf"), (BOLD, "Roboto-Bold.ttf")):
        font = TTFont(name, str(_FOLDER / file))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*known)


def printable(text: object) -> str:
    """``text`` on one line, in characters that can be drawn.

    Control and format characters go, so that nothing hides or turns around what is printed; a character that the
    typeface lacks becomes its plain form where it has one (``𝐁`` → ``B``), or else U+FFFD.
    """
    known = register_typeface()
    composed = unicodedata.normalize("NFC", str(text))
    drawn = "".join(_drawn(character, known) for character in composed)
    return re.sub(" +", " ", drawn).strip(" ")  # no-break spaces stay: they hold amounts together


def _drawn(character: str, known: frozenset[int]) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r\u2028\u2029":
        return " "
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    if ord(character) in known:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(c) in known for c in plain):
        return plain
    return "" if category.startswith("M") else _REPLACEMENT
