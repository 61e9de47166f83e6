"""Rows of the IBGE files of states and municipalities, read strictly: each fault with its line and column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.rules.tables import Row, Table
from nubo.shared.text import search_key

__all__ = ["Fault", "Place", "read_municipalities", "read_states"]

_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,15})?")
_GRID = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Place:
    """A state (two digits) or a municipality (seven digits, the first two those of its state)."""

    ibge_code: str
    name: str
    latitude: Decimal
    longitude: Decimal
    state_code: str

    @property
    def state_ibge_code(self) -> str:
        return self.ibge_code[:2]


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    column: str
    reason: str


class _WrongCellError(ValueError):
    def __init__(self, column: str, reason: str) -> None:
        self.fault = (column, reason)
        super().__init__(reason)


def read_states(table: Table) -> tuple[list[Place], list[Fault]]:
    """Columns ``codigo_uf, uf, nome, latitude, longitude``; others are ignored."""
    places: dict[str, Place] = {}
    faults = _missing_columns(table, ("codigo_uf", "uf", "nome", "latitude", "longitude"))
    for row in [] if faults else table.rows:
        try:
            cells = _cells(row)
            code = _digits(cells, "codigo_uf", 2)
            letters = cells["uf"].upper()
            if not re.fullmatch(r"[A-Z]{2}", letters):
                raise _WrongCellError("uf", _("%r is no pair of letters") % letters[:40])
            _once(code, letters, places)
            places[code] = _place(cells, code=code, state_code=letters)
        except _WrongCellError as error:
            faults.append(Fault(row.line, *error.fault))
    return list(places.values()), faults


def read_municipalities(table: Table, *, states: Iterable[Place]) -> tuple[list[Place], list[Fault]]:
    """Columns ``codigo_ibge, nome, latitude, longitude`` and, to be checked where there is one, ``codigo_uf``."""
    by_code = {state.ibge_code: state for state in states}
    places: dict[str, Place] = {}
    faults = _missing_columns(table, ("codigo_ibge", "nome", "latitude", "longitude"))
    for row in [] if faults else table.rows:
        try:
            cells = _cells(row)
            code = _digits(cells, "codigo_ibge", 7)
            if code[:2] not in by_code:
                raise _WrongCellError("codigo_ibge", _("there is no state %s") % code[:2])
            if cells.get("codigo_uf", code[:2]) != code[:2]:
                raise _WrongCellError("codigo_uf", _("this is not the state of %s") % code)
            if code in places:
                raise _WrongCellError("codigo_ibge", _("%s stands in the file twice") % code)
            places[code] = _place(cells, code=code, state_code=by_code[code[:2]].state_code)
        except _WrongCellError as error:
            faults.append(Fault(row.line, *error.fault))
    return list(places.values()), faults


def _column(name: str) -> str:
    return search_key(name).replace(" ", "_")


def _missing_columns(table: Table, needed: tuple[str, ...]) -> list[Fault]:
    present = {_column(name) for name in table.columns}
    return [Fault(1, name, _("the column is missing")) for name in needed if name not in present]


def _cells(row: Row) -> dict[str, str]:
    if row.extra:
        raise _WrongCellError("", _("there are more cells than columns"))
    return {_column(name): str(value) for name, value in row.cells.items()}


def _place(cells: dict[str, str], *, code: str, state_code: str) -> Place:
    name = cells["nome"]
    if not name or len(name) > 120 or not name.isprintable():
        raise _WrongCellError("nome", _("%r is no name") % name[:40])
    latitude, longitude = _degrees(cells, "latitude", 90), _degrees(cells, "longitude", 180)
    return Place(ibge_code=code, name=name, latitude=latitude, longitude=longitude, state_code=state_code)


def _digits(cells: dict[str, str], column: str, length: int) -> str:
    text = cells[column]
    if not (len(text) == length and text.isascii() and text.isdigit()):
        raise _WrongCellError(column, _("%(text)r is not %(length)s digits") % {"text": text[:40], "length": length})
    return text


def _degrees(cells: dict[str, str], column: str, limit: int) -> Decimal:
    text = cells[column]
    if not _NUMBER.fullmatch(text) or abs(Decimal(text.replace(",", "."))) > limit:
        raise _WrongCellError(
            column, _("%(text)r is no number of degrees up to %(limit)s") % {"text": text[:40], "limit": limit}
        )
    return Decimal(text.replace(",", ".")).quantize(_GRID)


def _once(code: str, letters: str, places: dict[str, Place]) -> None:
    if code in places:
        raise _WrongCellError("codigo_uf", _("%s stands in the file twice") % code)
    if any(place.state_code == letters for place in places.values()):
        raise _WrongCellError("uf", _("%s stands in the file twice") % letters)
