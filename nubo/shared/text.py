"""Text as people search for it: without case and accents."""

import unicodedata

__all__ = ["search_key"]


def search_key(text: str) -> str:
    """``"  São  Paulo"`` → ``"sao paulo"``: decomposed, accents dropped, case folded, white space collapsed."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())
