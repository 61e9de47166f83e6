"""The demo's datasets: up to a million different titles, made and written a chunk at a time so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import NamedTuple

from django.utils.text import slugify

from billing.demo.catalogue import Offerer, Shelves
from billing.demo.words import CATEGORIES, LICENCES, SERIES, TOPICS, UNITS, Topic
from catalog.choices import DatasetStatus, LocationKind
from catalog.models import Dataset, Location, Product, ProductItem
from catalog.rules import dataset_search_text
from nubo.shared.ids import new_id
from nubo.shared.money import ZERO, round_money

__all__ = ["COMBINATIONS", "SHOWCASE", "Batch", "dataset_batches", "insert_batch", "make_products"]

PLACES = 55
#: Titles of one edition; further datasets are older editions of the same ones.
BASE = len(TOPICS) * PLACES * 4 * 4
EDITIONS = 18
#: How many datasets there can be.
COMBINATIONS = BASE * EDITIONS
# Shares no factor with BASE (2, 5 and 11), so that walking by it meets every combination once, in a mixed order.
STRIDE = 22_787


class Combination(NamedTuple):
    """One title. ``edition`` 0 is the current one, n the one of n years ago."""

    topic: int
    place: int
    unit: int
    series: int
    edition: int


@dataclass(frozen=True)
class Batch:
    datasets: list[Dataset]
    tag_links: list[Dataset.tags.through]  # type: ignore[name-defined]


class Showcase(NamedTuple):
    """A dataset that is always there, always for sale and never in anybody's history: the README buys it."""

    title: str
    ibge_code: str
    price: Decimal | None
    monthly_price: Decimal | None


SHOWCASE = (
    Showcase("Chuva acumulada", "2611606", Decimal("49.90"), Decimal("19.90")),
    Showcase("Preços de combustíveis", "3550308", Decimal("89.90"), Decimal("29.90")),
    Showcase("Qualidade do ar", "4106902", ZERO, None),
    Showcase("Cesta básica", "3106200", Decimal("39.90"), None),
    Showcase("Nível de rios", "1302603", None, Decimal("24.90")),
)


def dataset_batches(*, shelves: Shelves, count: int, seed: int, today: date, size: int = 5_000) -> Iterator[Batch]:
    """``count`` datasets, unsaved, ``size`` at a time; the same ones for the same seed and day."""
    maker = _Maker(shelves=shelves, rng=Random(seed), today=today)  # noqa: S311
    numbers = _combinations(shelves.places, seed)
    made = 0
    while made < count:
        datasets = []
        for _n in range(min(size, count - made)):
            datasets.append(maker.showcase(SHOWCASE[made]) if made < len(SHOWCASE) else maker.dataset(next(numbers)))
            made += 1
        yield Batch([dataset for dataset, _tags in datasets], maker.links(datasets))


def insert_batch(batch: Batch) -> None:
    """Write one batch: no signals and no history rows, which a seed does not need."""
    Dataset.objects.bulk_create(batch.datasets, batch_size=1_000)
    Dataset.tags.through.objects.bulk_create(batch.tag_links, batch_size=5_000)


def _combinations(places: list[Location], seed: int) -> Iterator[Combination]:
    """Every combination but those of the showcase, current editions first."""
    taken = {_showcase_combination(item, places) for item in SHOWCASE}
    offset = Random(seed).randrange(BASE)  # noqa: S311
    for number in range(COMBINATIONS):
        edition, step = divmod(number, BASE)
        rest = (offset + step * STRIDE) % BASE
        rest, topic = divmod(rest, len(TOPICS))
        rest, place = divmod(rest, PLACES)
        series, unit = divmod(rest, 4)
        combination = Combination(topic, place, unit, series, edition)
        if combination not in taken:
            yield combination


def _showcase_combination(item: Showcase, places: list[Location]) -> Combination:
    topic = next(n for n, topic in enumerate(TOPICS) if topic.title == item.title)
    place = next(n for n, place in enumerate(places) if place.ibge_code == item.ibge_code)
    return Combination(topic, place, 0, 0, 0)


