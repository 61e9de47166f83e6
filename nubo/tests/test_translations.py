"""Portuguese is complete and compiled: the committed ``.mo`` files say what the ``.po`` files say."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").rglob("*.po"))


def test_there_is_one_catalogue_for_our_texts_and_one_for_the_packages() -> None:
    assert [str(path.relative_to(settings.BASE_DIR)) for path in CATALOGUES] == [
        "locale/packages/pt_BR/LC_MESSAGES/django.po",
        "locale/pt_BR/LC_MESSAGES/django.po",
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_every_text_is_translated(path: Path) -> None:
    missing = [
        m.id
        for m in read_po(path.open("rb"))
        if m.id and (m.fuzzy or not all([m.string] if isinstance(m.string, str) else m.string))
    ]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_the_compiled_catalogue_is_current(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, read_po(path.open("rb")))
    compiled.seek(0)
    fresh = {(m.context, str(m.id)): m.string for m in read_mo(compiled) if m.id}
    committed = {(m.context, str(m.id)): m.string for m in read_mo(path.with_suffix(".mo").open("rb")) if m.id}
    assert committed == fresh
