"""``manage.py load_locations``: all or nothing, again without effect, and each bad row by file, line and column."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from catalog.models import Location
from catalog.tests.factories import DatasetFactory, MunicipalityFactory
from catalog.tests.real_data import REAL_DATA, needs_real_data

pytestmark = pytest.mark.django_db

STATES = "\ufeffcodigo_uf,uf,nome,latitude,longitude,regiao\n35,SP,São Paulo,-22.19,-48.79,Sudeste\n12,AC,Acre,-8.77,-70.55,Norte\n"
MUNICIPALITIES = (
    "codigo_ibge,nome,latitude,longitude,capital,codigo_uf\n"
    "3509502,Campinas,-22.9053,-47.0659,0,35\n1200401,Rio Branco,-9.97499,-67.8243,1,12\n"
)


@pytest.fixture
def load(tmp_path):
    def run(states: str | bytes = STATES, municipalities: str | bytes = MUNICIPALITIES) -> str:
        for name, content in {"estados.csv": states, "municipios.csv": municipalities}.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        with translation.override("en"):
            call_command(
                "load_locations", "--states", str(tmp_path / "estados.csv"), "--municipalities", str(tmp_path / "municipios.csv"), stdout=out
            )  # fmt: skip
        return out.getvalue().strip()

    return run


def test_places_lie_in_one_another(load):
    assert load() == "2 states and 2 municipalities read: 5 created, 0 updated, 0 unchanged."
    campinas = Location.objects.get(ibge_code="3509502")
    assert (campinas.kind, campinas.name, campinas.search_name, campinas.state_code, campinas.country_code) == (
        "municipality", "Campinas", "campinas", "SP", "BR",
    )  # fmt: skip
    assert (campinas.latitude, campinas.longitude) == (Decimal("-22.90530"), Decimal("-47.06590"))
    assert (campinas.parent.name, campinas.parent.search_name, campinas.parent.parent.name) == (
        "São Paulo",
        "sao paulo",
        "Brasil",
    )
    for location in Location.objects.all():
        location.full_clean()


def test_a_second_time_changes_nothing(load):
    load()
    before = list(Location.objects.order_by("pk").values())
    assert load() == "2 states and 2 municipalities read: 0 created, 0 updated, 5 unchanged."
    assert list(Location.objects.order_by("pk").values()) == before


def test_what_is_different_is_changed_and_what_is_missing_stays(load):
    load()
    campinas = Location.objects.get(ibge_code="3509502")
    dataset = DatasetFactory(location=campinas)
    changed = MUNICIPALITIES.replace("Campinas,-22.9053", "Câmpinas,-22.9").replace(
        "1200401,Rio Branco,-9.97499,-67.8243,1,12\n", ""
    )
    assert load(municipalities=changed) == "2 states and 1 municipalities read: 0 created, 1 updated, 3 unchanged."
    dataset.refresh_from_db()
    after = dataset.location
    assert (after.pk, after.name, after.search_name, after.latitude) == (
        campinas.pk,
        "Câmpinas",
        "campinas",
        Decimal("-22.90000"),
    )
    assert after.updated_at > campinas.updated_at
    assert Location.objects.filter(name="Rio Branco").exists()


def test_places_made_by_hand_are_known_by_their_code(load):
    pk = MunicipalityFactory(name="campinas").pk
    assert load() == "2 states and 2 municipalities read: 2 created, 1 updated, 2 unchanged."
    assert Location.objects.get(ibge_code="3509502").pk == pk


def test_offices_publish_latin_1_semicolons_and_decimal_commas(load):
    text = "código_ibge;nome;latitude;longitude\n3509502;Santa Bárbara d'Oeste;-22,9053;-47,0659\n"
    load(municipalities=text.encode("latin-1"))
    assert Location.objects.get(ibge_code="3509502").name == "Santa Bárbara d'Oeste"


BAD_MUNICIPALITIES = [
    ("350950,X,1,1,0,35", "codigo_ibge"), ("35x9502,X,1,1,0,35", "codigo_ibge"), ("9909502,X,1,1,0,99", "codigo_ibge"),
    ("3509502,X,1,1,0,35", "codigo_ibge"), ("3509999,,1,1,0,35", "nome"), (f"3509999,{'x' * 121},1,1,0,35", "nome"), ("3509999,a\0b,1,1,0,35", "nome"),
    ("3509999,X,91,1,0,35", "latitude"), ("3509999,X,NaN,1,0,35", "latitude"), ("3509999,X,,1,0,35", "latitude"), ("3509999,X,1e1,1,0,35", "latitude"),
    ("3509999,X,1,-181,0,35", "longitude"), ("3509999,X,1,1,0,12", "codigo_uf"), ("3509999", "codigo_uf"), ("3509999,X,1,1,0,35,9,9", "more cells"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "named"), BAD_MUNICIPALITIES, ids=[named + str(n) for n, (_, named) in enumerate(BAD_MUNICIPALITIES)]
)
def test_a_bad_row_is_named_and_nothing_is_loaded(load, line, named):
    with pytest.raises(CommandError) as refusal:
        load(municipalities=MUNICIPALITIES + "\n" + line + "\n")
    first, last = str(refusal.value).splitlines()
    assert "municipios.csv:5: " in first
    assert named in first
    assert last == "Nothing was loaded."
    assert Location.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("1,MG,X,1,1,x", "codigo_uf"),
        ("31,M,X,1,1,x", "uf"),
        ("31,SP,X,1,1,x", "uf"),
        ("35,MG,X,1,1,x", "codigo_uf"),
        ("31,MG,X,1,200,x", "longitude"),
    ],
)
def test_a_bad_state_is_named_and_nothing_is_loaded(load, line, named):
    with pytest.raises(CommandError, match=f"estados.csv:4: {named}: "):
        load(states=STATES + line)
    assert Location.objects.count() == 0


def test_every_bad_row_is_named(load):
    with pytest.raises(CommandError) as refusal:
        load(municipalities=MUNICIPALITIES + "1,X,1,1,0,35\n" * 30)
    lines = str(refusal.value).splitlines()
    assert (lines[0].split(":")[1], lines[19].split(":")[1], lines[20]) == ("4", "23", "… and 10 more")


@pytest.mark.parametrize("content", ["", "\n", "a,b\n1,2\n", "a,a\n", '"'])
def test_a_file_of_another_kind_is_refused(load, content):
    with pytest.raises(CommandError, match=r"municipios\.csv"):
        load(municipalities=content)
    assert Location.objects.count() == 0


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        call_command(
            "load_locations",
            "--states",
            str(tmp_path / "nowhere.csv"),
            "--municipalities",
            str(tmp_path / "nowhere.csv"),
        )


@needs_real_data
def test_the_real_files(django_assert_max_num_queries):
    def run():
        out = StringIO()
        with translation.override("en"), django_assert_max_num_queries(120):
            call_command(
                "load_locations",
                "--states",
                REAL_DATA / "estados.csv",
                "--municipalities",
                REAL_DATA / "municipios.csv",
                stdout=out,
            )
        return out.getvalue().strip()

    assert run() == "27 states and 5571 municipalities read: 5599 created, 0 updated, 0 unchanged."
    assert run() == "27 states and 5571 municipalities read: 0 created, 0 updated, 5599 unchanged."
    assert Location.objects.at_place("SP").count() == 646
    assert Location.objects.at_place("Brasil").count() == 5599
