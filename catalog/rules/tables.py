"""Tables as files have them: CSV with any of three delimiters in one of two encodings, or a JSON list of objects.

A row comes with the line on which it begins, so that a refusal can be found in the file.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["Row", "Table", "TableError", "read_csv", "read_json"]

DELIMITERS = ",;\t"


class TableError(ValueError):
    """The file as a whole cannot be read; says why, and on which line where that is known."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        self.line = line
        super().__init__(_("line %(line)s: %(reason)s") % {"line": line, "reason": reason} if line else reason)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column. ``extra`` counts cells beyond the last column: a sign of a stray delimiter."""

    line: int
    cells: dict[str, Any]
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    columns: list[str]
    rows: list[Row] = field(default_factory=list)


def decode(data: bytes) -> str:
    """UTF-8 with or without a byte order mark; what is not UTF-8 is Latin-1, as Brazilian offices publish."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_csv(data: bytes) -> Table:
    """RFC 4180 with comma, semicolon or tab, whichever the first line has most of. Raises TableError."""
    text = decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header)
        return Table(header, list(_csv_rows(reader, header)))
    except csv.Error as error:
        raise TableError(str(error), line=reader.line_num) from None


def _delimiter(text: str) -> str:
    first_line = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(DELIMITERS, key=first_line.count)


def _check_header(header: list[str]) -> None:
    if not any(header):
        raise TableError(_("the file has no header line"))
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise TableError(_("the header names %s more than once") % ", ".join(map(repr, repeated)), line=1)


def _csv_rows(reader: Any, header: list[str]) -> Iterator[Row]:
    before = reader.line_num
    for values in reader:
        line, before = before + 1, reader.line_num
        if not any(value.strip() for value in values):
            continue  # an empty line, as at the end of many files
        cells = {name: value.strip() for name, value in zip(header, values, strict=False)}
        missing = dict.fromkeys(header[len(values) :], "")
        yield Row(line, cells | missing, extra=max(0, len(values) - len(header)))


def read_json(data: bytes) -> Table:
    """A list of objects, alone or under ``datasets``. Raises TableError."""
    text = decode(data)
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)
    start = re.compile(r'\s*(?:\{\s*"datasets"\s*:\s*)?\[').match(text)
    if start is None:
        raise TableError(_('a JSON file holds a list of objects, alone or as {"datasets": [...]}'))
    rows, columns = [], dict[str, None]()
    for line, item in _json_items(text, start.end(), decoder):
        if not isinstance(item, dict):
            raise TableError(_("an object is expected"), line=line)
        columns |= dict.fromkeys(item)
        rows.append(Row(line, item))
    return Table(list(columns), rows)


def _json_items(text: str, position: int, decoder: json.JSONDecoder) -> Iterator[tuple[int, Any]]:
    """Each item of the list with its line: decoded one by one, since the whole would forget where they stood."""
    line, counted = 1, 0
    gap = re.compile(r"\s*(,?)\s*")
    first = True
    while True:
        match = gap.match(text, position)
        position = match.end() if match else position
        line, counted = line + text.count("\n", counted, position), position
        if text[position : position + 1] == "]":
            return
        if not first and not (match and match[1]):
            raise TableError(_("a comma or the end of the list is expected"), line=line)
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            raise TableError(_("this is not valid JSON"), line=line) from None
        first = False
        yield line, item


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
