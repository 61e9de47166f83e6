"""Two at the same moment, on PostgreSQL: one tag for one new word, one slug each, one deletion."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from catalog import actions
from catalog.models import Dataset, Tag
from catalog.tests.factories import DatasetFactory, ProviderFactory
from nubo.shared.errors import InvalidTransition

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*works: Callable[[], object]) -> list[object]:
    """Results or exceptions, in order."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("_round", range(5))
def test_a_new_word_becomes_one_tag(_round):
    provider = ProviderFactory()
    words = [f"palavra {n}" for n in range(8)]

    def create(tags: list[str], title: str) -> Dataset:
        return actions.create_dataset(data={"title": title, "provider": provider, "tags": tags}, at=NOW)

    # Crosswise on purpose: inserted in the order of the words, they would deadlock.
    results = together(
        lambda: create(words, "A"), lambda: create(words[::-1], "B"), lambda: create(words[4:] + words[:4], "C")
    )
    assert [type(result) for result in results] == [Dataset] * 3, results
    assert Tag.objects.count() == 8
    assert {dataset.tags.count() for dataset in Dataset.objects.all()} == {8}


@pytest.mark.parametrize("_round", range(3))
def test_equal_titles_get_different_slugs(_round):
    provider = ProviderFactory()
    results = together(*[lambda: actions.create_dataset(data={"title": "Chuva", "provider": provider}, at=NOW)] * 4)
    assert [type(result) for result in results] == [Dataset] * 4, results
    assert set(Dataset.objects.values_list("slug", flat=True)) == {"chuva", "chuva-2", "chuva-3", "chuva-4"}


def test_of_two_changes_of_status_the_second_sees_the_first():
    dataset = DatasetFactory()
    copies = [Dataset.objects.get(pk=dataset.pk) for _ in range(2)]
    results = together(
        lambda: actions.retire_dataset(dataset=copies[0], at=NOW), lambda: actions.unpublish_dataset(dataset=copies[1])
    )
    # Retired and draft exclude each other: whoever comes second is refused.
    assert sorted(type(result).__name__ for result in results) == [Dataset.__name__, InvalidTransition.__name__]
