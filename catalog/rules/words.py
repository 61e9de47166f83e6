"""What the catalogue does with words: slugs, the text that searches look through, and names of places as people write them."""

import re
from collections.abc import Iterable

from babel.numbers import list_currencies
from django.utils.text import slugify

from nubo.shared.text import search_key

__all__ = ["dataset_search_text", "is_currency", "make_slug", "search_stems", "split_place"]

#: ``Campinas/SP``, ``Campinas (SP)``, ``Campinas - SP`` and ``Campinas, SP``.
_PLACE_IN_STATE = re.compile(r"(.+?)\s*(?:[/,(–-])\s*([A-Za-z]{2})\s*\)?\s*", re.ASCII)

#: Portuguese endings after accents are gone, longest first, and how many letters of them singular and plural do not
#: share: populac|oes and populac|ao, municipa|is and municipa|l, image|ns and image|m, chuva|s.
_ENDINGS = (
    ("oes", 3), ("aes", 3), ("aos", 3), ("ais", 2), ("eis", 2), ("ois", 2), ("uis", 2), ("ns", 2), ("ao", 2), ("m", 1), ("l", 1), ("s", 1),
)  # fmt: skip

_CURRENCIES = frozenset(list_currencies())


def make_slug(text: str, *, max_length: int = 200) -> str:
    """``"Chuva em São Paulo (2024)"`` → ``"chuva-em-sao-paulo-2024"``; empty where no Latin letter or digit is left."""
    return re.sub(r"-+", "-", slugify(text).replace("_", "-"))[:max_length].strip("-")


def dataset_search_text(*, title: str, tags: Iterable[str], provider: str, description: str) -> str:
    """All that a word search looks through, without case and accents.

    The order is the order of relevance: ``DatasetQuerySet.by_relevance`` ranks by how early a word stands.
    """
    return "\n".join(search_key(part) for part in (title, " ".join(tags), provider, description) if part)


def search_stems(words: str) -> list[str]:
    """The words of a search, each once, cut so that singular and plural find one another: ``"Populações"`` → ``"populac"``.

    At least four letters stay, so that short words find what they say and little else.
    """
    return list(dict.fromkeys(_stem(word) for word in search_key(words).split()))


def _stem(word: str) -> str:
    for ending, differing in _ENDINGS:
        if word.endswith(ending):
            return word[:-differing] if len(word) - differing >= 4 else word
    return word


def split_place(text: str) -> tuple[str, str]:
    """``"Campinas/SP"`` → ``("Campinas", "SP")``; a place without state letters → ``(text, "")``."""
    match = _PLACE_IN_STATE.fullmatch(text.strip())
    return (match[1], match[2].upper()) if match else (text.strip(), "")


def is_currency(code: str) -> bool:
    """Whether CLDR knows the ISO 4217 code, past ones included."""
    return code in _CURRENCIES
