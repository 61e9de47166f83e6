"""The Pix "copia e cola" text of a static code (BR Code), the same that the QR code carries.

Source: Banco Central do Brasil, "Manual de Padrões para Iniciação do Pix" and "Manual do BR Code" (EMV® QRCPS
Merchant-Presented Mode). Written here because of five packages tried two make wrong checksums, one wrong lengths and
one refuses alphanumeric CNPJ keys.
"""

import binascii
import re
import unicodedata
from decimal import Decimal

__all__ = ["MAX_AMOUNT", "MAX_KEY_LENGTH", "pix_code", "transaction_id"]

#: Field 54 holds 13 characters.
MAX_AMOUNT = Decimal("9999999999.99")
#: Field 26 holds 99 characters, 22 of which name the arrangement and the key's own length.
MAX_KEY_LENGTH = 77
_ARRANGEMENT = "br.gov.bcb.pix"
_REAL = "986"  # ISO 4217


def pix_code(*, key: str, name: str, city: str, amount: Decimal, txid: str) -> str:
    """The text to scan or paste for paying exactly ``amount`` (BRL) to ``key``.

    ``name`` and ``city`` of the receiver lose accents and what is over 25 and 15 characters. ``txid`` (1 to 25 ASCII
    letters and digits) comes back in the receiver's bank statement. Raises ValueError for what no such code can say.
    """
    if not (1 <= len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable()):
        raise ValueError(f"{key!r} is no Pix key")
    if not (0 < amount <= MAX_AMOUNT and amount == round(amount, 2)):
        raise ValueError(f"{amount} is no amount from 0.01 to {MAX_AMOUNT}")
    if not re.fullmatch(r"[A-Za-z0-9]{1,25}", txid):
        raise ValueError(f"{txid!r} is no Pix transaction id")
    body = "".join(
        (
            _field("00", "01"),
            _field("26", _field("00", _ARRANGEMENT) + _field("01", key)),
            _field("52", "0000"),
            _field("53", _REAL),
            _field("54", f"{amount:.2f}"),
            _field("58", "BR"),
            _field("59", _plain(name, 25)),
            _field("60", _plain(city, 15)),
            _field("62", _field("05", txid)),
            "6304",  # the checksum covers its own field's head
        )
    )
    return body + _checksum(body)


def transaction_id(*, number: str) -> str:
    """An invoice's number as a Pix transaction id: ``2026-000042`` → ``2026000042``; other numbers never give the same.

    Raises ValueError for a number of another form, since then that would not be certain.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{1,21}", number):
        raise ValueError(f"{number!r} is no invoice number")
    return number.replace("-", "")


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, begun with 0xFFFF), in four hexadecimal capitals."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _plain(text: str, length: int) -> str:
    """``text`` in printable ASCII: accents dropped, the rest left out; cut to ``length``. Never empty, as EMV wants it."""
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = "".join(c if c.isprintable() else " " for c in decomposed).split()
    plain = " ".join(words)[:length].rstrip()
    if not plain:
        raise ValueError(f"{text!r} has no character that a Pix code can carry")
    return plain
