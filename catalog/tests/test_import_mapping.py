"""Foreign columns become fields by a mapping; one that is wrong is refused before anything is imported."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from catalog.models import Dataset, Provider
from catalog.rules.imports import IMPORT_FIELDS
from catalog.rules.mappings import ColumnMapping, MappingError
from catalog.rules.tables import read_csv
from catalog.tests.real_data import REAL_DATA, needs_real_data

FIELDS = frozenset({"title", "location", "price", "tags"})
COLUMNS = ["city", "uf", "code", "type"]
EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "portais-de-dados-abertos.mapping.json"


def apply(fields, row, derive=None):
    spec = {"fields": fields} | ({"derive": derive} if derive else {})
    return ColumnMapping(spec, columns=COLUMNS, fields=FIELDS).apply(dict.fromkeys(COLUMNS, "") | row)


@pytest.mark.parametrize(
    ("rule", "row", "value"),
    [
        ("{city} ({uf})", {"city": " Campinas ", "uf": "SP"}, "Campinas (SP)"),
        ("{city} ({uf})", {"city": "Campinas"}, ""),
        ("always", {}, "always"),
        (["{code}", "{uf}"], {"uf": "SP", "code": "35"}, "35"),
        (["{code}", "{uf}"], {"uf": "SP"}, "SP"),
        (["{code}", "{uf}", "Brasil"], {}, "Brasil"),
        (
            {"template": "{type}", "lookup": {"A": "Portal de {city}"}},
            {"type": "A", "city": "Campinas"},
            "Portal de Campinas",
        ),
        ({"template": "{type}", "lookup": {"A": "x"}, "default": "outro"}, {"type": "B"}, "outro"),
        ({"template": "{type}", "lookup": {"A": "x"}, "default": "{uf}"}, {"uf": "SP"}, "SP"),
        ([{"template": "{type}", "lookup": {"A": "x"}}, "resto"], {"type": "B"}, "resto"),
        ("{city}", {"city": "{uf} %s {0.__class__}"}, "{uf} %s {0.__class__}"),
        ("{kind}", {"type": "A"}, "Portal"),
        ("{city}", {"city": None}, ""),
    ],
)
def test_rules(rule, row, value):
    assert apply(
        {"title": rule}, row, derive={"kind": {"template": "{type}", "lookup": {"A": "Portal"}, "default": ""}}
    ) == ({"title": value}, {})


def test_a_value_that_the_lookup_does_not_know_is_a_fault_of_the_row():
    found, wrong = apply(
        {"title": "{kind}", "price": {"template": "{uf}", "lookup": {}}},
        {"type": "B", "uf": "X"},
        {"kind": {"template": "{type}", "lookup": {}}},
    )
    assert (found, list(wrong)) == ({"title": ""}, ["kind", "price"])


@pytest.mark.parametrize(
    "spec",
    [
        None, [], {}, {"fields": []}, {"fields": {}, "other": 1}, {"fields": {"nonsense": "x"}}, {"fields": {"title": "{preco}"}}, {"fields": {"title": 1}},
        {"fields": {"title": []}}, {"fields": {"title": {}}}, {"fields": {"title": {"template": "x", "lokup": {}}}}, {"fields": {"title": "{city.x}"}},
        {"fields": {"title": {"template": 1}}}, {"fields": {"title": {"template": "x", "lookup": []}}}, {"fields": {"title": {"template": "x", "lookup": {"a": 1}}}},
        {"fields": {"title": {"template": "x", "default": 1}}}, {"fields": {"title": {"template": "x", "lookup": {"a": "{nope}"}}}},
        {"fields": {"title": "{later}"}, "derive": {"first": "{later}", "later": "x"}}, {"fields": {}, "derive": []}, {"fields": {"title": "{}"}},
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused(spec):
    with pytest.raises(MappingError):
        ColumnMapping(spec, columns=COLUMNS, fields=FIELDS)


@pytest.mark.django_db
def test_the_command_applies_it_and_names_lines(tmp_path):
    (tmp_path / "d.csv").write_text("cidade;tipo\nCampinas;A\nSantos;B\n", encoding="utf-8")
    mapping = {
        "fields": {"title": {"template": "{tipo}", "lookup": {"A": "Portal de {cidade}"}}, "provider": "{cidade}"}
    }
    (tmp_path / "map.json").write_text(json.dumps(mapping), encoding="utf-8")
    err = StringIO()
    with translation.override("en"), pytest.raises(CommandError):
        call_command(
            "import_datasets", tmp_path / "d.csv", "--map", tmp_path / "map.json", stdout=StringIO(), stderr=err
        )
    assert err.getvalue().strip().endswith("d.csv:3: title: the lookup has no entry for 'B'")
    assert [(d.title, d.provider.name) for d in Dataset.objects.all()] == [("Portal de Campinas", "Campinas")]


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["{", '{"fields": {"title": "{nope}"}}', "[" * 100_000])
def test_the_command_refuses_a_wrong_mapping_whole(tmp_path, content):
    (tmp_path / "d.csv").write_text("a\nb\n", encoding="utf-8")
    (tmp_path / "map.json").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=r"map\.json"):
        call_command("import_datasets", tmp_path / "d.csv", "--map", tmp_path / "map.json")


SAMPLE = """state_code,municipality_code,municipality,sphere,branch,url,type,notes
,,,federal,judiciary,https://dadosabertos.tse.jus.br/,PEDAG,
AC,1200401,Rio Branco,municipal,executive,http://transparencia.riobranco.example/,SPT,
AL,2704302,Maceió,municipal,legislative,http://www.maceio.example/,PTDAG,Nota
DF,,,state,executive,http://www.transparencia.example/,SPT,
"""


def test_the_documented_mapping_reads_well():
    table = read_csv(SAMPLE.encode())
    mapping = ColumnMapping(
        json.loads(EXAMPLE.read_text(encoding="utf-8")), columns=table.columns, fields=IMPORT_FIELDS
    )
    rows = [mapping.apply(row.cells) for row in table.rows]
    assert [wrong for _, wrong in rows] == [{}] * 4
    assert [(fields["title"], fields["provider"], fields["location"]) for fields, _ in rows] == [
        ("Portal de dados abertos do Tribunal Superior Eleitoral", "Tribunal Superior Eleitoral", "Brasil"),
        ("Portal da transparência de Rio Branco (AC)", "Município de Rio Branco (AC)", "1200401"),
        (
            "Portal da transparência com dados abertos da Câmara Municipal de Maceió (AL)",
            "Câmara Municipal de Maceió (AL)",
            "2704302",
        ),
        ("Portal da transparência do Distrito Federal (DF)", "Distrito Federal", "DF"),
    ]
    assert rows[2][0]["description"].endswith("Endereço: http://www.maceio.example/\n\nNota")


@needs_real_data
@pytest.mark.django_db
def test_the_real_portals_are_imported_and_found_by_place(api):
    call_command(
        "load_locations",
        "--states",
        REAL_DATA / "estados.csv",
        "--municipalities",
        REAL_DATA / "municipios.csv",
        stdout=StringIO(),
    )

    def run(*options: str) -> str:
        out = StringIO()
        with translation.override("en"):
            call_command(
                "import_datasets",
                REAL_DATA / "portais-de-dados-abertos.csv",
                "--map",
                EXAMPLE,
                "--publish",
                *options,
                stdout=out,
            )
        return out.getvalue().strip()

    assert run("--dry-run") == "183 created, 0 updated, 0 unchanged, 0 refused. Dry run: nothing was written."
    assert Provider.objects.count() == 0
    assert run() == "183 created, 0 updated, 0 unchanged, 0 refused."
    assert run() == "0 created, 0 updated, 183 unchanged, 0 refused."
    client = api(None)
    counts = {
        place: client.get(f"/datasets/location/{place}").json()["count"]
        for place in ("Rio Branco", "rio branco", "1200401", "AC", "Acre", "12", "SP", "Brasil")
    }
    assert counts == {
        "Rio Branco": 1,
        "rio branco": 1,
        "1200401": 1,
        "AC": 2,
        "Acre": 2,
        "12": 2,
        "SP": 29,
        "Brasil": 183,
    }
    assert client.get("/datasets?search=maceio+camara").json()["count"] == 1
