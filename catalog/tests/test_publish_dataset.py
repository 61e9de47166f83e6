"""Publishing, retiring and withdrawing: the actions that staff's buttons call."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from catalog import actions
from catalog.models import Dataset, Provider
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import InvalidTransition

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Dataset:
    return DatasetFactory(status="draft", published_at=None)


def test_the_first_publication_is_remembered(draft):
    actions.publish_dataset(dataset=draft, at=NOW)
    actions.retire_dataset(dataset=draft, at=LATER)
    actions.publish_dataset(dataset=draft, at=LATER)
    actions.unpublish_dataset(dataset=draft)
    actions.publish_dataset(dataset=draft, at=LATER)
    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == ("published", NOW)


def test_staying_changes_nothing(draft):
    actions.publish_dataset(dataset=draft, at=NOW)
    before = Dataset.history.count()
    actions.publish_dataset(dataset=draft, at=LATER)
    assert Dataset.history.count() == before


def test_without_any_price_it_is_shown_all_the_same(api, draft):
    actions.update_dataset(dataset=draft, data={"price": None, "monthly_price": None, "status": "published"}, at=NOW)
    assert api(None).get(f"/datasets/{draft.pk}").json()["price"] is None


def test_a_draft_is_not_retired_and_a_retired_one_no_draft(draft):
    with pytest.raises(InvalidTransition):
        actions.retire_dataset(dataset=draft, at=NOW)
    retired = DatasetFactory(status="retired")
    with pytest.raises(InvalidTransition) as refusal:
        actions.unpublish_dataset(dataset=retired)
    assert refusal.value.code == "invalid_transition"
    assert set(Dataset.objects.values_list("status", flat=True)) == {"draft", "retired"}


def test_a_deleted_provider_publishes_nothing(draft):
    Provider.objects.update(deleted_at=NOW)
    with pytest.raises(ValidationError):
        actions.publish_dataset(dataset=Dataset.objects.get(), at=NOW)
    assert Dataset.objects.get().status == "draft"
