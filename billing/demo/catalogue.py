"""The shelves of the demo catalogue: places, categories, tags, providers and their sources. In bulk, without history."""

from dataclasses import dataclass

from django.utils.text import slugify

from accounts.models import Account
from billing.demo.facts import STATES
from billing.demo.facts import Place as Facts
from billing.demo.words import CATEGORIES, TOPICS, Supplier
from catalog.choices import LocationKind, SourceKind
from catalog.models import Category, Location, Provider, Source, Tag
from nubo.shared.text import search_key

__all__ = ["Offerer", "Shelves", "make_shelves"]


@dataclass(frozen=True)
class Offerer:
    """A provider with the source its datasets come from."""

    provider: Provider
    source: Source


@dataclass(frozen=True)
class Shelves:
    """What datasets refer to. ``places`` are the country, the states and the capitals, in that order."""

    places: list[Location]
    categories: dict[str, Category]
    tags: dict[str, Tag]
    national: dict[str, tuple[Offerer, ...]]
    municipal: dict[str, Offerer]


def make_shelves(*, provider_account: Account | None) -> Shelves:
    """Write everything that datasets refer to. Places that ``load_locations`` brought already are used as they are."""
    places = _make_places()
    national, municipal = _make_offerers(places, provider_account)
    return Shelves(
        places=places,
        categories=_make_categories(),
        tags=_make_tags(),
        national=national,
        municipal=municipal,
    )


def _make_places() -> list[Location]:
    country = Location.objects.filter(kind=LocationKind.COUNTRY, country_code="BR").first() or Location(
        kind=LocationKind.COUNTRY, name="Brasil", search_name=search_key("Brasil"), country_code="BR"
    )
    known = {place.ibge_code: place for place in Location.objects.filter(ibge_code__in=_codes())}
    states = {
        state.letters: known.get(state.middle.ibge_code)
        or _place(state.middle, kind=LocationKind.STATE, letters=state.letters, parent=country)
        for state in STATES
    }
    capitals = [
        known.get(state.capital.ibge_code)
        or _place(state.capital, kind=LocationKind.MUNICIPALITY, letters=state.letters, parent=states[state.letters])
        for state in STATES
    ]
    places = [country, *states.values(), *capitals]
    Location.objects.bulk_create([place for place in places if place._state.adding])
    return places


def _codes() -> list[str]:
    return [place.ibge_code for state in STATES for place in (state.middle, state.capital)]


def _place(facts: Facts, *, kind: LocationKind, letters: str, parent: Location) -> Location:
    return Location(
        kind=kind,
        name=facts.name,
        search_name=search_key(facts.name),
        parent=parent,
        state_code=letters,
        country_code="BR",
        ibge_code=facts.ibge_code,
        latitude=facts.latitude,
        longitude=facts.longitude,
    )


def _make_categories() -> dict[str, Category]:
    made = [Category(slug=slug, name=name) for slug, (name, *_suppliers) in CATEGORIES.items()]
    return {category.slug: category for category in Category.objects.bulk_create(made)}


def _make_tags() -> dict[str, Tag]:
    words = sorted({word for topic in TOPICS for word in topic.tags.split()})
    made = [Tag(name=word.replace("-", " "), slug=slugify(word)) for word in words]
    return dict(zip(words, Tag.objects.bulk_create(made), strict=True))


def _make_offerers(
    places: list[Location], provider_account: Account | None
) -> tuple[dict[str, tuple[Offerer, ...]], dict[str, Offerer]]:
    """Two suppliers for each category, all over the country, and one observatory in each capital."""
    country = places[0]
    national = {
        slug: tuple(_offerer(supplier, country) for supplier in suppliers)
        for slug, (_name, *suppliers) in CATEGORIES.items()
    }
    # One of the providers is an account as well, so that the link between the two can be seen.
    national["comercio"][0].provider.account = provider_account
    municipal = {
        str(place.ibge_code): _offerer(Supplier(f"Observatório Municipal – {place.name}", SourceKind.PORTAL), place)
        for place in places
        if place.kind == LocationKind.MUNICIPALITY
    }
    offerers = [*(offerer for pair in national.values() for offerer in pair), *municipal.values()]
    Provider.objects.bulk_create([offerer.provider for offerer in offerers])
    Source.objects.bulk_create([offerer.source for offerer in offerers])
    return national, municipal


def _offerer(supplier: Supplier, place: Location) -> Offerer:
    domain = f"{slugify(supplier.name)}.example"
    provider = Provider(
        name=supplier.name,
        search_name=search_key(supplier.name),
        site=f"https://{domain}",
        contact=f"dados@{domain}",
    )
    source = Source(provider=provider, kind=supplier.source, url=f"https://{domain}/{supplier.source}", location=place)
    return Offerer(provider, source)
