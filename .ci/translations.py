"""Refuses a compiled catalogue (.mo) that does not say what its source (.po) says, and broken placeholders.

The compiled files are committed, because a newcomer has Python but rarely gettext. Reads with babel, so needs no gettext either.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Singular and plural alike as a tuple."""
    return (text,) if isinstance(text, str) else tuple(text)


def context(message: Message) -> str | None:
    """babel hands out the context of a compiled message as bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def translations(catalog: Catalog) -> dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    """What reaches a reader: neither the header nor untranslated or doubtful ("fuzzy") entries."""
    return {
        (context(message), forms(message.id)): forms(message.string)
        for message in catalog
        if message.id and not message.fuzzy and any(forms(message.string))
    }


def faults(source: Path) -> list[str]:
    with source.open("rb") as file:
        written = read_po(file)
    found = [
        f"{source.relative_to(ROOT)}:{message.lineno}: {error}"
        for message, errors in written.check()
        for error in errors
    ]
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return [*found, f"{compiled.relative_to(ROOT)} is missing"]
    with compiled.open("rb") as file:
        if translations(read_mo(file)) != translations(written):
            found.append(
                f"{compiled.relative_to(ROOT)} is not compiled from its .po: python3 dev.py manage compilemessages"
            )
    return found


if __name__ == "__main__":
    found = [fault for source in sorted(ROOT.glob("locale/**/*.po")) for fault in faults(source)]
    sys.exit("\n".join(found) or 0)
