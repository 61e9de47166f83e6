"""``ordering``: each key both ways, values that are missing last, ties by id, so that pages never overlap."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalog.tests.factories import DatasetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def datasets():
    for title, price, monthly, day in [("b", "20.00", None, 3), ("c", None, "5.00", 1), ("a", "10.00", "7.00", 2)]:
        DatasetFactory(
            title=title, price=price and Decimal(price), monthly_price=monthly and Decimal(monthly), published_at=datetime(2026, 1, day, tzinfo=UTC)
        )  # fmt: skip


def titles(response):
    assert response.status_code == 200, response.content
    return "".join(row["title"] for row in response.json()["results"])


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("", "bac"), ("price", "abc"), ("-price", "bac"), ("monthly_price", "cab"), ("-monthly_price", "acb"), ("title", "abc"), ("-title", "cba"),
        ("published_at", "cab"), ("-published_at", "bac"), ("price,-title", "abc"), (" -title ", "cba"), ("relevance", "abc"), ("relevance,-title", "cba"),
    ],
)  # fmt: skip
def test_each_key(api, staff, datasets, ordering, expected):
    for person in (None, staff):
        found = titles(api(person).get("/datasets", {"ordering": ordering}))
        assert found == expected if ordering != "relevance" else sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    "ordering",
    [
        "password",
        "price,",
        ",",
        "--price",
        "price,price",
        "price,-price",
        "id",
        "%00",
        "pRice",
        "-",
        "provider__account",
    ],
)
def test_an_unknown_key_is_refused_by_name(api, ordering):
    response = api(None).get(f"/datasets?ordering={ordering}")
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "ordering")


def test_drafts_come_last_in_staffs_list(api, staff, datasets):
    DatasetFactory(title="d", status="draft", published_at=None)
    for ordering, expected in {"": "bacd", "published_at": "cabd", "-published_at": "bacd"}.items():
        assert titles(api(staff).get("/datasets", {"ordering": ordering})) == expected


@pytest.mark.parametrize("ordering", ["", "price", "-price", "title", "-published_at", "relevance"])
def test_equal_ones_stand_on_exactly_one_page(api, ordering):
    for n in range(7):
        DatasetFactory(title="x", description=str(n))
    pages = [api(None).get("/datasets", {"ordering": ordering, "page_size": 2, "page": n}).json() for n in (1, 2, 3, 4)]
    ids = [row["id"] for page in pages for row in page["results"]]
    assert (len(ids), len(set(ids)), pages[3]["next"]) == (7, 7, None)


def test_the_best_match_comes_first(api):
    DatasetFactory(title="late", search_text="sobre o tempo: dados de chuva")
    DatasetFactory(title="early", search_text="chuva diaria")
    DatasetFactory(title="middle", search_text="a chuva")
    client = api(None)
    assert titles(client.get("/datasets?search=chuva&ordering=relevance")) == "earlymiddlelate"
    assert titles(client.get("/datasets?search=chuva&ordering=-relevance")) == "latemiddleearly"
    assert titles(client.get("/datasets?search=tempo chuva&ordering=relevance")) == "late"


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [("page=0", 400, "page"), ("page=x", 400, "page"), ("page_size=0", 400, "page_size"), ("page=99", 404, None)],
)
def test_pages(api, datasets, query, status, name):
    response = api(None).get(f"/datasets?{query}")
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (status, name)
