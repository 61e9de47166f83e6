"""The rest of the catalogue in the admin: products, providers, sources, locations, categories and tags."""

from decimal import Decimal

import pytest

from catalog.choices import DatasetStatus, LocationKind
from catalog.models import Category, Dataset, Location, Product, Provider, Source, Tag
from catalog.tests.factories import (
    CategoryFactory,
    DatasetFactory,
    MunicipalityFactory,
    ProductFactory,
    ProviderFactory,
    StateFactory,
    TagFactory,
)
from nubo.tests.admin_desk import Desk


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


# --- Products ----------------------------------------------------------------------------------------------------


def items(*datasets) -> dict:
    rows = {f"items-{n}-dataset": dataset.pk for n, dataset in enumerate(datasets)}
    return {"items-TOTAL_FORMS": len(datasets), **rows}


def test_product_is_made_of_its_datasets(desk):
    one, two = DatasetFactory(), DatasetFactory()
    assert desk.send_form(Product, "add", title="Clima", price="99,90", **items(one, two)).status_code == 302
    made = Product.objects.get()
    assert (made.slug, made.price, made.status) == ("clima", Decimal("99.90"), DatasetStatus.DRAFT)
    assert set(made.datasets.all()) == {one, two}


def test_dataset_is_taken_out_of_a_product(desk):
    keep, drop = DatasetFactory(), DatasetFactory()
    product = ProductFactory(datasets=[keep, drop])
    row = list(product.items.values_list("dataset", flat=True)).index(drop.pk)
    assert desk.send_form(Product, "change", product.pk, **{f"items-{row}-DELETE": "on"}).status_code == 302
    assert list(product.datasets.all()) == [keep]


def test_product_without_datasets_is_not_published(desk):
    product = ProductFactory(status=DatasetStatus.DRAFT)
    assert desk.errors(desk.post(Product, "publish", product.pk))["__all__"]
    product.refresh_from_db()
    assert product.status == DatasetStatus.DRAFT


def test_product_with_a_deleted_dataset_can_still_be_saved(desk):
    dataset = DatasetFactory()
    product = ProductFactory(datasets=[dataset])
    desk.post(Dataset, "delete", dataset.pk, post="yes")
    assert desk.send_form(Product, "change", product.pk, title="Outro").status_code == 302
    product.refresh_from_db()
    assert product.title == "Outro"


def test_product_is_deleted_and_restored(desk):
    product = ProductFactory()
    desk.post(Product, "delete", product.pk, post="yes")
    assert not Product.objects.exists()
    desk.post(Product, "restore", product.pk)
    assert Product.objects.get() == product


# --- Providers and sources -----------------------------------------------------------------------------------------


def test_renamed_provider_is_found_through_its_datasets(desk):
    provider = ProviderFactory(name="Antigo")
    dataset = DatasetFactory(provider=provider)
    desk.send_form(Provider, "change", provider.pk, name="Instituto Água")
    dataset.refresh_from_db()
    assert "instituto agua" in dataset.search_text


def test_provider_with_datasets_stays(desk):
    provider = DatasetFactory().provider
    assert len(desk.messages(desk.post(Provider, "delete", provider.pk, post="yes"))) == 1
    assert Provider.objects.filter(pk=provider.pk).exists()


def test_provider_is_made_deleted_and_restored(desk, account):
    desk.send_form(Provider, "add", name="Novo", account=account.pk, site="dados.example")
    provider = Provider.objects.get()
    assert (provider.account, provider.site) == (account, "https://dados.example")
    desk.post(Provider, "delete", provider.pk, post="yes")
    assert not Provider.objects.exists()
    desk.post(Provider, "restore", provider.pk)
    assert Provider.objects.exists()


