"""Providers: saved, deleted while nothing is theirs, restored unless the name was used again."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from catalog import actions
from catalog.models import Provider
from catalog.tests.factories import DatasetFactory, ProviderFactory
from nubo.shared.errors import Conflict

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_provider_is_saved_with_its_search_name():
    provider = actions.save_provider(
        provider=Provider(), data={"name": "Águas  Claras", "site": "https://aguas.example"}
    )
    assert Provider.objects.get().search_name == "aguas claras"
    actions.save_provider(provider=provider, data={"name": "Terra"})
    assert Provider.objects.get().search_name == "terra"


def test_a_name_in_use_is_refused_by_field():
    ProviderFactory(name="IBGE")
    with pytest.raises(ValidationError) as refusal:
        actions.save_provider(provider=Provider(), data={"name": "IBGE"})
    assert list(refusal.value.message_dict) == ["name"]
    assert Provider.objects.count() == 1


def test_one_with_datasets_stays():
    provider = ProviderFactory()
    dataset = DatasetFactory(provider=provider)
    with pytest.raises(Conflict) as refusal:
        actions.delete_provider(provider=provider, at=NOW)
    assert refusal.value.code == "provider_in_use"
    actions.delete_dataset(dataset=dataset, at=NOW)
    actions.delete_provider(provider=provider, at=NOW)
    assert (Provider.objects.count(), Provider.all_objects.count()) == (0, 1)


def test_restoring_a_name_that_was_used_again_is_a_clear_error():
    provider = ProviderFactory(name="IBGE")
    actions.delete_provider(provider=provider, at=NOW)
    second = ProviderFactory(name="IBGE")
    with pytest.raises(ValidationError) as refusal:
        actions.restore_provider(provider=provider)
    assert list(refusal.value.message_dict) == ["name"]
    actions.delete_provider(provider=second, at=NOW)
    actions.restore_provider(provider=provider)
    assert Provider.objects.get() == provider
