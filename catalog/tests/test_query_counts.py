"""What each read of the catalogue costs: a list is one COUNT and one SELECT, for 1 row and for 20."""

import pytest

from catalog.tests.factories import CategoryFactory, DatasetFactory, MunicipalityFactory, ProductFactory, TagFactory

pytestmark = pytest.mark.django_db

#: Path → queries for nobody. A place is resolved by one of its own.
LISTS = {
    "/datasets": 2,
    "/datasets?search=a&category=c&tag=t&price_min=1&near=0,0&radius_km=20000&bbox=-180,-90,180,90&ordering=relevance": 2,
    "/datasets?location=SP": 3,
    "/datasets/location/SP": 3,
    "/datasets/price/1-": 2,
    "/categories": 2,
    "/locations": 2,
    "/providers": 2,
    "/products": 2,
}


def make(count):
    tags = [TagFactory(slug=f"t{n or ''}") for n in range(3)] if count else []
    category, place = CategoryFactory(slug="c"), MunicipalityFactory(latitude="0.1", longitude="0.1")
    for _ in range(count):
        dataset = DatasetFactory(category=category, location=place, search_text="a")
        dataset.tags.set(tags)
        ProductFactory(datasets=[dataset, DatasetFactory(location=place)])
        CategoryFactory()
        MunicipalityFactory(ibge_code=f"35{_:05}", name=f"Lugar {_}")


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_for_1_row_and_for_20(api, member, django_assert_num_queries, path, count):
    make(count)
    with django_assert_num_queries(LISTS[path]):
        assert len(api(None).get(path).json()["results"]) >= count
    client = api(member)
    with django_assert_num_queries(LISTS[path] + 1):  # the token
        client.get(path)


def test_one_object_costs_one_query(api, django_assert_num_queries):
    make(1)
    dataset, product = api(None).get("/datasets").json()["results"][0], api(None).get("/products").json()["results"][0]
    with django_assert_num_queries(1):
        api(None).get(f"/datasets/{dataset['id']}")
    with django_assert_num_queries(1):
        api(None).get(f"/products/{product['id']}")


def test_counting_joins_nothing(api, django_assert_num_queries):
    make(1)
    with django_assert_num_queries(2) as queries:
        api(None).get("/datasets")
    assert "JOIN" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize("query", ["near=a", "price_min=x", "ordering=x", "page=x", "provider=x", "bbox=1"])
def test_nonsense_costs_no_query(api, django_assert_num_queries, query):
    with django_assert_num_queries(0):
        assert api(None).get(f"/datasets?{query}").status_code == 400