def test_source_is_made_changed_and_removed(desk):
    provider = ProviderFactory()
    desk.send_form(Source, "add", provider=provider.pk, url="https://dados.example/")
    source = Source.objects.get()
    desk.send_form(Source, "change", source.pk, location=MunicipalityFactory().pk)
    source.refresh_from_db()
    assert source.location.name == "Campinas"
    desk.post(Source, "delete", source.pk, post="yes")
    assert not Source.objects.exists()


def test_source_in_use_stays_where_it_is(desk):
    provider = ProviderFactory()
    source = Source.objects.create(provider=provider, url="https://dados.example/")
    DatasetFactory(provider=provider, source=source)
    assert list(desk.errors(desk.send_form(Source, "change", source.pk, provider=ProviderFactory().pk))) == ["provider"]
    desk.post(Source, "delete", source.pk, post="yes")
    assert Source.objects.get().provider == provider


# --- Locations -----------------------------------------------------------------------------------------------------


def test_municipality_takes_its_letters_from_its_state(desk):
    state = StateFactory()
    response = desk.send_form(
        Location, "add", kind=LocationKind.MUNICIPALITY, name="Santos", parent=state.pk, ibge_code="3548500",
        latitude="-23,96080", longitude="-46,33330", country_code="BR",
    )  # fmt: skip
    assert response.status_code == 302
    made = Location.objects.get(name="Santos")
    assert (made.state_code, made.country_code, made.latitude) == ("SP", "BR", Decimal("-23.96080"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "municipality", "parent": ""}, "parent"),
        ({"latitude": "91"}, "latitude"),
        ({"ibge_code": "35"}, "ibge_code"),
    ],
)
def test_wrong_place_is_refused(desk, changes, field):
    state = StateFactory()
    good = {"kind": "municipality", "name": "Santos", "parent": state.pk, "country_code": "BR", "longitude": "-46"}
    response = desk.send_form(Location, "add", **{**good, "latitude": "-23", **changes})
    assert field in desk.errors(response)
    assert not Location.objects.filter(name="Santos").exists()


def test_state_with_places_keeps_its_letters_and_is_not_removed(desk):
    place = MunicipalityFactory()
    assert desk.errors(desk.send_form(Location, "change", place.parent.pk, state_code="XX"))["__all__"]
    desk.post(Location, "delete", place.parent.pk, post="yes")
    place.parent.refresh_from_db()
    assert place.parent.state_code == "SP"
    assert desk.send_form(Location, "change", place.parent.pk, name="Sao Paulo").status_code == 302


@pytest.mark.parametrize("words", ["sao paulo", "3550308", "SÃO PAULO"])
def test_locations_are_found(desk, words):
    found = MunicipalityFactory(name="São Paulo", ibge_code="3550308")
    MunicipalityFactory()
    assert found in desk.get(Location, "changelist", q=words).context["cl"].queryset


# --- Categories and tags ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Category, Tag])
def test_slug_is_made_of_the_name(desk, model):
    assert desk.send_form(model, "add", name="Saúde pública").status_code == 302
    assert model.objects.get().slug == "saude-publica"
    assert list(desk.errors(desk.send_form(model, "add", name="Saúde Pública"))) == ["slug"]


def test_renamed_and_removed_tags_reach_the_search(desk):
    tag, dataset = TagFactory(name="chuva"), DatasetFactory()
    dataset.tags.add(tag)
    desk.send_form(Tag, "change", tag.pk, name="Precipitação")
    dataset.refresh_from_db()
    assert "precipitacao" in dataset.search_text
    desk.post(Tag, "delete", tag.pk, post="yes")
    dataset.refresh_from_db()
    assert "precipitacao" not in dataset.search_text
    assert not Tag.objects.exists()


def test_category_in_use_stays(desk):
    category = CategoryFactory()
    DatasetFactory(category=category)
    desk.post(Category, "delete", category.pk, post="yes")
    assert Category.objects.exists()
    empty = CategoryFactory()
    desk.post(Category, "delete", empty.pk, post="yes")
    assert list(Category.objects.all()) == [category]