class _Maker:
    """Turns combinations into datasets."""

    def __init__(self, *, shelves: Shelves, rng: Random, today: date) -> None:
        self.shelves = shelves
        self.rng = rng
        self.today = today

    def dataset(self, combination: Combination) -> "tuple[Dataset, tuple[str, ...]]":
        topic, place = TOPICS[combination.topic], self.shelves.places[combination.place]
        price, monthly_price = self._prices(topic, place)
        roll = self.rng.random()
        status = (
            DatasetStatus.PUBLISHED if roll < 0.9 else DatasetStatus.DRAFT if roll < 0.96 else DatasetStatus.RETIRED
        )
        # Squared, so that new ones are more frequent than old ones.
        published_at = _noon(self.today - timedelta(days=3 + int(900 * self.rng.random() ** 2)))
        return self._build(
            combination,
            price=price,
            monthly_price=monthly_price,
            status=status,
            published_at=None if status == DatasetStatus.DRAFT else published_at,
            licence=self.rng.choices(*_licences())[0],
            offerer=self._offerer(topic, place),
        )

    def showcase(self, item: Showcase) -> "tuple[Dataset, tuple[str, ...]]":
        combination = _showcase_combination(item, self.shelves.places)
        return self._build(
            combination,
            price=item.price,
            monthly_price=item.monthly_price,
            status=DatasetStatus.PUBLISHED,
            # The newest of all: first in a list that nobody ordered.
            published_at=_noon(self.today - timedelta(days=1)) - timedelta(minutes=SHOWCASE.index(item)),
            licence="CC-BY-4.0",
            offerer=self.shelves.national[TOPICS[combination.topic].category][0],
        )

    def _build(
        self,
        combination: Combination,
        *,
        price: Decimal | None,
        monthly_price: Decimal | None,
        status: DatasetStatus,
        published_at: datetime | None,
        licence: str,
        offerer: Offerer,
    ) -> "tuple[Dataset, tuple[str, ...]]":
        topic, place = TOPICS[combination.topic], self.shelves.places[combination.place]
        unit = (topic.units + UNITS[LocationKind(place.kind)])[combination.unit]
        series = SERIES[topic.pace][combination.series]
        words = (f"{topic.title} {unit}", f"– {place},", series.name, self._edition(combination.edition))
        dataset = Dataset(
            # Given here: a tag link needs it before the dataset is written.
            id=new_id(),
            title=" ".join(filter(None, words)),
            slug="-".join(filter(None, map(_slug, words))),
            description=f"{topic.about}. Recorte: {unit}. Cobertura: {place}. Nova versão {series.rhythm}.",
            price=price,
            monthly_price=monthly_price,
            status=status,
            published_at=published_at,
            provider_id=offerer.provider.pk,
            source_id=offerer.source.pk,
            location_id=place.pk,
            category_id=self.shelves.categories[topic.category].pk,
            licence=licence,
            update_frequency=series.frequency,
        )
        tags = tuple(topic.tags.split())
        dataset.search_text = dataset_search_text(
            title=dataset.title,
            tags=_tag_names(topic),
            provider=offerer.provider.name,
            description=dataset.description,
        )
        return dataset, tags

    def links(self, datasets: "list[tuple[Dataset, tuple[str, ...]]]") -> list[Dataset.tags.through]:  # type: ignore[name-defined]
        link = Dataset.tags.through
        ids = {word: tag.pk for word, tag in self.shelves.tags.items()}
        return [link(dataset_id=dataset.pk, tag_id=ids[word]) for dataset, tags in datasets for word in tags]

    def _edition(self, years: int) -> str:
        return f"(edição {self.today.year - years})" if years else ""

    def _offerer(self, topic: Topic, place: Location) -> Offerer:
        if place.kind == LocationKind.MUNICIPALITY and self.rng.random() < 0.3:
            return self.shelves.municipal[str(place.ibge_code)]
        return self.rng.choice(self.shelves.national[topic.category])

    def _prices(self, topic: Topic, place: Location) -> tuple[Decimal | None, Decimal | None]:
        """One-off and monthly price: some free, some sold only one way."""
        roll = self.rng.random()
        breadth = {LocationKind.MUNICIPALITY: 1, LocationKind.STATE: 2, LocationKind.COUNTRY: 4}[
            LocationKind(place.kind)
        ]
        base = (20, 50, 100, 200)[topic.level - 1] * breadth * (0.7 + 0.6 * self.rng.random())
        price, monthly_price = (Decimal(int(amount)) + Decimal("0.90") for amount in (base, base * 0.3))
        if roll < 0.08:
            return ZERO, None
        return (price if roll < 0.25 or roll >= 0.45 else None), (monthly_price if roll >= 0.25 else None)


@cache
def _licences() -> tuple[list[str], list[int]]:
    return list(LICENCES), list(LICENCES.values())


@cache
def _slug(words: str) -> str:
    return slugify(words)


@cache
def _tag_names(topic: Topic) -> list[str]:
    return sorted(word.replace("-", " ") for word in topic.tags.split())


def _noon(day: date) -> datetime:
    """Noon in Brazil, near enough: the same calendar day in every Brazilian time zone."""
    return datetime.combine(day, time(15), tzinfo=UTC)


def make_products(*, shelves: Shelves, datasets: list[Dataset], rng: Random, today: date) -> list[Product]:
    """A bundle for each category that has enough published datasets, cheaper than its parts."""
    products, items = [], []
    sold_both_ways = [d for d in datasets if d.status == DatasetStatus.PUBLISHED and d.price and d.monthly_price]
    for slug, (name, *_suppliers) in CATEGORIES.items():
        shelf = [dataset for dataset in sold_both_ways if dataset.category_id == shelves.categories[slug].pk]
        if len(shelf) < 4:
            continue
        chosen = rng.sample(shelf, k=rng.randint(3, min(5, len(shelf))))
        price, monthly_price = (
            round_money(sum((getattr(dataset, field) for dataset in chosen), ZERO) * Decimal("0.7"))
            for field in ("price", "monthly_price")
        )
        product = Product(
            title=f"Pacote {name}",
            slug=f"pacote-{slug}",
            description="Reúne " + "; ".join(dataset.title for dataset in chosen) + ".",
            price=price,
            monthly_price=monthly_price,
            status=DatasetStatus.PUBLISHED,
            published_at=_noon(today - timedelta(days=400)),
        )
        products.append(product)
        items += [ProductItem(product=product, dataset=dataset) for dataset in chosen]
    Product.objects.bulk_create(products)
    ProductItem.objects.bulk_create(items)
    return products
