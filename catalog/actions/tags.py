"""Tags: made when first used."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Tag
from catalog.rules import make_slug

__all__ = ["tags_from_words"]


def tags_from_words(words: Iterable[str | Tag]) -> list[Tag]:
    """The tags of these words, each once; ``"Saúde"`` and ``"saude"`` are one. Raises ValidationError for ``tags``.

    Two requests that use a new word at the same time get the same tag.
    """
    by_slug: dict[str, str] = {}
    tags: dict[str, Tag] = {}
    for word in words:
        if isinstance(word, Tag):
            tags[word.slug] = word
            continue
        slug = make_slug(word, max_length=60)
        if not slug or len(word) > 60:
            message = _("A tag has letters or digits, and at most 60 characters.")
            raise ValidationError({"tags": ValidationError(message, code="invalid")})
        by_slug.setdefault(slug, " ".join(word.split()))
    for tag in Tag.objects.filter(slug__in=by_slug):
        tags[tag.slug] = tag
    # Always in the same order: two transactions that insert the same words crosswise would wait for each other for ever.
    for slug in sorted(by_slug.keys() - tags.keys()):
        tags[slug], _created = Tag.objects.get_or_create(slug=slug, defaults={"name": by_slug[slug]})
    return list(tags.values())
