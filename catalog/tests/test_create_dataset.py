"""``POST /datasets``: staff create datasets; everything else is refused by field and writes nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from catalog.models import Dataset, Source, Tag
from catalog.tests.factories import CategoryFactory, DatasetFactory, MunicipalityFactory, ProviderFactory, StateFactory

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return ProviderFactory(name="Instituto Águas Claras")


def post(client, **body):
    return client.post("/datasets", body, format="json")


def test_the_answer_is_the_whole_dataset(api, staff, provider):
    CategoryFactory(slug="clima")
    place = MunicipalityFactory()
    with time_machine.travel(NOW, tick=False):
        response = post(
            api(staff), title="Chuva diária em Campinas", description="Milímetros.", category="clima",
            tags=["Série histórica", "chuva", "Chuva"], provider=str(provider.pk), location=str(place.pk), price="49.9",
            monthly_price=19, licence="CC-BY-4.0", update_frequency="daily", status="published",
        )  # fmt: skip
    assert response.status_code == 201
    dataset = Dataset.objects.get()
    assert response.json() == {
        "id": str(dataset.pk),
        "title": "Chuva diária em Campinas",
        "slug": "chuva-diaria-em-campinas",
        "description": "Milímetros.",
        "category": "clima",
        "tags": ["chuva", "serie-historica"],
        "provider": {"id": str(provider.pk), "name": "Instituto Águas Claras"},
        "location": {
            "id": str(place.pk), "name": "Campinas", "state": "SP", "country": "BR", "ibge_code": "3509502",
            "latitude": -22.9053, "longitude": -47.0659,
        },
        "price": "49.90",
        "monthly_price": "19.00",
        "currency": "BRL",
        "licence": "CC-BY-4.0",
        "update_frequency": "daily",
        "status": "published",
        "published_at": "2026-03-10T15:00:00Z",
        "created_at": "2026-03-10T15:00:00Z",
        "updated_at": "2026-03-10T15:00:00Z",
    }  # fmt: skip
    assert dataset.search_text == "chuva diaria em campinas\nserie historica chuva\ninstituto aguas claras\nmilimetros."
    assert api(None).get(f"/datasets/{dataset.pk}").json() == response.json()


def test_little_is_needed_and_the_rest_has_defaults(api, staff, provider):
    body = post(api(staff), title="Chuva", provider=str(provider.pk)).json()
    assert (body["status"], body["published_at"], body["price"], body["monthly_price"]) == ("draft", None, None, None)
    assert (body["currency"], body["tags"], body["category"], body["location"]) == ("BRL", [], None, None)
    assert (body["description"], body["licence"], body["update_frequency"]) == ("", "", "unknown")


def test_a_made_slug_is_free(api, staff, provider):
    titles = ["Chuva", "chuva!", "CHUVA", "数据", "数据"]
    slugs = [post(api(staff), title=title, provider=str(provider.pk)).json()["slug"] for title in titles]
    assert slugs == ["chuva", "chuva-2", "chuva-3", "dataset", "dataset-2"]


def test_a_made_slug_is_free_among_many(api, staff, provider):
    DatasetFactory(slug="chuva")
    for n in range(2, 30):
        DatasetFactory(slug=f"chuva-{n}")
    assert post(api(staff), title="Chuva", provider=str(provider.pk)).json()["slug"] == "chuva-30"


def test_a_given_slug_that_is_taken_is_refused(api, staff, provider):
    DatasetFactory(slug="chuva")
    response = post(api(staff), title="Outra", slug="chuva", provider=str(provider.pk))
    assert response.status_code == 400
    assert [(e["code"], e["attr"]) for e in response.json()["errors"]] == [("unique", "slug")]
    assert Dataset.objects.count() == 1


def test_the_slug_of_a_deleted_dataset_is_free(api, staff, provider):
    DatasetFactory(slug="chuva").mark_deleted(at=NOW)
    assert post(api(staff), title="Chuva", provider=str(provider.pk)).json()["slug"] == "chuva"


def test_the_place_comes_from_the_source_unless_given(api, staff, provider):
    source = Source.objects.create(provider=provider, url="https://dados.example/", location=MunicipalityFactory())
    body = {"title": "Chuva", "provider": str(provider.pk), "source": str(source.pk)}
    assert post(api(staff), **body).json()["location"]["name"] == "Campinas"
    assert post(api(staff), **body, location=str(StateFactory().pk)).json()["location"]["ibge_code"] == "35"
    assert post(api(staff), **body, location=None).json()["location"] is None


def test_every_missing_field_is_named(api, staff):
    errors = post(api(staff)).json()["errors"]
    assert {(e["attr"], e["code"]) for e in errors} == {("title", "required"), ("provider", "required")}


UNKNOWN = "01981c6e-3f00-7a11-8c22-1f2e3d4c5b6a"
BAD: list[tuple[str, Any]] = [
    ("title", ""), ("title", "x" * 201), ("title", None), ("title", "a\0b"), ("title", []), ("slug", "Com Espaço"), ("slug", "a--b"),
    ("slug", ""), ("slug", "x" * 201), ("description", "x" * 20_001), ("category", "nada"), ("category", 7), ("category", "a\0"),
    ("tags", "chuva"), ("tags", [""]), ("tags", ["!!!"]), ("tags", ["x" * 61]), ("tags", ["a"] * 31), ("tags", [{}]), ("tags", None),
    ("provider", UNKNOWN), ("provider", "x"), ("provider", None), ("source", UNKNOWN), ("location", UNKNOWN), ("location", 3),
    ("price", "-0.01"), ("price", "1.005"), ("price", "NaN"), ("price", "Infinity"), ("price", "1e400"), ("price", "9" * 400),
    ("price", True), ("price", "1,50"), ("monthly_price", -1), ("monthly_price", "1234567890123.00"), ("currency", "brl"),
    ("currency", "XQX"), ("currency", "BRLX"), ("currency", None), ("licence", "x" * 101), ("update_frequency", "sometimes"),
    ("status", "retired"), ("status", "sold"), ("status", None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BAD, ids=[f"{field}-{str(value)[:12]}" for field, value in BAD])
def test_a_bad_value_is_refused_by_name(api, staff, provider, field, value):
    response = post(api(staff), **{"title": "Chuva", "provider": str(provider.pk), "tags": ["nova"], field: value})
    assert response.status_code == 400, response.content
    assert {e["attr"].split(".")[0] for e in response.json()["errors"]} == {field}
    assert (Dataset.all_objects.count(), Tag.objects.count()) == (0, 0)


def test_a_source_of_another_provider_is_refused(api, staff, provider):
    source = Source.objects.create(provider=ProviderFactory(), url="https://dados.example/")
    response = post(api(staff), title="Chuva", provider=str(provider.pk), source=str(source.pk))
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "source")


def test_a_deleted_provider_is_refused(api, staff, provider):
    provider.mark_deleted(at=NOW)
    response = post(api(staff), title="Chuva", provider=str(provider.pk))
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "provider")


def test_only_staff_create(api, admin, member, stranger, provider):
    body = {"title": "Chuva", "provider": str(provider.pk)}
    assert [post(api(person), **body).status_code for person in (None, admin, member, stranger)] == [401, 403, 403, 403]
    assert Dataset.all_objects.count() == 0


def test_who_did_it_is_in_the_history(api, staff, provider):
    post(api(staff), title="Chuva", provider=str(provider.pk))
    assert Dataset.history.get().history_user == staff
