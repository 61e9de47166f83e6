"""How documents write dates, periods, tax ids and addresses, and which characters they print."""

import unicodedata
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from billing.documents.typeface import printable, register_typeface
from billing.documents.wording import address_lines, day, period, tax_id


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("12ABC34501DE35", "CNPJ 12.ABC.345/01DE-35"),
        ("16727230000197", "CNPJ 16.727.230/0001-97"),
        ("39053344705", "CPF 390.533.447-05"),
        ("", ""),
        ("VAT DE 123", "VAT DE 123"),
    ],
)
def test_tax_ids_wear_their_mask(code: str, written: str) -> None:
    assert tax_id(code) == written


def test_periods_print_their_last_day() -> None:
    with translation.override("en"):
        assert period(date(2026, 1, 31), date(2026, 2, 28)) == "31 Jan 2026 to 27 Feb 2026"
        assert period(date(2026, 1, 31), date(2026, 2, 1)) == "31 Jan 2026"
    with translation.override("pt-br"):
        assert day(date(2026, 2, 9)) == "09/02/2026"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ({}, []),
        ({"country": "BR"}, []),
        ({"street": " ", "city": None, "country": "BR"}, []),
        ({"city": "Campinas", "state": "SP", "country": "BR"}, ["Campinas\xa0-\xa0SP"]),
        (
            {"street": "Rua A", "number": "1", "complement": "Sala 2", "district": "Centro", "city": "Campinas", "state": "SP", "postal_code": "13010-000"},
            ["Rua A, 1, Sala 2", "Centro, Campinas\xa0-\xa0SP", "ZIP 13010-000"],
        ),
        ({"street": "Calle 1", "city": "Montevideo", "postal_code": "11000", "country": "UY"}, ["Calle 1", "Montevideo", "ZIP 11000, UY"]),
    ],
)  # fmt: skip
def test_addresses_leave_no_trace_of_what_is_not_known(address: dict[str, str], lines: list[str]) -> None:
    with translation.override("en"):
        assert address_lines(address) == lines


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("São João – “Ação” R$\xa01,00", "São João – “Ação” R$\xa01,00"),
        ("a\u0303", "ã"),
        ("𝐁𝐨𝐥𝐝 ① ﬁm", "Bold 1 ﬁm"),
        ("日", "\ufffd"),
        ("🥐", "\ufffd"),
        ("\u202eabc\u202c\u200b\x00\x07", "abc"),
        (" a \r\n\t b ", "a b"),
        ("\ud800x", "x"),
    ],
)
def test_texts_become_what_the_typeface_has(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(st.text(st.characters(), max_size=60))
def test_every_text_becomes_known_visible_characters(text: str) -> None:
    drawn = printable(text)
    assert {ord(character) for character in drawn} <= register_typeface()
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in drawn)
    assert printable(drawn) == drawn
