"""``seed_demo``: the same demo every time, in an empty database, whole or not at all, and nothing anywhere else."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from pytest_django import Settings

from accounts.models import Account, User
from accounts.tests.factories import UserFactory
from billing.demo import datasets as demo_datasets
from billing.demo.catalogue import make_shelves
from billing.demo.datasets import BASE, COMBINATIONS, dataset_batches
from billing.models import Invoice
from catalog.models import Dataset, Location, Provider, Tag
from catalog.tests.factories import MunicipalityFactory

SMALL: dict[str, object] = {"datasets": 150, "accounts": 10, "months": 4}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The command speaks the language of the settings; what is compared here is its source."""
    with translation.override("en"):
        yield


def seed(**options: object) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, stderr=StringIO(), **(SMALL | options))
    return out.getvalue()


def test_titles_of_an_edition_are_all_different(db: None) -> None:
    shelves = make_shelves(provider_account=None)
    combinations = list(zip(range(BASE), demo_datasets._combinations(shelves.places, 1), strict=False))
    assert len({combination for _n, combination in combinations}) == BASE
    maker = demo_datasets._Maker(shelves=shelves, rng=demo_datasets.Random(1), today=date(2026, 8, 1))
    slugs = {maker.dataset(combination)[0].slug for _n, combination in combinations[::7]}
    assert len(slugs) == len(combinations[::7])
    assert COMBINATIONS >= 1_000_000


def test_the_same_seed_and_day_make_the_same_datasets(db: None) -> None:
    shelves = make_shelves(provider_account=None)

    def titles_and_prices(**arguments: int) -> list[tuple[object, ...]]:
        batches = dataset_batches(**({"shelves": shelves, "seed": 1, "today": date(2026, 8, 1)} | arguments))
        return [(d.title, d.price, d.status, d.published_at) for batch in batches for d in batch.datasets]

    first = titles_and_prices(count=60)
    assert titles_and_prices(count=60) == first
    assert titles_and_prices(count=60, size=7) == first
    assert titles_and_prices(count=90)[:60] == first
    assert titles_and_prices(count=60, seed=2) != first


def test_places_that_were_loaded_before_are_used_as_they_are(db: None) -> None:
    recife = MunicipalityFactory(ibge_code="2611606", name="Recife", parent__state_code="PE", parent__ibge_code="26")
    shelves = make_shelves(provider_account=None)
    assert recife in shelves.places
    assert Location.objects.count() == 55


def test_the_same_seed_makes_the_same_story(db: None) -> None:
    def told() -> list[tuple[object, ...]]:
        with transaction.atomic():
            seed(datasets=60, accounts=7, months=3)
            facts = Invoice.objects.order_by("issued_on", "account__identifying_code", "total")
            rows = list(facts.values_list("issued_on", "account__identifying_code", "total", "status", "paid_total"))
            transaction.set_rollback(True)
        return rows

    assert told() == told()


@pytest.mark.parametrize("options", [{}, {"datasets": 300}])
def test_data_that_is_there_is_left_alone(db: None, options: dict[str, object]) -> None:
    UserFactory()
    with pytest.raises(CommandError, match="not empty"):
        seed(**options)
    assert (User.objects.count(), Dataset.objects.count(), Location.objects.count()) == (1, 0, 0)


def test_if_empty_does_nothing_and_says_so(db: None) -> None:
    UserFactory()
    assert "not empty" in seed(if_empty=True)
    assert (User.objects.count(), Dataset.objects.count()) == (1, 0)


def test_production_gets_no_published_password(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--yes-really"):
        seed()
    with pytest.raises(CommandError, match="--yes-really"):
        seed(if_empty=True)
    assert not User.objects.exists()


@pytest.mark.parametrize("bad", ["--datasets=19", "--datasets=1000001", "--accounts=3", "--months=0", "--datasets=1e6"])
def test_numbers_out_of_range_are_refused(db: None, bad: str) -> None:
    with pytest.raises(CommandError, match="whole number"):
        call_command("seed_demo", bad, stdout=StringIO(), stderr=StringIO())
    assert not User.objects.exists()


def test_a_failure_in_the_story_leaves_an_empty_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**arguments: object) -> None:
        raise RuntimeError("lightning")

    monkeypatch.setattr("billing.demo.seeding.make_sales", fail)
    with pytest.raises(RuntimeError, match="lightning"):
        seed()
    assert not any(model.objects.exists() for model in (User, Account, Dataset, Location, Provider, Tag))


def test_further_datasets_follow_in_chunks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays flat because a chunk is written before the next is made."""
    sizes = []
    insert = demo_datasets.insert_batch

    def watch(batch: demo_datasets.Batch) -> None:
        sizes.append(len(batch.datasets))
        insert(batch)

    monkeypatch.setattr("billing.demo.seeding.insert_batch", watch)
    seed(datasets=5_030, accounts=4, months=1)
    assert sizes == [5_000, 30]
    assert Dataset.objects.count() == 5_030
