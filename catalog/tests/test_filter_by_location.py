"""``location`` in the query and in the path: names, letters, countries and codes; a state finds what lies in it."""

from urllib.parse import quote

import pytest

from catalog.choices import LocationKind
from catalog.models import Location
from catalog.tests.factories import CountryFactory, DatasetFactory, MunicipalityFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    brazil, sao_paulo = CountryFactory(), StateFactory()
    para = StateFactory(state_code="PA", name="Pará", ibge_code="15", latitude="-3.79", longitude="-52.48")
    panama = CountryFactory(country_code="PA", name="Panamá")
    made = {
        "brasil": brazil,
        "sp": sao_paulo,
        "campinas": MunicipalityFactory(),
        "sao-paulo": MunicipalityFactory(
            ibge_code="3550308", name="São Paulo", latitude="-23.5329", longitude="-46.6395"
        ),
        "bom-jesus-pa": MunicipalityFactory(ibge_code="1501576", name="Bom Jesus", parent=para),
        "bom-jesus-sp": MunicipalityFactory(ibge_code="3599999", name="Bom Jesus"),
        "embu-guacu": MunicipalityFactory(ibge_code="3515103", name="Embu-Guaçu"),
        "para": para,
        "panama": panama,
    }
    for name, location in made.items():
        DatasetFactory(title=name, location=location)
    DatasetFactory(title="nowhere")
    return made


IN_SP = {"sp", "campinas", "sao-paulo", "bom-jesus-sp", "embu-guacu"}
IN_PA = {"para", "bom-jesus-pa"}
CASES = [
    ("Campinas", {"campinas"}),
    ("  cAmPiNaS ", {"campinas"}),
    ("3509502", {"campinas"}),
    ("Campinas/SP", {"campinas"}),
    ("Campinas (SP)", {"campinas"}),
    ("campinas - sp", {"campinas"}),
    ("Campinas, SP", {"campinas"}),
    ("Campinas/PA", set()),
    ("Bom Jesus", {"bom-jesus-pa", "bom-jesus-sp"}),
    ("Bom Jesus/PA", {"bom-jesus-pa"}),
    ("embu-guacu", {"embu-guacu"}),
    ("São Paulo", IN_SP),  # the state of that name, and so the city in it too
    ("sao paulo", IN_SP),
    ("SP", IN_SP),
    ("sp", IN_SP),
    ("35", IN_SP),
    ("Pará", IN_PA),
    ("pa", IN_PA | {"panama"}),  # letters of a state and of a country
    ("Brasil", IN_SP | IN_PA | {"brasil"}),
    ("BR", IN_SP | IN_PA | {"brasil"}),
    ("Atlantis", set()),
    ("ZZ", set()),
    ("9999999", set()),
    ("9" * 300, set()),
    ("Camp", set()),
    ("%", set()),
    ("_ampinas", set()),
    ("Campinas' OR 1=1", set()),
]


def titles(response):
    assert response.status_code == 200, response.content
    return {row["title"] for row in response.json()["results"]}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_place_finds_what_lies_in_it(api, places, text, expected):
    assert titles(api(None).get("/datasets", {"location": text})) == expected
    if "/" not in text:
        assert titles(api(None).get(f"/datasets/location/{quote(text)}")) == expected


def test_a_blank_parameter_is_none_and_a_blank_path_no_place(api, places):
    assert len(titles(api(None).get("/datasets?location="))) == 10
    assert len(titles(api(None).get("/datasets?location=%20"))) == 10
    assert titles(api(None).get("/datasets/location/%20")) == set()


def test_null_bytes_are_refused_by_name(api):
    response = api(None).get("/datasets?location=%00")
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "location")


def test_the_path_honours_the_other_filters_and_pages(api, places):
    client = api(None)
    assert titles(client.get("/datasets/location/SP?location=Campinas")) == {"campinas"}
    assert titles(client.get("/datasets/location/SP?location=Belem")) == set()
    assert titles(client.get("/datasets/location/SP?price_min=50")) == set()
    page = client.get("/datasets/location/SP?page_size=2&page=2&ordering=title").json()
    assert (page["count"], [row["title"] for row in page["results"]]) == (5, ["embu-guacu", "sao-paulo"])
    assert "/datasets/location/SP?" in page["next"]
    assert client.get("/datasets/location/SP?ordering=password").json()["errors"][0]["attr"] == "ordering"


def test_state_letters_belong_to_a_country(api, places):
    Location.objects.create(
        kind=LocationKind.STATE, name="Panamá Oeste", state_code="SP", country_code="PA", parent=places["panama"]
    )  # letters that Brazil uses too
    DatasetFactory(title="oeste", location=Location.objects.get(name="Panamá Oeste"))
    assert "oeste" in titles(api(None).get("/datasets/location/SP"))
    assert titles(api(None).get("/datasets", {"location": "Panamá"})) == {"panama", "oeste"}
