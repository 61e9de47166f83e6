"""The committed OpenAPI file is the API's review copy: it must be what the code says, without a warning.

After a change on purpose: ``python3 dev.py manage spectacular --lang en --file docs/openapi.yaml``.
"""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    flags = ("--lang", "en", "--validate", "--fail-on-warn")
    call_command("spectacular", *flags, "--file", str(target), stdout=StringIO(), stderr=StringIO())
    return target.read_text()


def test_the_committed_schema_is_current(generated: str) -> None:
    assert COMMITTED.read_text() == generated


def test_it_is_openapi_3_1(generated: str) -> None:
    assert yaml.safe_load(generated)["openapi"].startswith("3.1")


def test_every_operation_says_what_it_does_and_how_it_refuses(generated: str) -> None:
    schema = yaml.safe_load(generated)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            assert operation.get("summary"), where
            assert operation.get("tags"), where
            assert any(status.startswith("2") for status in operation["responses"]), where
            if path.startswith("/health"):
                continue
            for status in ("400", "404", "429"):
                assert status in operation["responses"], f"{where} {status}"


@pytest.mark.django_db
def test_schema_and_both_pages_are_served_without_any_outside_address() -> None:
    client = Client()
    assert client.get("/schema").status_code == 200
    assert yaml.safe_load(BytesIO(client.get("/schema").content))["openapi"].startswith("3.1")
    for page in ("/docs", "/docs/redoc"):
        response = client.get(page)
        assert response.status_code == 200
        html = response.content.decode()
        assert "https://" not in html
        assert "<style" not in html
        assert "<script>" not in html
