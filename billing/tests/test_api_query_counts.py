"""What reading billing costs: the same number of queries for one row and for twenty, recorded here."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import Account, User
from billing.tests.factories import buy_monthly, buy_once, make_invoice
from catalog.tests.factories import DatasetFactory

pytestmark = pytest.mark.django_db

#: The caller, the count, the page, and one for each nested collection; an account's route also looks the account up.
LISTS = [
    ("/transactions", 6),  # items, invoices, subscriptions
    ("/transactions/account/{account}", 7),
    ("/subscriptions", 3),
    ("/subscriptions/account/{account}", 4),
    ("/invoices", 4),  # lines
    ("/invoices/account/{account}", 5),
]


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize("person", ["staff", "admin"])
def test_a_list_costs_the_same_for_one_row_and_for_twenty(
    person: str,
    number: int,
    account: Account,
    admin: User,
    staff: User,
    api: Callable[..., APIClient],
    django_assert_num_queries,
) -> None:
    for _ in range(number):
        buy_monthly(account, DatasetFactory(), DatasetFactory(), user=admin)
    client = api(staff if person == "staff" else admin)
    for path, queries in LISTS:
        with django_assert_num_queries(queries):
            body = client.get(path.format(account=account.pk)).json()
        assert len(body["results"]) == min(20, 2 * number if "subscriptions" in path else number)


def test_an_empty_list_asks_for_nothing_nested(
    account: Account, staff: User, api: Callable[..., APIClient], django_assert_num_queries
) -> None:
    client = api(staff)
    for path in ("/transactions", "/subscriptions", "/invoices"):
        with django_assert_num_queries(2):
            assert client.get(path).json()["results"] == []


def test_one_object_costs_its_row_and_what_is_nested(
    account: Account, admin: User, api: Callable[..., APIClient], django_assert_num_queries
) -> None:
    bought = buy_once(account, DatasetFactory(), user=admin)
    held = buy_monthly(account, DatasetFactory(), user=admin).subscriptions.get()
    invoice = make_invoice(account, "1.00", "2.00")
    client = api(admin)
    for path, queries in (
        (f"/transactions/{bought.pk}", 5),
        (f"/subscriptions/{held.pk}", 2),
        (f"/invoices/{invoice.pk}", 3),
    ):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
