"""Deleting and restoring datasets: hidden from everyone at once, restored unless the slug was used again."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from catalog import actions
from catalog.models import Dataset
from catalog.tests.factories import DatasetFactory, ProviderFactory
from nubo.shared.errors import InvalidTransition

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_second_time_there_is_nothing_to_delete(api, staff):
    dataset = DatasetFactory()
    first, second = (api(staff).delete(f"/datasets/{dataset.pk}") for _ in range(2))
    assert (first.status_code, first.content, second.status_code) == (204, b"", 404)
    for person in (None, staff):
        assert api(person).get(f"/datasets/{dataset.pk}").status_code == 404
        assert api(person).get("/datasets").json()["count"] == 0
    assert Dataset.all_objects.get().deleted_at is not None
    assert Dataset.history.latest().history_user == staff
    assert Dataset.history.latest().deleted_at is not None


def test_a_deleted_dataset_comes_back_as_it_was():
    dataset = DatasetFactory(slug="chuva")
    actions.delete_dataset(dataset=dataset, at=NOW)
    actions.restore_dataset(dataset=dataset)
    assert Dataset.objects.published().get().slug == "chuva"


def test_a_slug_used_again_is_a_clear_error():
    dataset = DatasetFactory(slug="chuva")
    actions.delete_dataset(dataset=dataset, at=NOW)
    DatasetFactory(slug="chuva")
    with pytest.raises(ValidationError) as refusal:
        actions.restore_dataset(dataset=dataset)
    assert list(refusal.value.message_dict) == ["slug"]
    assert Dataset.all_objects.get(pk=dataset.pk).deleted_at == NOW


def test_a_dataset_of_a_deleted_provider_stays_deleted():
    provider = ProviderFactory()
    dataset = DatasetFactory(provider=provider)
    actions.delete_dataset(dataset=dataset, at=NOW)
    actions.delete_provider(provider=provider, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        actions.restore_dataset(dataset=Dataset.all_objects.get())
    assert list(refusal.value.message_dict) == ["provider"]


def test_a_deleted_dataset_is_not_changed():
    dataset = DatasetFactory(title="Chuva")
    actions.delete_dataset(dataset=Dataset.objects.get(), at=NOW)
    with pytest.raises(InvalidTransition):
        actions.update_dataset(dataset=dataset, data={"title": "Sol"}, at=NOW)
    with pytest.raises(InvalidTransition):
        actions.retire_dataset(dataset=dataset, at=NOW)
    assert Dataset.all_objects.get().title == "Chuva"
