"""Everything of the demo in its order: people, shelves, the first datasets, sales; then the remaining datasets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import reset_queries, transaction

from accounts.models import Account, User
from billing.demo.accounts import make_people
from billing.demo.catalogue import make_shelves
from billing.demo.datasets import COMBINATIONS, SHOWCASE, dataset_batches, insert_batch, make_products
from billing.demo.sales import make_sales
from catalog.models import Category, Dataset, Product, Provider, Tag

__all__ = ["MOST_DATASETS", "Progress", "SeedPlan", "is_empty", "seed"]

MOST_DATASETS = min(COMBINATIONS, 1_000_000)

#: Called with what is being made and how many more of it are done.
Progress = Callable[[str, int], object]


@dataclass(frozen=True)
class SeedPlan:
    """How much to make. The same plan on the same day makes the same demo, but for the ids."""

    datasets: int
    accounts: int
    months: int
    seed: int


def is_empty() -> bool:
    """Whether there is nothing that a seed could clash with. Places may be there: it uses them."""
    return not any(model._base_manager.exists() for model in (User, Account, Dataset, Product, Provider, Category, Tag))


def seed(*, plan: SeedPlan, at: datetime, on_progress: Progress) -> None:
    """Fill an empty database. ``at`` is the instant that ends the story, normally now.

    The first chunk of datasets, the people and their history are one transaction: killed at any point, the database is
    either still empty or holds a whole, if smaller, demo. Each further chunk is a transaction of its own.
    """
    today = at.astimezone(ZoneInfo(settings.DEFAULT_BILLING_TIME_ZONE)).date()
    rng = Random(plan.seed)  # noqa: S311  # nosec B311
    with transaction.atomic():
        people = make_people(count=plan.accounts, rng=rng)
        on_progress("accounts", plan.accounts)
        shelves = make_shelves(provider_account=people.provider_account)
        batches = dataset_batches(shelves=shelves, count=plan.datasets, seed=plan.seed, today=today)
        first = next(batches)
        insert_batch(first)
        on_progress("datasets", len(first.datasets))
        # The showcase is for visitors: nobody in the story has it.
        sold = first.datasets[len(SHOWCASE) :]
        products = make_products(shelves=shelves, datasets=sold, rng=rng, today=today)
        make_sales(
            people=people,
            datasets=sold,
            products=products,
            months=plan.months,
            rng=rng,
            at=at,
            on_progress=on_progress,
        )
    del first, sold
    for batch in batches:
        with transaction.atomic():
            insert_batch(batch)
        # With DEBUG, Django keeps each statement: megabytes a batch.
        reset_queries()
        on_progress("datasets", len(batch.datasets))
