"""``search`` and the filters by category, tag and provider."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import actions
from catalog.models import Dataset
from catalog.rules import make_slug, search_stems, split_place
from catalog.tests.factories import CategoryFactory, ProviderFactory
from nubo.shared.text import search_key

AT = "2026-01-01T12:00:00Z"


@pytest.fixture
def datasets(db):
    clima = CategoryFactory(slug="clima")
    ibge, inmet = ProviderFactory(name="IBGE"), ProviderFactory(name="Instituto de Meteorologia")
    for title, provider, tags, description in [
        ("Populações municipais", ibge, ["Censo", "demografia"], "Estimativas anuais."),
        ("Precipitação diária", inmet, ["chuva", "Série histórica"], "Chuva em milímetros."),
        ("Estações", inmet, [], "Onde se mede a precipitação; 100% das estações."),
        ("Chuvas de verão", ibge, [], ""),
    ]:
        data = {
            "title": title,
            "provider": provider,
            "tags": tags,
            "description": description,
            "price": "1.00",
            "status": "published",
        }
        actions.create_dataset(data={**data, "category": clima if provider is inmet else None}, at=AT)
    return {"ibge": ibge, "inmet": inmet}


def titles(response):
    assert response.status_code == 200, response.content
    return [row["title"] for row in response.json()["results"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("precipitacao", {"Precipitação diária", "Estações"}),
        ("PRECIPITAÇÕES", {"Precipitação diária", "Estações"}),
        ("população", {"Populações municipais"}),
        ("chuva", {"Precipitação diária", "Chuvas de verão"}),
        ("chuvas verao", {"Chuvas de verão"}),
        ("verão chuvas", {"Chuvas de verão"}),
        ("município", set()),
        ("municipal", {"Populações municipais"}),
        ("estação", {"Estações"}),
        ("censos", {"Populações municipais"}),
        ("censo", {"Populações municipais"}),
        ("serie historica", {"Precipitação diária"}),
        ("meteorologia", {"Precipitação diária", "Estações"}),
        ("chuva neve", set()),
        ("%", {"Estações"}),
        ("_", set()),
        ("\\", set()),
        ("'; drop table catalog_dataset; --", set()),
    ],
)
def test_each_word_is_found_somewhere(api, datasets, words, expected):
    assert set(titles(api(None).get("/datasets", {"search": words}))) == expected


def test_a_search_of_spaces_is_none(api, datasets):
    assert len(titles(api(None).get("/datasets?search=%20%20"))) == 4


@pytest.mark.parametrize("text", ["x" * 201, "a\0b"])
def test_a_search_that_makes_no_sense_is_refused(api, datasets, text):
    response = api(None).get("/datasets", {"search": text})
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "search")


def test_category_tag_and_provider(api, datasets):
    client = api(None)
    assert set(titles(client.get("/datasets?category=clima"))) == {"Precipitação diária", "Estações"}
    assert titles(client.get("/datasets?category=nenhuma")) == []
    assert titles(client.get("/datasets?tag=serie-historica")) == ["Precipitação diária"]
    assert titles(client.get("/datasets", {"tag": "Série Histórica"})) == ["Precipitação diária"]
    assert titles(client.get("/datasets?tag=!")) == []
    assert set(titles(client.get(f"/datasets?provider={datasets['ibge'].pk}"))) == {
        "Populações municipais",
        "Chuvas de verão",
    }
    assert titles(client.get("/datasets?provider=00000000-0000-0000-0000-000000000000")) == []
    assert titles(client.get(f"/datasets?provider={datasets['ibge'].pk}&category=clima")) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [("provider=x", "provider"), ("category=%00", "category"), ("tag=%00", "tag"), (f"tag={'x' * 61}", "tag")],
)
def test_a_bad_value_is_refused_by_name(api, db, query, name):
    response = api(None).get(f"/datasets?{query}")
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, name)


def test_a_renamed_provider_is_found_by_its_new_name(api, datasets):
    actions.save_provider(provider=datasets["ibge"], data={"name": "Geografia e Estatística"})
    assert len(titles(api(None).get("/datasets?search=estatistica"))) == 2
    assert titles(api(None).get("/datasets?search=ibge")) == []


def test_the_search_text_can_be_made_anew(datasets):
    dataset = Dataset.objects.get(title="Chuvas de verão")
    before = (dataset.search_text, dataset.updated_at)
    Dataset.objects.update(search_text="")
    dataset.refresh_from_db()
    actions.refresh_search_text(dataset)
    dataset.refresh_from_db()
    assert (dataset.search_text, dataset.updated_at) == before


@given(st.text(max_size=60))
def test_a_search_key_is_stable_and_has_no_accents_case_or_double_spaces(text):
    key = search_key(text)
    assert search_key(key) == search_key(search_key(key))
    assert key == " ".join(key.split())
    assert search_key("São  PAULO\t") == "sao paulo"


@given(st.text(max_size=80))
def test_a_slug_is_a_slug_or_nothing(text):
    slug = make_slug(text, max_length=20)
    assert len(slug) <= 20
    assert make_slug(slug) == slug
    assert all(part.isalnum() and part.isascii() and part == part.lower() for part in slug.split("-")) or slug == ""


@given(st.text(max_size=60))
def test_a_stem_begins_its_word(text):
    words = search_key(text).split()
    assert all(any(word.startswith(stem) for word in words) for stem in search_stems(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Campinas/SP", ("Campinas", "SP")), ("Campinas (sp)", ("Campinas", "SP")), ("Campinas – SP", ("Campinas", "SP")), ("Campinas", ("Campinas", "")),
        ("Embu-Guaçu", ("Embu-Guaçu", "")), ("Embu-Guaçu - SP", ("Embu-Guaçu", "SP")), ("Santa Bárbara d'Oeste, SP", ("Santa Bárbara d'Oeste", "SP")),
    ],
)  # fmt: skip
def test_places_in_a_state(text, parts):
    assert split_place(text) == parts
