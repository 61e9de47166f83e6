"""``PUT`` and ``PATCH /datasets/{id}``: what staff change, what stays, and which changes of status there are."""

from datetime import UTC, datetime

import pytest
import time_machine

from catalog.choices import DATASET_TRANSITIONS, DatasetStatus
from catalog.models import Dataset, Tag
from catalog.tests.factories import CategoryFactory, DatasetFactory, ProviderFactory, TagFactory

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def patch(client, dataset, **body):
    return client.patch(f"/datasets/{dataset.pk}", body, format="json")


def test_a_patch_changes_what_it_names(api, staff):
    dataset = DatasetFactory(title="Chuva", slug="chuva", licence="MIT")
    dataset.tags.add(TagFactory(slug="a", name="a"))
    body = patch(api(staff), dataset, title="Sol", price=None, monthly_price="0").json()
    assert (body["title"], body["price"], body["monthly_price"]) == ("Sol", None, "0.00")
    assert (body["slug"], body["licence"], body["tags"]) == ("chuva", "MIT", ["a"])
    dataset.refresh_from_db()
    assert dataset.search_text.startswith("sol\na\n")


def test_a_put_needs_the_required_fields_and_keeps_the_others(api, staff):
    dataset = DatasetFactory(licence="MIT")
    assert {e["attr"] for e in api(staff).put(f"/datasets/{dataset.pk}", {}, format="json").json()["errors"]} == {
        "title",
        "provider",
    }
    other = ProviderFactory(name="Novo")
    response = api(staff).put(f"/datasets/{dataset.pk}", {"title": "Sol", "provider": str(other.pk)}, format="json")
    assert response.status_code == 200
    body = response.json()
    assert (body["title"], body["provider"]["name"], body["licence"], body["price"]) == ("Sol", "Novo", "MIT", "49.90")


def test_tags_are_replaced_and_shared(api, staff):
    dataset = DatasetFactory()
    assert patch(api(staff), dataset, tags=["Saúde", "água"]).json()["tags"] == ["agua", "saude"]
    assert patch(api(staff), DatasetFactory(), tags=["saude"]).json()["tags"] == ["saude"]
    assert patch(api(staff), dataset, tags=[]).json()["tags"] == []
    assert set(Tag.objects.values_list("slug", "name")) == {("saude", "Saúde"), ("agua", "água")}


def test_category_and_place_can_be_cleared(api, staff):
    dataset = DatasetFactory(category=CategoryFactory(slug="clima"))
    assert patch(api(staff), dataset, category=None, location=None).json()["category"] is None


def test_a_slug_of_another_is_refused_and_its_own_is_not(api, staff):
    dataset = DatasetFactory(slug="sol")
    DatasetFactory(slug="chuva")
    assert patch(api(staff), dataset, slug="chuva").json()["errors"][0]["attr"] == "slug"
    assert patch(api(staff), dataset, slug="sol").status_code == 200


@pytest.mark.parametrize("after", DatasetStatus.values)
@pytest.mark.parametrize("before", DatasetStatus.values)
def test_the_status_changes_as_the_table_says(api, staff, before, after):
    dataset = DatasetFactory(status=before, published_at=None if before == "draft" else BEFORE)
    with time_machine.travel(NOW, tick=False):
        response = patch(api(staff), dataset, status=after, title="Novo título")
    allowed = before == after or after in DATASET_TRANSITIONS[DatasetStatus(before)]
    dataset.refresh_from_db()
    if allowed:
        assert (response.status_code, dataset.status, dataset.title) == (200, after, "Novo título")
    else:
        assert (response.status_code, response.json()["errors"][0]["code"]) == (409, "invalid_transition")
        assert (dataset.status, dataset.title == "Novo título") == (before, False)
    first = NOW if (before, after) == ("draft", "published") else None if before == "draft" else BEFORE
    assert dataset.published_at == first


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_only_staff_write(api, admin, member, stranger, method):
    dataset = DatasetFactory(title="Chuva")
    body = {"title": "Sol", "provider": str(dataset.provider_id)}
    statuses = [
        getattr(api(p), method)(f"/datasets/{dataset.pk}", body, format="json").status_code
        for p in (None, admin, member, stranger)
    ]
    assert statuses == [401, 403, 403, 403]
    dataset.refresh_from_db()
    assert (dataset.title, dataset.deleted_at) == ("Chuva", None)


def test_a_refused_patch_writes_nothing(api, staff):
    dataset = DatasetFactory(title="Chuva")
    assert patch(api(staff), dataset, title="Sol", price="-1", tags=["nova"]).status_code == 400
    assert patch(api(staff), dataset, title="Sol", tags=["nova"], slug="Não").status_code == 400
    dataset.refresh_from_db()
    assert (dataset.title, Tag.objects.count(), Dataset.history.filter(title="Sol").count()) == ("Chuva", 0, 0)
