"""``manage.py import_datasets``: creates and updates by slug, once; each refused row by line, field and reason."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from catalog.models import Category, Dataset, Provider, Source, Tag
from catalog.tests.factories import DatasetFactory, MunicipalityFactory, StateFactory

pytestmark = pytest.mark.django_db

HEADER = "slug,title,description,provider,category,tags,location,price,monthly_price,currency,licence,update_frequency,source_url\n"
ROW = 'chuva,Chuva,"Em milímetros,\npor dia",INMET,Clima,chuva;série histórica,Campinas/SP,"49,90",,BRL,CC0,daily,https://dados.example/\n'


class Result:
    def __init__(self, out: str, err: str, refused: str) -> None:
        self.summary, self.errors, self.refused = out.strip(), err.strip().splitlines(), refused


@pytest.fixture
def run(tmp_path):
    def call(content: str | bytes, *options: str, name: str = "dados.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err, refused = StringIO(), StringIO(), ""
        with translation.override("en"):
            try:
                call_command("import_datasets", str(path), *options, stdout=out, stderr=err)
            except CommandError as error:
                refused = str(error).replace(str(tmp_path), "")
        return Result(out.getvalue(), err.getvalue().replace(str(tmp_path) + "/", ""), refused)

    return call


def test_a_row_becomes_a_dataset_with_all_it_names(run, api):
    place = MunicipalityFactory()
    assert run(HEADER + ROW, "--publish").summary == "1 created, 0 updated, 0 unchanged, 0 refused."
    body = api(None).get("/datasets/location/3509502").json()["results"][0]
    assert {name: body[name] for name in ("slug", "title", "description", "category", "tags", "price", "monthly_price", "licence", "status")} == {
        "slug": "chuva", "title": "Chuva", "description": "Em milímetros,\npor dia", "category": "clima", "tags": ["chuva", "serie-historica"],
        "price": "49.90", "monthly_price": None, "licence": "CC0", "status": "published",
    }  # fmt: skip
    assert body["provider"]["name"] == "INMET"
    dataset = Dataset.objects.get()
    assert (dataset.source.url, dataset.source.location, dataset.location) == ("https://dados.example/", place, place)


def test_a_second_time_nothing_changes_and_a_change_is_an_update(run):
    MunicipalityFactory()
    run(HEADER + ROW, "--publish")
    before, histories = Dataset.objects.values().get(), Dataset.history.count()
    assert run(HEADER + ROW, "--publish").summary == "0 created, 0 updated, 1 unchanged, 0 refused."
    assert (Dataset.objects.values().get(), Dataset.history.count()) == (before, histories)
    assert (
        run(HEADER + ROW.replace("49,90", "59.90").replace("chuva;", "")).summary
        == "0 created, 1 updated, 0 unchanged, 0 refused."
    )
    dataset = Dataset.objects.get()
    assert (str(dataset.price), [tag.slug for tag in dataset.tags.all()], dataset.status) == (
        "59.90",
        ["serie-historica"],
        "published",
    )


def test_a_missing_column_stays_and_an_empty_cell_clears(run):
    run("slug,title,provider,price,licence,tags\nchuva,Chuva,INMET,10,MIT,a\n")
    run("slug,licence,tags,title,provider\nchuva,,,,\n")
    dataset = Dataset.objects.get()
    assert (dataset.title, dataset.provider.name, str(dataset.price), dataset.licence, dataset.tags.count()) == (
        "Chuva",
        "INMET",
        "10.00",
        "",
        0,
    )


def test_the_slug_is_made_of_the_title(run):
    assert run("title,provider\nChuva em São Paulo,INMET\n").summary.startswith("1 created")
    assert run("title,provider,price\nChuva em São Paulo,INMET,1\n").summary.startswith("0 created, 1 updated")
    assert Dataset.objects.get().slug == "chuva-em-sao-paulo"


def test_a_provider_is_named_in_the_row_or_by_option_and_made_once(run):
    assert run("title\nA\n").errors == ["dados.csv:2: provider: A provider is named in the row or with --provider."]
    run("title,provider\nA,\nB,IBGE\nC,\n", "--provider", "INMET")
    assert {d.title: d.provider.name for d in Dataset.objects.select_related("provider")} == {
        "A": "INMET",
        "B": "IBGE",
        "C": "INMET",
    }
    assert Provider.objects.count() == 2
    # The option is for new datasets: it does not move those that have a provider.
    run("title,provider,price\nB,,1\n", "--provider", "INMET")
    assert Dataset.objects.get(title="B").provider.name == "IBGE"


def test_a_dry_run_reports_and_writes_nothing(run):
    content = "title,provider,tags,category\nA,INMET,x,Clima\nB,,x,Clima\n"
    result = run(content, "--dry-run")
    assert result.summary == "1 created, 0 updated, 0 unchanged, 1 refused. Dry run: nothing was written."
    assert result.errors == ["dados.csv:3: provider: A provider is named in the row or with --provider."]
    assert [model.objects.count() for model in (Dataset, Provider, Tag, Category, Source)] == [0] * 5
    assert Dataset.history.count() == 0


BAD = [
    ("price", "abc", "price"), ("price", "1.234", "price"), ("price", "-1", "price"), ("monthly_price", "1e5", "monthly_price"), ("currency", "XQX", "currency"),
    ("location", "Atlantis", "location"), ("location", "Bom Jesus", "location"), ("update_frequency", "sometimes", "update_frequency"),
    ("status", "sold", "status"), ("status", "retired", "status"), ("source_url", "not a url", "source_url"), ("source_url", "ftp:/x", "source_url"),
    ("title", "x" * 201, "title"), ("slug", "Não Pode", "slug"), ("slug", "x" * 201, "slug"), ("tags", "!!!", "tags"), ("tags", "x" * 61, "tags"),
    ("description", "a\0b", "description"), ("description", "x" * 20_001, "description"), ("licence", "x" * 101, "licence"), ("category", "x" * 101, "category"),
    ("provider", "x" * 201, "provider"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "field"), BAD, ids=[f"{column}-{value[:10]!r}" for column, value, _ in BAD]
)
def test_a_bad_row_is_refused_by_line_and_field_and_the_others_are_imported(run, column, value, field):
    MunicipalityFactory(ibge_code="3599999", name="Bom Jesus")
    MunicipalityFactory(
        ibge_code="1501576", name="Bom Jesus", parent=StateFactory(state_code="PA", name="Pará", ibge_code="15")
    )
    cells = {
        "title": "Ruim",
        "provider": "Novo",
        "tags": "nova",
        "category": "Nova",
        "source_url": "https://x.example/",
        column: value,
    }
    good = dict.fromkeys(cells, "") | {"title": "Boa", "provider": "INMET"}
    text = ",".join(cells) + "\n" + ",".join(good.values()) + "\n" + ",".join(cells.values()) + "\n"
    result = run(text)
    assert result.summary == "1 created, 0 updated, 0 unchanged, 1 refused."
    assert result.refused == "Rows were refused: 1."
    assert [line.split(": ")[:2] for line in result.errors] == [["dados.csv:3", field]], result.errors
    assert [model.objects.count() for model in (Dataset, Provider, Tag, Category, Source)] == [1, 1, 0, 0, 0]


def test_every_fault_of_a_row_is_named(run):
    assert [line.split(": ")[:2] for line in run("title,price,status\n,x,sold\n").errors] == [
        ["dados.csv:2", "price"],
        ["dados.csv:2", "status"],
    ]


def test_two_rows_for_one_dataset_are_refused(run):
    result = run("title,provider,price\nChuva,INMET,1\nSol,INMET,1\nchuva!,INMET,2\n")
    assert result.errors == ["dados.csv:4: slug: Line 2 has the same slug, chuva."]
    assert {d.slug: str(d.price) for d in Dataset.objects.all()} == {"chuva": "1.00", "sol": "1.00"}


def test_lines_are_counted_through_quoted_and_empty_ones(run):
    assert [e.split(": ")[0] for e in run('title,provider\n"a\nb",INMET\n\nc\nd,INMET,extra\n').errors] == [
        "dados.csv:5",
        "dados.csv:6",
    ]


def test_publish_spares_what_staff_retired(run):
    DatasetFactory(slug="velho", title="Velho", status="retired")
    DatasetFactory(slug="novo", title="Novo", status="draft", published_at=None)
    run("slug,price\nvelho,1\nnovo,1\n", "--publish")
    assert {d.slug: d.status for d in Dataset.objects.all()} == {"velho": "retired", "novo": "published"}


def test_a_status_that_may_not_follow_is_refused(run):
    DatasetFactory(slug="novo", status="draft", published_at=None)
    assert [e.split(": ")[:2] for e in run("slug,status\nnovo,retired\n").errors] == [["dados.csv:2", "status"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiters_encodings_and_line_ends(run, delimiter, encoding, newline):
    lines = [["title", "provider", "description"], ["Água", "Órgão", '"a, b; c"'], ["Sol", "Órgão", ""]]
    assert run(newline.join(delimiter.join(line) for line in lines).encode(encoding)).summary.startswith("2 created")
    assert set(Dataset.objects.values_list("title", "provider__name", "description")) == {
        ("Água", "Órgão", "a, b; c"),
        ("Sol", "Órgão", ""),
    }


def test_json_is_read_too(run):
    MunicipalityFactory()
    rows = [
        {
            "title": "Chuva",
            "provider": "INMET",
            "price": 49.9,
            "monthly_price": None,
            "tags": ["a", "b"],
            "location": 3509502,
        },
        {"title": "Sol", "provider": "INMET", "price": "1,50", "tags": "a, c"},
        {"title": ["x"], "provider": {"a": 1}, "price": True, "tags": [None, {}]},
    ]
    for content in (json.dumps(rows, indent=1), json.dumps({"datasets": rows}, indent=1)):
        result = run(content, name="dados.json")
        assert [line.split(": ")[1] for line in result.errors] == ["title", "provider", "price", "tags"]
    assert result.summary == "0 created, 0 updated, 2 unchanged, 1 refused."
    assert {d.title: (str(d.price), d.tags.count()) for d in Dataset.objects.all()} == {
        "Chuva": ("49.90", 2),
        "Sol": ("1.50", 2),
    }


def test_json_rows_are_named_by_line(run):
    content = '[\n {"title": "A", "provider": "X"},\n\n {"title": "B",\n  "price": "x"}\n, {"price": 1}]'
    assert [e.split(": ")[0] for e in run(content, name="dados.json").errors] == ["dados.json:4", "dados.json:6"]


@pytest.mark.parametrize(
    ("content", "options", "name", "said"),
    [
        ("", (), "d.csv", "header"), ("title,title\n", (), "d.csv", "title"), ("title,preco\n", (), "d.csv", "preco"), ('title\n"a', (), "d.csv", "line 2"),
        ("title\nA\n", (), "d.xlsx", "--format"), ("{}", (), "d.json", "list"), ("[1]", (), "d.json", "line 1"), ("[{}", (), "d.json", "line 1"),
        ('[{"title": NaN}]', (), "d.json", "JSON"), ("[" * 100_000, (), "d.json", "JSON"), ('[{"title": "a"} {"title": "b"}]', (), "d.json", "comma"),
        ("title\nA\n", ("--map", "/nowhere.json"), "d.csv", "nowhere"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(run, content, options, name, said):
    assert said in run(content, *options, name=name).refused
    assert Dataset.objects.count() == 0


def test_the_format_can_be_said(run):
    assert run("title,provider\nA,X\n", "--format", "csv", name="dados.dat").summary.startswith("1 created")
