"""``GET /categories``, ``/locations`` and ``/providers``: open to anyone, searched without case and accents."""

from datetime import UTC, datetime

import pytest

from catalog.tests.factories import CategoryFactory, CountryFactory, MunicipalityFactory, ProviderFactory, StateFactory

pytestmark = pytest.mark.django_db


def names(response):
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]


def test_categories(api, stranger):
    category = CategoryFactory(name="Saúde pública", slug="saude-publica")
    CategoryFactory(name="Clima", slug="clima")
    assert names(api(stranger).get("/categories")) == ["Clima", "Saúde pública"]
    for words in ("SAUDE", "publica saúde", "saude-publica"):
        assert api(None).get("/categories", {"search": words}).json()["results"] == [
            {"id": str(category.pk), "slug": "saude-publica", "name": "Saúde pública"}
        ]


def test_providers_show_nothing_that_is_staffs_business(api, account):
    provider = ProviderFactory(name="Águas", site="https://aguas.example", contact="Ana", account=account)
    ProviderFactory(name="Clima").mark_deleted(at=datetime(2026, 1, 1, tzinfo=UTC))
    ProviderFactory(name="Terra")
    assert names(api(None).get("/providers")) == ["Terra", "Águas"] or names(api(None).get("/providers")) == [
        "Águas",
        "Terra",
    ]
    assert api(None).get("/providers?search=aguas").json()["results"] == [
        {"id": str(provider.pk), "name": "Águas", "site": "https://aguas.example"}
    ]


def test_locations(api):
    country, state, city = CountryFactory(), StateFactory(), MunicipalityFactory()
    rows = {row["kind"]: row for row in api(None).get("/locations").json()["results"]}
    assert rows["municipality"] == {
        "id": str(city.pk), "kind": "municipality", "name": "Campinas", "state": "SP", "country": "BR", "ibge_code": "3509502",
        "latitude": -22.9053, "longitude": -47.0659, "parent": str(state.pk),
    }  # fmt: skip
    assert rows["country"]["parent"] is rows["country"]["state"] is rows["country"]["latitude"] is None
    assert rows["state"]["parent"] == str(country.pk)


def test_locations_are_filtered(api):
    MunicipalityFactory()
    StateFactory(state_code="PA", name="Pará", ibge_code="15")
    client = api(None)
    assert set(names(client.get("/locations?state=sp"))) == {"São Paulo", "Campinas"}
    assert names(client.get("/locations?state=SP&kind=municipality")) == ["Campinas"]
    assert names(client.get("/locations?search=para")) == ["Pará"]
    assert names(client.get("/locations?search=sao pau")) == ["São Paulo"]
    assert names(client.get("/locations?kind=country")) == ["Brasil"]


@pytest.mark.parametrize(
    ("path", "name"),
    [("/locations?kind=planet", "kind"), ("/locations?state=SPX", "state"), ("/locations?state=%00x", "state"), ("/locations?search=%00", "search"),
     ("/providers?search=%00", "search"), (f"/categories?search={'x' * 201}", "search")],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name(api, path, name):
    response = api(None).get(path)
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, name)
