"""Every page of every registered model opens: with data and without, in both languages, under the strict browser rules."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from nubo.shared.admin import AmountRangeFilter, DayRangeFilter
from nubo.tests.admin_rows import make_one_of_everything

#: Written by a parent's screen, by Django itself, or by nobody.
WITHOUT_SCREEN = {
    "admin.LogEntry", "auth.Permission", "contenttypes.ContentType", "sessions.Session", "axes.AccessAttemptExpiration",
    "billing.CreditNoteLine", "billing.InvoiceLine", "billing.SubscriptionPrice", "billing.TransactionItem",
    "catalog.ProductItem",
}  # fmt: skip
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def names(value):
    return value._meta.label


@pytest.fixture
def desk(staff) -> Client:
    client = Client()
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code, response.headers.get("Location"))
    text = response.content.decode()
    # What the browser rules would silently switch off.
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text), url
    assert not re.search(r"\son[a-z]+=[\"']", text), url
    return text


def test_every_model_of_ours_has_a_screen():
    ours = {model._meta.label for model in apps.get_models() if not model._meta.model_name.startswith("historical")}
    assert ours - {model._meta.label for model in MODELS} == WITHOUT_SCREEN


def test_every_screen_wears_the_theme():
    from unfold.admin import ModelAdmin

    assert [names(model) for model, screen in admin.site._registry.items() if not isinstance(screen, ModelAdmin)] == []


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_empty_list_and_add_page_open(desk, model):
    page(desk, address(model, "changelist"))
    if admin.site._registry[model].has_add_permission(_request(desk)):
        page(desk, address(model, "add"))
    else:
        assert desk.get(address(model, "add")).status_code == 403


def _request(client: Client):
    from django.test import RequestFactory

    from accounts.models import User

    request = RequestFactory().get("/")
    request.user = User.objects.get(is_superuser=True)
    return request


def test_every_page_of_every_row_opens(desk):
    make_one_of_everything()
    for model in MODELS:
        manager = getattr(model, "all_objects", model._default_manager)
        rows = list(manager.all())
        assert rows, f"no {names(model)} in admin_rows"
        text = page(desk, address(model, "changelist") + ("?deleted=all" if hasattr(model, "all_objects") else ""))
        for row in rows:
            assert address(model, "change", row.pk) in text, row
            page(desk, address(model, "change", row.pk))
        page(desk, address(model, "history", rows[0].pk))


def test_pages_of_versions_open(desk):
    make_one_of_everything()
    for model in MODELS:
        if hasattr(model, "history"):
            version = model.history.first()
            page(desk, address(model, "simple_history", version.id, version.history_id))


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_first_page_opens_in_both_languages(desk, language):
    make_one_of_everything()
    response = desk.post(reverse("set_language"), {"language": language, "next": reverse("admin:index")}, follow=True)
    assert f'lang="{language}"' in response.content.decode()


def test_delete_pages_open_and_ask(desk):
    make_one_of_everything()
    for model in MODELS:
        row = model._default_manager.first()
        if admin.site._registry[model].has_delete_permission(_request(desk), row):
            assert 'name="post" value="yes"' in page(desk, address(model, "delete", row.pk))


JUNK = [
    "\x00",
    "a\x00b",
    "çãé'\"%_\\",
    "☃" * 10,
    "x" * 60_000,
    "{}[]()*",
    "00000000-0000-0000-0000-000000000000",
    "-1",
    "1e400",
    "NaN",
]


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_odd_searches_and_filters_do_not_fail(desk, model):
    filters = [
        entry for entry in admin.site._registry[model].get_list_filter(_request(desk)) if isinstance(entry, tuple)
    ]
    # Ranges pass nonsense by, so all go into one request; the others answer with the list "filtered wrongly".
    are_ranges = {field: issubclass(made, AmountRangeFilter | DayRangeFilter) for field, made in filters}
    ranges = [field + suffix for field in are_ranges if are_ranges[field] for suffix in ("_from", "_to")]
    choices = [field + suffix for field in are_ranges if not are_ranges[field] for suffix in ("__exact", "__id__exact")]
    for junk in ["a\x00b", "1e400", "9" * 400, "NaN"]:
        assert desk.get(address(model, "changelist"), dict.fromkeys(ranges, junk)).status_code == 200
        for parameter in choices:
            assert desk.get(address(model, "changelist"), {parameter: junk}).status_code in (200, 302, 400), parameter
    for junk in JUNK:
        odd = {"q": junk, "deleted": junk, "overdue": junk}
        assert desk.get(address(model, "changelist"), odd).status_code in (200, 302), junk[:20]
    for parameter in ("p", "o", "all", "e", "_facets"):
        assert desk.get(address(model, "changelist"), {parameter: "nonsense"}).status_code in (200, 302), parameter


@pytest.mark.parametrize("page_name", ["history", "delete", "change"])
def test_addresses_with_impossible_ids_lead_nowhere(desk, page_name):
    for model in MODELS:
        for junk in ("nonsense", "9" * 400, "a%00b"):
            response = desk.get(address(model, page_name, junk))
            assert response.status_code in (302, 404, 403), (names(model), junk[:10])


def test_autocomplete_takes_odd_terms_and_knows_accents(desk):
    make_one_of_everything()
    base = {"app_label": "billing", "model_name": "invoice", "field_name": "account"}
    for junk in JUNK:
        assert desk.get(reverse("admin:autocomplete"), {**base, "term": junk}).status_code == 200
    answer = desk.get(reverse("admin:autocomplete"), {**base, "term": "PADARIA sao joao"}).json()
    assert [row["text"] for row in answer["results"]] == ["Padaria São João"]


def test_autocomplete_offers_live_rows_only(desk):
    make_one_of_everything()
    base = {"app_label": "catalog", "model_name": "productitem", "field_name": "dataset"}
    answer = desk.get(reverse("admin:autocomplete"), {**base, "term": "apagado"}).json()
    assert answer["results"] == []


@pytest.mark.parametrize(
    "query", ["?s=dataset", "?s=dataset&page=x", "?s=dataset&page=999", "?s=%00", "?extended=1&s=a", ""]
)
def test_menu_search_does_not_fail(desk, query):
    assert desk.get(reverse("admin:search") + query).status_code in (200, 404)


def test_addresses_with_nul_are_not_found(desk):
    assert desk.get("/admin/billing/documentseries/a%00b/change/").status_code == 404
