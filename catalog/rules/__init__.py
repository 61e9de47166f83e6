"""Pure decisions about the catalogue: words, prices, places, tables and mappings. No database, no clock."""

from catalog.rules.geography import Box, box_around, chord_limit, great_circle_km
from catalog.rules.prices import PriceRange, parse_amount, parse_price, parse_price_range
from catalog.rules.words import dataset_search_text, is_currency, make_slug, search_stems, split_place

__all__ = [
    "Box",
    "PriceRange",
    "box_around",
    "chord_limit",
    "dataset_search_text",
    "great_circle_km",
    "is_currency",
    "make_slug",
    "parse_amount",
    "parse_price",
    "parse_price_range",
    "search_stems",
    "split_place",
]
