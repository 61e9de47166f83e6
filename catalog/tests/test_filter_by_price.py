"""``price_min``, ``price_max``, ``free``, ``sold`` and ``/datasets/price/{price}``."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import PriceRange, parse_amount, parse_price_range
from catalog.tests.factories import DatasetFactory


@pytest.fixture
def datasets(db):
    for title, price, monthly in [
        ("gift", "0.00", None), ("ten", "10.00", "1.00"), ("fifty-less", "49.90", "0.00"), ("fifty", "50.00", None), ("monthly", None, "10.00"),
    ]:  # fmt: skip
        DatasetFactory(title=title, price=price and Decimal(price), monthly_price=monthly and Decimal(monthly))


def titles(response):
    assert response.status_code == 200, response.content
    return {row["title"] for row in response.json()["results"]}


PATHS = [
    ("49.90", {"fifty-less"}), ("49.9", {"fifty-less"}), ("50", {"fifty"}), ("0", {"gift"}), ("10-50", {"ten", "fifty-less", "fifty"}),
    ("10.00-49.90", {"ten", "fifty-less"}), ("10-", {"ten", "fifty-less", "fifty"}), ("-10", {"gift", "ten"}), ("10-10", {"ten"}),
    ("999999999999.99", set()), ("10?sold=subscription", {"monthly"}), ("-1?sold=subscription", {"ten", "fifty-less"}),
    ("0-100?sold=one_off", {"gift", "ten", "fifty-less", "fifty"}), ("0-?price_max=10", {"gift", "ten"}), ("0-?free=false", {"ten", "fifty-less", "fifty"}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_the_path(api, datasets, path, expected):
    assert titles(api(None).get(f"/datasets/price/{path}")) == expected


@pytest.mark.parametrize(
    "price",
    ["49.905", "50-10", "-", "--", "1-2-3", "abc", "NaN", "Infinity", "-inf", "1e5", "9" * 13, "9" * 300, "49,90", ".5", "5.", "+5", "%20", "1 0",
     "١", "10-x", "x-10", "0x10", "1_000", "%E2%80%AE1"],
)  # fmt: skip
def test_a_path_that_is_no_price_is_refused_by_name(api, datasets, price):
    response = api(None).get(f"/datasets/price/{price}")
    assert response.status_code == 400, response.content
    assert [e["attr"] for e in response.json()["errors"]] == ["price"]


QUERIES = [
    ("", {"gift", "ten", "fifty-less", "fifty", "monthly"}), ("price_min=49.90", {"fifty-less", "fifty"}), ("price_max=10", {"gift", "ten"}),
    ("price_min=10&price_max=49.9", {"ten", "fifty-less"}), ("price_min=&price_max=", {"gift", "ten", "fifty-less", "fifty", "monthly"}),
    ("free=true", {"gift"}), ("free=1", {"gift"}), ("free=false", {"ten", "fifty-less", "fifty", "monthly"}),
    ("sold=one_off", {"gift", "ten", "fifty-less", "fifty"}), ("sold=subscription", {"ten", "fifty-less", "monthly"}),
    ("sold=subscription&free=true", {"fifty-less"}), ("sold=subscription&free=false", {"ten", "monthly"}),
    ("sold=subscription&price_min=1", {"ten", "monthly"}), ("sold=subscription&price_max=0.99", {"fifty-less"}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_the_query(api, datasets, query, expected):
    assert titles(api(None).get(f"/datasets?{query}")) == expected


BAD = [
    ("price_min=NaN", "price_min"), ("price_min=Infinity", "price_min"), ("price_min=1e5", "price_min"), (f"price_min={'9' * 400}", "price_min"),
    ("price_min=-1", "price_min"), ("price_min=49.905", "price_min"), ("price_max=abc", "price_max"), ("price_max=%00", "price_max"),
    ("price_min=10&price_max=5", "price_min"), ("free=maybe", "free"), ("sold=twice", "sold"), ("sold=ONE_OFF", "sold"),
]  # fmt: skip


@pytest.mark.parametrize("path", ["/datasets", "/datasets/price/1-", "/datasets/location/SP"])
@pytest.mark.parametrize(("query", "name"), BAD)
def test_a_bad_value_is_refused_by_name(api, db, path, query, name):
    response = api(None).get(f"{path}?{query}")
    assert response.status_code == 400, response.content
    assert [e["attr"] for e in response.json()["errors"]] == [name]


amounts = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@given(low=amounts, high=amounts)
def test_every_range_is_read_as_it_is_written(low, high):
    low, high = sorted((low, high))
    assert parse_price_range(f"{low}-{high}") == PriceRange(low, high)
    assert parse_price_range(f"{low}-") == PriceRange(low, None)
    assert parse_price_range(f"-{high}") == PriceRange(None, high)
    assert parse_price_range(f"{low}") == PriceRange(low, low)
    if low < high:
        with pytest.raises(ValueError, match="smaller"):
            parse_price_range(f"{high}-{low}")


@given(st.text(max_size=40))
def test_any_text_is_a_range_or_refused(text):
    try:
        found = parse_price_range(text)
    except ValueError:
        return
    assert all(end is None or (end >= 0 and end.as_tuple().exponent == -2) for end in (found.minimum, found.maximum))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("49.90", "49.90"),
        ("49,90", "49.90"),
        ("49", "49.00"),
        ("1.234,56", "1234.56"),
        ("R$ 1.234.567,8", "1234567.80"),
        (" R$0,00 ", "0.00"),
    ],
)
def test_amounts_in_files_may_be_brazilian(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.234", "1,234.56", "1.23,4", "12.34,56", "-1,00", "R$", "", "1,234", "US$ 1"])
def test_amounts_that_may_mean_two_things_are_refused(text):
    with pytest.raises(ValueError, match="price"):
        parse_amount(text)
