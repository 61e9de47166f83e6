"""Nothing that anyone sends is answered with 500, and what is refused writes nothing: every route, every field."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from rest_framework.test import APIClient

from accounts.models import User
from nubo.tests.test_audiences import ROWS, Body, World, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db

#: In place of each field in turn. Raw JSON text, since some of it no Python value renders to.
HOSTILE = [
    'null', 'true', '-1', '0', '1e400', '1' * 401, '1' * 60, '0.001', '"NaN"', '"Infinity"', '""', '" "', '[]', '{}', '[[1]]', '[null]',
    '{"a": {"b": []}}', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"' + 'x' * 100_000 + '"', '"not-a-uuid"',
    '"00000000-0000-0000-0000-000000000000"', '["00000000-0000-0000-0000-000000000000"]', '"0001-01-01"', '"9999-12-31"', '"2026-02-30"',
    '"<script>alert(1)</script>"', '"\\u202e\\u200b"', '["a", 1, null, {"b": "\\u0000"}]',
]  # fmt: skip

#: In place of the whole body.
BROKEN = [
    b"", b"{", b"null", b"[]", b'"text"', b"1", b"NaN", b'{"a": NaN}', b'{"a": Infinity}', b"\xff\xfe", b"{" + b'"a":{' * 5000,
    b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b'{"a": "\\ud800"}', b"{'a': 1}", b'{"a": 1,}', b"\xef\xbb\xbf{}",
]  # fmt: skip

QUERIES = [
    "page=0", "page=-1", "page=abc", "page=" + "9" * 400, "page=1e3", "page=10000000", "page_size=0", "page_size=-5", "page_size=x",
    "page_size=" + "9" * 50, "page=%00", "search=%00", "search=%ed%a0%80", "search=" + "x" * 5000, "search=%25_%5C", "ordering=password",
    "ordering=price,-title,,", "location=%00", "location=" + "9" * 400, "near=1", "near=a,b", "near=nan,nan", "near=91,0", "near=0,0&radius_km=-1",
    "near=0,0&radius_km=1e400", "radius_km=5", "bbox=1,2,3", "bbox=nan,0,1,1", "bbox=-200,0,1,1", "bbox=0,10,1,5", "price_min=NaN", "price_min=1e400",
    "price_min=" + "9" * 400, "price_max=-1", "price_min=abc", "price_min=10&price_max=5", "free=maybe", "sold=x", "category=%00", "tag=%00",
    "provider=x", "account=x", "account=%00", "status=x", "issued_from=x", "issued_from=0001-01-01", "due_to=99999-01-01", "issued_from=2026-02-30",
    "issued_from=2026-02-01&issued_to=2026-01-01", "number=%00", "dataset=x", "kind=x", "state=%00", "role=x", "is_active=x", "when=yesterday", "format=xml",
]  # fmt: skip

WRITES = [row for row in ROWS if row[0] in {"POST", "PUT", "PATCH"}]
READS = [row for row in ROWS if row[0] in {"GET", "DELETE"}]


def everything() -> dict[str, int]:
    """Rows per table of ours; sign-in attempts and tokens are not effects of a refusal."""
    own = [m for m in apps.get_models() if m._meta.app_label in {"accounts", "catalog", "billing", "shared"}]
    return {m._meta.label: m._base_manager.count() for m in own}


def send_and_roll_back(client: APIClient, method: str, url: str, raw: bytes, **headers: Any) -> int:
    """The status; an accepted request is undone, so that what remains is what refused ones wrote."""
    with transaction.atomic():
        response = client.generic(method, url, raw, content_type="application/json", **headers)
        assert response.status_code < 500, (method, url, raw[:200], response.content[:500])
        if response.status_code < 400:
            transaction.set_rollback(True)
        else:
            shape = json.loads(response.content)
            assert set(shape) == {"type", "errors"}, (url, shape)
            assert all(set(error) == {"code", "detail", "attr"} for error in shape["errors"])
    return response.status_code


def fields_of(body: dict[str, Any], path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    for key, value in body.items():
        found.append((*path, key))
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        if isinstance(inner, dict):
            found += fields_of(inner, (*path, key, 0) if isinstance(value, list) else (*path, key))
    return found


def with_hostile(body: dict[str, Any], path: tuple[Any, ...], raw: str) -> bytes:
    changed = copy.deepcopy(body)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "@@hostile@@"
    return json.dumps(changed).replace('"@@hostile@@"', raw).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("method", "path", "body"), [(m, p, b) for m, _, p, _, b in WRITES], ids=[f"{r[0]} {r[2]}" for r in WRITES]
)
def test_no_field_breaks_a_write(
    method: str, path: str, body: Body, world: World, staff: User, api: Callable[..., APIClient]
) -> None:
    client = api(staff)
    client.raise_request_exception = False
    url = path.format(**world.values, quiet_account=world.quiet_account.pk)
    good = body(world) if body else {}
    before = everything()
    for raw in BROKEN:
        send_and_roll_back(client, method, url, raw)
    for field_path in fields_of(good):
        for raw in HOSTILE:
            send_and_roll_back(client, method, url, with_hostile(good, field_path, raw))
    for key in ("", " ", "x" * 300, "é", "a\tb"):
        send_and_roll_back(client, method, url, json.dumps(good).encode(), HTTP_IDEMPOTENCY_KEY=key)
    assert everything() == before


@pytest.mark.parametrize(("method", "path"), [(r[0], r[2]) for r in READS], ids=[f"{r[0]} {r[2]}" for r in READS])
def test_no_parameter_breaks_a_read(
    method: str, path: str, world: World, staff: User, api: Callable[..., APIClient]
) -> None:
    client = api(staff)
    client.raise_request_exception = False
    url = path.format(**world.values, quiet_account=world.quiet_account.pk)
    before = everything()
    for query in QUERIES:
        send_and_roll_back(client, method, f"{url}?{query}", b"")
    assert everything() == before


@pytest.mark.parametrize(
    "segment", ["%00", "%ed%a0%80", "x" * 2000, "%2e%2e", "'", "%25", "9" * 400, "-", "1-2-3", "NaN", "%E2%80%AE"]
)
@pytest.mark.parametrize(
    "route", ["/users/{}", "/users/email/{}", "/users/account/{}", "/accounts/{}", "/accounts/email/{}", "/datasets/{}", "/datasets/location/{}",
              "/datasets/price/{}", "/products/{}", "/transactions/{}", "/transactions/account/{}", "/subscriptions/{}", "/subscriptions/account/{}",
              "/invoices/{}", "/invoices/account/{}", "/nothing/{}"],
)  # fmt: skip
def test_no_path_breaks_a_route(route: str, segment: str, staff: User, api: Callable[..., APIClient]) -> None:
    client = api(staff)
    client.raise_request_exception = False
    for method in ("GET", "PUT", "DELETE", "POST"):
        status = send_and_roll_back(client, method, route.format(segment), b"{}")
        assert status < 500
