"""Who sees which datasets and products: published ones anyone, the others staff, deleted ones nobody."""

import pytest

from catalog.tests.factories import DatasetFactory, MunicipalityFactory, ProductFactory

pytestmark = pytest.mark.django_db
LISTS = [
    "/datasets",
    "/datasets?page_size=100",
    "/datasets/location/SP",
    "/datasets/price/1-",
    "/datasets?search=conjunto",
]


@pytest.fixture
def datasets():
    place = MunicipalityFactory()
    return {
        status: DatasetFactory(
            status=status, location=place, published_at=None if status == "draft" else "2026-01-01T12:00:00Z", search_text="conjunto"
        )
        for status in ("draft", "published", "retired")
    }  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_published_ones_and_staff_all(api, staff, admin, member, stranger, datasets, path):
    for person in (None, admin, member, stranger):
        assert [row["id"] for row in api(person).get(path).json()["results"]] == [str(datasets["published"].pk)]
    assert {row["status"] for row in api(staff).get(path).json()["results"]} == {"draft", "published", "retired"}


def test_a_draft_answers_as_one_that_does_not_exist(api, staff, admin, member, stranger, datasets):
    for status, expected in {"draft": 404, "published": 200, "retired": 404}.items():
        path = f"/datasets/{datasets[status].pk}"
        assert [api(p).get(path).status_code for p in (None, admin, member, stranger)] == [expected] * 4
        assert api(staff).get(path).status_code == 200


def test_the_status_filter_is_for_staff(api, staff, admin, datasets):
    for status, dataset in datasets.items():
        assert [row["id"] for row in api(staff).get(f"/datasets?status={status}").json()["results"]] == [
            str(dataset.pk)
        ]
        assert api(admin).get(f"/datasets?status={status}").json()["count"] == (1 if status == "published" else 0)
    assert api(staff).get("/datasets?status=sold").json()["errors"][0]["attr"] == "status"


def test_a_wrong_token_is_not_nobody(api):
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    assert client.get("/datasets").status_code == 401


def test_products_follow_the_same_rule_and_name_published_datasets(api, staff, stranger, datasets):
    product = ProductFactory(datasets=list(datasets.values()))
    draft = ProductFactory(status="draft", published_at=None)
    published = datasets["published"]
    for person in (None, stranger, staff):
        body = api(person).get(f"/products/{product.pk}").json()
        assert body["datasets"] == [{"id": str(published.pk), "title": published.title}]
    assert [api(p).get(f"/products/{draft.pk}").status_code for p in (None, stranger, staff)] == [404, 404, 200]
    assert [api(p).get("/products").json()["count"] for p in (None, stranger, staff)] == [1, 1, 2]
