"""Products: bundles of datasets with a status of their own."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from catalog import actions
from catalog.models import Product, ProductItem
from catalog.tests.factories import DatasetFactory
from nubo.shared.errors import InvalidTransition

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_product_is_created_published_and_shown(api):
    datasets = [DatasetFactory(title="b"), DatasetFactory(title="a")]
    product = actions.create_product(
        data={"title": "Clima completo", "datasets": [*datasets, datasets[0]], "price": "89.90", "status": "published"},
        at=NOW,
    )
    body = api(None).get(f"/products/{product.pk}").json()
    assert (body["slug"], body["price"], body["monthly_price"], body["published_at"]) == (
        "clima-completo",
        "89.90",
        None,
        "2026-03-10T15:00:00Z",
    )
    assert [item["title"] for item in body["datasets"]] == ["a", "b"]


def test_one_without_datasets_stays_a_draft():
    with pytest.raises(ValidationError) as refusal:
        actions.create_product(data={"title": "Vazio", "status": "published"}, at=NOW)
    assert list(refusal.value.message_dict) == ["datasets"]
    assert Product.all_objects.count() == 0
    draft = actions.create_product(data={"title": "Vazio"}, at=NOW)
    with pytest.raises(ValidationError):
        actions.publish_product(product=draft, at=NOW)
    assert Product.objects.get().status == "draft"


def test_the_bundle_is_replaced_but_never_emptied_while_published():
    first, second = DatasetFactory(), DatasetFactory()
    product = actions.create_product(data={"title": "Clima", "datasets": [first], "status": "published"}, at=NOW)
    kept = ProductItem.objects.get()
    actions.update_product(product=product, data={"datasets": [second, first]}, at=NOW)
    assert {item.dataset_id for item in product.items.all()} == {first.pk, second.pk}
    assert ProductItem.objects.filter(pk=kept.pk).exists()
    with pytest.raises(ValidationError):
        actions.update_product(product=product, data={"datasets": [], "title": "Nada"}, at=NOW)
    assert (Product.objects.get().title, product.items.count()) == ("Clima", 2)


def test_slugs_are_unique_among_live_products_and_restoring_says_so():
    product = actions.create_product(data={"title": "Clima"}, at=NOW)
    assert actions.create_product(data={"title": "Clima"}, at=NOW).slug == "clima-2"
    actions.delete_product(product=product, at=NOW)
    assert actions.create_product(data={"title": "Clima"}, at=NOW).slug == "clima"
    with pytest.raises(ValidationError) as refusal:
        actions.restore_product(product=product)
    assert list(refusal.value.message_dict) == ["slug"]


def test_the_status_changes_as_for_datasets():
    product = actions.create_product(data={"title": "Clima", "datasets": [DatasetFactory()]}, at=NOW)
    with pytest.raises(InvalidTransition):
        actions.retire_product(product=product, at=NOW)
    actions.publish_product(product=product, at=NOW)
    actions.retire_product(product=product, at=NOW)
    with pytest.raises(InvalidTransition):
        actions.unpublish_product(product=product)
    actions.publish_product(product=product, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert actions.unpublish_product(product=product).published_at == NOW
