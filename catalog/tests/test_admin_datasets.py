"""Datasets in the admin: forms and buttons call the actions, lists are found through words, places and prices."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.actions import delete_provider, refresh_search_text
from catalog.choices import DatasetStatus
from catalog.models import Dataset, Provider, Source
from catalog.tests.factories import (
    CategoryFactory,
    CountryFactory,
    DatasetFactory,
    MunicipalityFactory,
    ProviderFactory,
    StateFactory,
    TagFactory,
)
from nubo.tests.admin_desk import Desk


@pytest.fixture
def desk(staff) -> Desk:
    return Desk(staff)


def listed(desk: Desk, **query) -> set:
    return set(desk.get(Dataset, "changelist", **query).context["cl"].queryset)


def test_new_dataset_is_a_draft_with_a_slug_of_its_own(desk):
    provider, category, tag = ProviderFactory(), CategoryFactory(), TagFactory(name="Chuva", slug="chuva")
    response = desk.send_form(
        Dataset, "add", title="Precipitação diária", provider=provider.pk, category=category.pk, tags=[tag.pk],
        price="1.234,56", monthly_price="", currency="BRL",
    )  # fmt: skip
    assert response.status_code == 302
    made = Dataset.objects.get()
    assert (made.slug, made.status, made.price, made.monthly_price) == (
        "precipitacao-diaria", DatasetStatus.DRAFT, Decimal("1234.56"), None,
    )  # fmt: skip
    assert list(made.tags.all()) == [tag]
    assert made.search_text.startswith("precipitacao diaria\nchuva")


@pytest.mark.parametrize(
    ("field", "value"),
    [("price", "-1"), ("price", "abc"), ("price", "1e400"), ("price", "1,234"), ("currency", "reais"), ("title", "a\x00b"),
     ("title", "x" * 201), ("provider", "nonsense"), ("provider", ""), ("slug", "Não Serve")],
)  # fmt: skip
def test_wrong_values_are_named_and_nothing_is_written(desk, field, value):
    good = {"title": "T", "provider": ProviderFactory().pk, "currency": "BRL"}
    assert list(desk.errors(desk.send_form(Dataset, "add", **{**good, field: value}))) == [field]
    assert not Dataset.objects.exists()


def test_taken_slug_is_refused_by_name(desk):
    taken = DatasetFactory()
    response = desk.send_form(Dataset, "add", title="T", slug=taken.slug, provider=ProviderFactory().pk)
    assert list(desk.errors(response)) == ["slug"]
    assert Dataset.objects.count() == 1


def test_price_shown_with_a_comma_survives_saving(desk):
    dataset = DatasetFactory(price=Decimal("1234.50"))
    assert 'value="1.234,50"' in desk.get(Dataset, "change", dataset.pk).content.decode()
    desk.send_form(Dataset, "change", dataset.pk, title="Outro título")
    dataset.refresh_from_db()
    assert (dataset.title, dataset.price) == ("Outro título", Decimal("1234.50"))
    assert dataset.search_text.startswith("outro titulo")


@pytest.mark.parametrize(
    ("button", "before", "after"),
    [
        ("publish", DatasetStatus.DRAFT, DatasetStatus.PUBLISHED),
        ("retire", DatasetStatus.PUBLISHED, DatasetStatus.RETIRED),
        ("unpublish", DatasetStatus.PUBLISHED, DatasetStatus.DRAFT),
        ("publish", DatasetStatus.RETIRED, DatasetStatus.PUBLISHED),
    ],
)
def test_buttons_ask_and_then_change_the_status(desk, button, before, after):
    dataset = DatasetFactory(status=before)
    assert desk.get(Dataset, button, dataset.pk).status_code == 200
    dataset.refresh_from_db()
    assert dataset.status == before
    assert desk.post(Dataset, button, dataset.pk).status_code == 302
    dataset.refresh_from_db()
    assert dataset.status == after


def test_button_of_another_state_is_not_offered_and_does_nothing(desk):
    dataset = DatasetFactory(status=DatasetStatus.DRAFT)
    text = desk.get(Dataset, "change", dataset.pk).content.decode()
    assert desk.address(Dataset, "publish", dataset.pk) in text
    assert desk.address(Dataset, "retire", dataset.pk) not in text
    assert len(desk.messages(desk.post(Dataset, "retire", dataset.pk))) == 1
    dataset.refresh_from_db()
    assert dataset.status == DatasetStatus.DRAFT


def test_what_the_action_refuses_stands_on_the_buttons_page(desk):
    dataset = DatasetFactory(status=DatasetStatus.DRAFT)
    Provider.all_objects.filter(pk=dataset.provider_id).update(deleted_at=timezone.now())
    response = desk.post(Dataset, "publish", dataset.pk)
    assert desk.errors(response)["__all__"]
    dataset.refresh_from_db()
    assert dataset.status == DatasetStatus.DRAFT


def test_buttons_refuse_requests_from_elsewhere(staff):
    """A form on another site has no CSRF token."""
    from django.test import Client

    desk = Desk(staff)
    cookies = desk.client.cookies
    desk.client = Client(enforce_csrf_checks=True)
    desk.client.cookies = cookies
    dataset = DatasetFactory()
    assert desk.post(Dataset, "retire", dataset.pk).status_code == 403


def test_dataset_of_a_deleted_provider_can_still_be_saved(desk):
    dataset = DatasetFactory()
    Provider.all_objects.filter(pk=dataset.provider_id).update(deleted_at=timezone.now())
    assert desk.send_form(Dataset, "change", dataset.pk, title="Novo").status_code == 302
    dataset.refresh_from_db()
    assert dataset.title == "Novo"


def test_deleted_provider_cannot_be_chosen_anew(desk):
    gone = ProviderFactory()
    delete_provider(provider=gone, at=timezone.now())
    response = desk.send_form(Dataset, "change", DatasetFactory().pk, provider=gone.pk)
    assert list(desk.errors(response)) == ["provider"]


def test_delete_and_restore(desk):
    dataset = DatasetFactory()
    desk.post(Dataset, "delete", dataset.pk, post="yes")
    assert not Dataset.objects.exists()
    assert listed(desk) == set()
    assert listed(desk, deleted="only") == {dataset}
    desk.post(Dataset, "restore", dataset.pk)
    assert listed(desk) == {dataset}


def test_place_filter_finds_what_lies_inside(desk):
    here = DatasetFactory(location=MunicipalityFactory())
    state = StateFactory()
    whole = DatasetFactory(location=state)
    rio = StateFactory(state_code="RJ", name="Rio de Janeiro", ibge_code="33")
    other = DatasetFactory(location=rio)
    DatasetFactory()
    assert listed(desk, location__id__exact=state.pk) == {here, whole}
    assert listed(desk, location__id__exact=CountryFactory().pk) == {here, whole, other}
    assert listed(desk, location__id__exact=here.location.pk) == {here}


def test_price_filter_includes_its_bounds(desk):
    cheap, dear = DatasetFactory(price=Decimal("10.00")), DatasetFactory(price=Decimal("50.00"))
    DatasetFactory(price=None)
    assert listed(desk, price_from="10", price_to="50") == {cheap, dear}
    assert listed(desk, price_from="10,01") == {dear}
    assert listed(desk, price_to="49.99") == {cheap}


def test_day_filter_includes_the_last_day(desk):
    dataset = DatasetFactory()
    day = timezone.localtime(dataset.published_at).date()
    assert listed(desk, published_at_from=f"{day:%d/%m/%Y}", published_at_to=f"{day:%d/%m/%Y}") == {dataset}
    assert listed(desk, published_at_to=f"{day - timedelta(days=1):%d/%m/%Y}") == set()
    assert listed(desk, published_at_from="01/01/0001", published_at_to="31/12/9999") == {dataset}


def test_status_filter(desk):
    draft = DatasetFactory(status=DatasetStatus.DRAFT)
    DatasetFactory()
    assert listed(desk, status__exact="draft") == {draft}


@pytest.mark.parametrize("words", ["precipitacao", "PRECIPITAÇÕES", "diaria agua", "chuva"])
def test_search_as_in_the_shop_window(desk, words):
    dataset = DatasetFactory(title="Precipitação diária", provider=ProviderFactory(name="Instituto Água"))
    dataset.tags.add(TagFactory(name="chuvas", slug="chuvas"))
    refresh_search_text(dataset)
    DatasetFactory()
    assert listed(desk, q=words) == {dataset}


def test_source_of_another_provider_is_refused(desk):
    source = Source.objects.create(provider=ProviderFactory(), url="https://dados.example/")
    response = desk.send_form(Dataset, "add", title="T", provider=ProviderFactory().pk, source=source.pk)
    assert list(desk.errors(response)) == ["source"]
    assert not Dataset.objects.exists()


def test_export_has_names_and_plain_numbers(desk):
    dataset = DatasetFactory(location=MunicipalityFactory(), title="=cmd")
    dataset.tags.add(TagFactory(slug="chuva"))
    response = desk.client.post(desk.address(Dataset, "export"), {"format": "0", "resource": ""})
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["title"], row["price"], row["location"], row["state"], row["tags"]) == (
        "'=cmd", "49.90", "Campinas", "SP", "chuva",
    )  # fmt: skip
    assert row["provider"] == dataset.provider.name
