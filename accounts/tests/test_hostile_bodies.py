"""Whatever nobody, members and administrators send: 4xx, one error shape, nothing written. (Staff: nubo/tests.)"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from rest_framework.test import APIClient

from accounts.models import User
from accounts.tests.factories import PASSWORD, make_cnpj

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"\\u0000"', '"a\\u0000b"', '"\\ud800"', "1" * 400, "1" * 401, "1e400", "-1e400", '"' + "x" * 100_000 + '"', "[]", "[[]]", "{}", "null",
    '{"a": {"b": {"c": []}}}', "true", "-1", '""', '"\\u202e"', '["00000000-0000-0000-0000-000000000000"]',
]  # fmt: skip
BROKEN = [
    b"", b"{", b"[]", b"null", b'"x"', b"1", b"NaN", b'{"name": NaN}', b'{"name": Infinity}', b"\xff\xfe\x00", b'{"name":' * 3000, b"[" * 100_000,
    b'{"name": ' + b"9" * 5000 + b"}", b'{"name": "\xed\xa0\x80"}', b"\xef\xbb\xbf{}",
]  # fmt: skip

ROUTES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("nobody", "POST", "/accounts", {"name": "N", "email": "n@n.example", "identifying_code": make_cnpj(9), "phone": "1", "role": "customer",
        "address": {"city": "X", "country": "BR"}, "payment_terms": "prepaid", "net_days": None, "is_active": True,
        "admin": {"name": "N", "email": "a@n.example", "password": PASSWORD}}),
    ("nobody", "POST", "/users/authenticate", {"email": "n@n.example", "password": PASSWORD}),
    ("nobody", "POST", "/users/token/refresh", {"refresh": "x"}),
    ("admin", "POST", "/users", {"account": None, "role": "member", "name": "N", "email": "n@n.example", "picture": "", "external_token": None,
        "is_active": True, "password": PASSWORD}),
    ("admin", "PUT", "/users/{member}", {"account": None, "role": "member", "name": "N", "email": "n@n.example", "picture": "",
        "external_token": None, "is_active": True, "password": "short"}),
    ("member", "PATCH", "/users/me", {"name": "", "email": "", "picture": "x", "role": "admin", "account": None}),
    ("member", "POST", "/users/me/password", {"current_password": "x", "new_password": "another-9-battery"}),
    ("member", "POST", "/users/logout", {"refresh": "x"}),
    ("admin", "PUT", "/accounts/{account}", {"name": "", "email": "x", "identifying_code": "1", "address": {"state": "", "country": "br"}}),
]  # fmt: skip


def everything() -> dict[str, list[Any]]:
    own = list(apps.get_app_config("accounts").get_models())
    return {model._meta.label: sorted(map(repr, model._base_manager.values())) for model in own}


def fields(body: dict[str, Any]) -> list[tuple[str, ...]]:
    inner = [(name, key) for name, value in body.items() if isinstance(value, dict) for key in value]
    return [(name,) for name in body] + inner


def replaced(body: dict[str, Any], path: tuple[str, ...], raw: str) -> bytes:
    copy = json.loads(json.dumps(body))
    target = copy
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = "@@"
    return json.dumps(copy).replace('"@@"', raw).encode()


@pytest.mark.parametrize(("who", "method", "path", "body"), ROUTES, ids=[f"{r[1]} {r[2]}" for r in ROUTES])
def test_nothing_breaks_and_nothing_is_written(
    who: str, method: str, path: str, body: dict[str, Any], api: Callable[..., APIClient], admin: User, member: User
) -> None:
    client = api({"nobody": None, "admin": admin, "member": member}[who])
    client.raise_request_exception = False
    url = path.format(member=member.pk, account=admin.account_id)
    # Each body is one that is refused as it stands or after the change; accepted ones would be effects, not refusals.
    wrong = {**body, "name": "\0"} if "name" in body else body
    before = everything()
    for raw in [
        # An empty body is a PATCH of nothing, and fine.
        *(BROKEN[1:] if method == "PATCH" else BROKEN),
        *(replaced(wrong, field, text) for field in fields(wrong) for text in HOSTILE if field != ("name",)),
    ]:
        response = client.generic(method, url, raw, content_type="application/json")
        assert 400 <= response.status_code < 500, (raw[:100], response.content[:300])
        shape = json.loads(response.content)
        assert set(shape) == {"type", "errors"}
        assert all(set(error) == {"code", "detail", "attr"} for error in shape["errors"])
    assert everything() == before


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"],
)
def test_only_json_is_understood(api: Callable[..., APIClient], content_type: str) -> None:
    response = api().generic("POST", "/users/authenticate", b"email=a", content_type=content_type)
    assert response.status_code == 415


@pytest.mark.parametrize(
    "path", ["/users", "/users/me", "/users/authenticate", "/accounts", "/users/token/refresh", "/users/logout"]
)
def test_other_methods_are_refused(api: Callable[..., APIClient], staff: User, path: str) -> None:
    assert api(staff).delete(path).status_code == 405
    for person in (None, staff):
        assert api(person).options(path).status_code < 500
