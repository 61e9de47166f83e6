"""The Pix "copia e cola" text: exactly the BR Code's fields, right lengths, and a checksum that others agree with."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from billing.documents.pix import MAX_AMOUNT, MAX_KEY_LENGTH, pix_code, transaction_id

#: From Banco Central's "Manual de Padrões para Iniciação do Pix" (static code): its checksum is 1D3D.
PUBLISHED = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000"
    "5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D"
)


def parse(text: str) -> dict[str, str]:
    """The fields in order, read as EMV QRCPS says: two digits tag, two digits length, value. Raises if anything is off."""
    fields: dict[str, str] = {}
    while text:
        head = re.match(r"(\d{2})(\d{2})", text)
        assert head, text
        tag, length = head[1], int(head[2])
        value, text = text[4 : 4 + length], text[4 + length :]
        assert len(value) == length, (tag, value)
        assert tag not in fields, tag
        fields[tag] = value
    return fields


def crc16_ccitt_false(data: bytes) -> int:
    """Bit by bit from the definition: polynomial x¹⁶ + x¹² + x⁵ + 1, register begun with ones, nothing reflected."""
    register = 0xFFFF
    for byte in data:
        for bit in range(8):
            out = (register >> 15) ^ (byte >> (7 - bit) & 1)
            register = register << 1 & 0xFFFF
            if out:
                register ^= 0x1021
    return register


def assert_checksum(text: str) -> None:
    assert text[-8:-4] == "6304"
    assert text[-4:] == f"{crc16_ccitt_false(text[:-4].encode('ascii')):04X}"


def code(**changes: object) -> str:
    given = {
        "key": "financeiro@nubo.example",
        "name": "Nubo",
        "city": "São Paulo",
        "amount": Decimal("10.00"),
        "txid": "2026000001",
    }
    return pix_code(**{**given, **changes})  # type: ignore[arg-type]


def test_the_independent_checksum_gives_the_published_values() -> None:
    # 29B1 is the check value of CRC-16/CCITT-FALSE (also CRC-16/IBM-3740) in the catalogues of CRCs.
    assert crc16_ccitt_false(b"123456789") == 0x29B1
    assert_checksum(PUBLISHED)


def test_the_published_code_is_made_but_for_amount_and_txid() -> None:
    """The manual's example has neither amount nor txid; ours always has both, and all else is the same."""
    ours = code(
        key="123e4567-e12b-12d1-a456-426655440000",
        name="Fulano de Tal",
        city="BRASILIA",
        amount=Decimal("1.00"),
        txid="A",
    )
    assert ours[:-4] == PUBLISHED.replace("5802BR", "54041.005802BR").replace("62070503***", "62050501A")[:-4]
    assert_checksum(ours)


def test_every_field_is_there_in_order() -> None:
    text = code(amount=Decimal("1234.5"))
    assert text == (
        "00020126450014br.gov.bcb.pix0123financeiro@nubo.example52040000530398654071234.505802BR5904Nubo6009Sao Paulo"
        "621405102026000001" + text[-8:]
    )
    assert_checksum(text)


@pytest.mark.parametrize(
    "key", ["12ABC34501DE35", "16727230000197", "39053344705", "+5511987654321", "123e4567-e12b-12d1-a456-426655440000"]
)
def test_every_kind_of_key_stands_unchanged(key: str) -> None:
    text = code(key=key)
    assert parse(parse(text)["26"]) == {"00": "br.gov.bcb.pix", "01": key}
    assert_checksum(text)


@given(
    key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=MAX_KEY_LENGTH),
    name=st.text(max_size=200).map(lambda text: f"Ñ{text}"),
    city=st.text(max_size=60).map(lambda text: f"É{text}"),
    amount=st.decimals(Decimal("0.01"), MAX_AMOUNT, places=2),
    txid=st.text("ABCXYZabcxyz0123456789", min_size=1, max_size=25),
)
@example(key="a", name="São João & Cia.", city="Santa Bárbara d'Oeste", amount=MAX_AMOUNT, txid="x" * 25)
@example(key="k" * 77, name="Ação Ltda. " * 9, city="I" * 99, amount=Decimal("0.01"), txid="1")
def test_any_code_reads_back_as_what_went_in(key: str, name: str, city: str, amount: Decimal, txid: str) -> None:
    text = pix_code(key=key, name=name, city=city, amount=amount, txid=txid)
    assert text.isascii()
    assert text.isprintable()
    assert_checksum(text)
    fields = parse(text)
    assert list(fields) == ["00", "26", "52", "53", "54", "58", "59", "60", "62", "63"]
    assert parse(fields["26"]) == {"00": "br.gov.bcb.pix", "01": key}
    assert (fields["00"], fields["52"], fields["53"], fields["58"]) == ("01", "0000", "986", "BR")
    assert re.fullmatch(r"\d{1,10}\.\d{2}", fields["54"])
    assert Decimal(fields["54"]) == amount
    assert parse(fields["62"]) == {"05": txid}
    assert 1 <= len(fields["59"]) <= 25
    assert 1 <= len(fields["60"]) <= 15
    assert fields["59"] == fields["59"].strip()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Padaria São João", "Padaria Sao Joao"),
        ("Comércio de Alimentos Conceição Ltda.", "Comercio de Alimentos Con"),
        ("Vinte e quatro letras ok Ltda", "Vinte e quatro letras ok"),
        ("  A\tB\n C ", "A B C"),
        ("Café 🥐 日本", "Cafe"),
    ],
)
def test_names_lose_accents_and_what_is_too_long(name: str, written: str) -> None:
    assert parse(code(name=name))["59"] == written


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal("0.00")},
        {"amount": Decimal("-1.00")},
        {"amount": Decimal("0.001")},
        {"amount": MAX_AMOUNT + Decimal("0.01")},
        {"key": ""},
        {"key": "k" * 78},
        {"key": "é"},
        {"key": "a\n"},
        {"txid": ""},
        {"txid": "2026-000001"},
        {"txid": "x" * 26},
        {"name": "日本"},
        {"city": ""},
    ],
    ids=str,
)
def test_what_no_code_can_say_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"is no|has no"):
        code(**changes)


def test_the_transaction_id_is_the_invoice_number_without_its_hyphen() -> None:
    assert transaction_id(number="2026-000042") == "2026000042"


@given(st.lists(st.tuples(st.integers(1000, 9999), st.integers(1, 10**9)), min_size=2, max_size=2, unique=True))
def test_no_two_invoices_share_a_transaction_id(pair: list[tuple[int, int]]) -> None:
    first, second = (transaction_id(number=f"{year}-{number:06d}") for year, number in pair)
    assert first != second
    assert re.fullmatch("[A-Za-z0-9]{1,25}", first)


@pytest.mark.parametrize("number", ["", "NC-2026-000001", "2026-", "2026-1" + "0" * 21, "2026-00001a"])
def test_a_number_of_another_form_has_no_transaction_id(number: str) -> None:
    with pytest.raises(ValueError, match="is no invoice number"):
        transaction_id(number=number)
