"""The shapes that the frontend and buyers' programs rely on: exact keys in exact order, money as strings, instants in UTC."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings
from rest_framework.test import APIClient

from accounts.models import User
from accounts.tests.factories import PASSWORD
from nubo.tests.test_audiences import World, purchase_body, subscription_body, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db

USER = ["id", "account", "role", "name", "email", "picture", "external_token", "is_active", "created_at", "updated_at"]
ADDRESS = ["street", "number", "complement", "district", "city", "state", "postal_code", "country"]
ACCOUNT = [
    "id", "name", "email", "identifying_code", "role", "phone", "address", "payment_terms", "net_days", "is_active",
    "created_at", "updated_at",
]  # fmt: skip
DATASET = [
    "id", "title", "slug", "description", "category", "tags", "provider", "location", "price", "monthly_price", "currency", "licence",
    "update_frequency", "status", "published_at", "created_at", "updated_at",
]  # fmt: skip
PLACE = ["id", "name", "state", "country", "ibge_code", "latitude", "longitude"]
TRANSACTION = [
    "id",
    "account",
    "user",
    "kind",
    "status",
    "currency",
    "total",
    "items",
    "invoice",
    "subscriptions",
    "created_at",
]
SUBSCRIPTION = [
    "id", "account", "dataset", "product", "status", "price", "currency", "anchor_day", "start_date", "end_date", "current_period",
    "next_billing_on", "cancel_at_period_end", "created_at", "updated_at",
]  # fmt: skip
INVOICE = [
    "id", "account", "transaction", "number", "status", "currency", "subtotal", "total", "amount_due", "issued_on", "due_on", "period",
    "lines", "created_at",
]  # fmt: skip
LINE = ["id", "description", "dataset", "subscription", "quantity", "unit_price", "amount", "period"]
ENVELOPE = ["count", "next", "previous", "results"]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/users/{member}", USER), ("/users/me", USER), ("/accounts/{account}", ACCOUNT), ("/datasets/{dataset}", DATASET),
        ("/transactions/{transaction}", TRANSACTION), ("/subscriptions/{subscription}", SUBSCRIPTION), ("/invoices/{invoice}", INVOICE),
    ],
)  # fmt: skip
def test_an_object_has_exactly_these_keys(
    path: str, keys: list[str], world: World, staff: User, api: Callable[..., APIClient]
) -> None:
    assert list(api(staff).get(path.format(**world.values)).json()) == keys


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/users/account/{account}", USER), ("/accounts", ACCOUNT), ("/datasets", DATASET), ("/datasets/location/Campinas", DATASET),
        ("/datasets/price/1-", DATASET), ("/transactions", TRANSACTION), ("/transactions/account/{account}", TRANSACTION),
        ("/subscriptions", SUBSCRIPTION), ("/subscriptions/account/{account}", SUBSCRIPTION), ("/invoices", INVOICE),
        ("/invoices/account/{account}", INVOICE), ("/categories", None), ("/locations", None), ("/providers", None), ("/products", None),
    ],
)  # fmt: skip
def test_a_list_has_the_envelope(
    path: str, keys: list[str] | None, world: World, staff: User, api: Callable[..., APIClient]
) -> None:
    client = api(staff)
    client.patch(f"/datasets/{world.values['wanted']}", {"location": str(world.values["place"])}, format="json")
    body = client.get(path.format(**world.values)).json()
    assert list(body) == ENVELOPE
    assert body["results"], path
    if keys:
        assert list(body["results"][0]) == keys


def test_nested_shapes(world: World, staff: User, api: Callable[..., APIClient]) -> None:
    client = api(staff)
    dataset = client.patch(
        f"/datasets/{world.values['wanted']}", {"location": str(world.values["place"])}, format="json"
    ).json()
    assert list(dataset["provider"]) == ["id", "name"]
    assert list(dataset["location"]) == PLACE
    assert dataset["location"]["state"] == "SP"
    assert dataset["location"]["country"] == "BR"
    assert dataset["location"]["ibge_code"] == "3509502"
    assert list(client.get(f"/accounts/{world.account.pk}").json()["address"]) == ADDRESS
    transaction = client.get(f"/transactions/{world.values['transaction']}").json()
    assert list(transaction["invoice"]) == ["id", "number", "status", "total", "due_on"]
    assert set(transaction["items"][0]) >= {"id", "dataset", "description", "unit_price"}
    subscription = client.get(f"/subscriptions/{world.values['subscription']}").json()
    assert list(subscription["current_period"]) == ["start", "end"]
    invoice = client.get(f"/invoices/{world.values['invoice']}").json()
    assert list(invoice["lines"][0]) == LINE
    month = client.get(f"/subscriptions/account/{world.account.pk}/month/2026-03").json()
    assert set(month) == {*ENVELOPE, "month", "currency", "total"}
    assert month["month"] == "2026-03"


def test_signing_in_answers_tokens_and_the_person(world: World, member: User, api: Callable[..., APIClient]) -> None:
    body = (
        api(None)
        .post("/users/authenticate", {"email": member.email.upper(), "password": PASSWORD}, format="json")
        .json()
    )
    assert set(body) == {"access", "refresh", "user"}
    assert body["user"] == {
        "id": str(member.pk), "name": "Mauro", "email": member.email, "role": "member", "account": str(world.account.pk), "is_staff": False,
    }  # fmt: skip


def test_buying_and_subscribing_answer_as_documented(world: World, admin: User, api: Callable[..., APIClient]) -> None:
    bought = api(admin).post("/transactions", purchase_body(world), format="json").json()
    assert list(bought) == TRANSACTION
    assert bought["subscriptions"] == []
    subscribed = api(admin).post("/subscriptions", subscription_body(world), format="json").json()
    assert set(subscribed) == {*SUBSCRIPTION, "transaction"}
    assert list(subscribed["transaction"]) == TRANSACTION
    assert subscribed["transaction"]["subscriptions"] == [subscribed["id"]]


MONEY = {"price", "monthly_price", "total", "subtotal", "amount", "amount_due", "unit_price"}


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from walk(inner, inner_key)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, key)
    else:
        yield key, value


def test_money_is_a_string_with_two_decimals_and_instants_are_utc(
    world: World, staff: User, api: Callable[..., APIClient]
) -> None:
    seen = set()
    for path in ("/datasets", "/transactions", "/subscriptions", "/invoices", "/products"):
        for key, value in walk(api(staff).get(path).json()):
            if key in MONEY and value is not None:
                assert re.fullmatch(r"\d+\.\d\d", value), (path, key, value)
                seen.add(key)
            if key.endswith("_at") and value is not None:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value), (path, key, value)
    assert seen == MONEY


def test_a_refusal_has_the_one_shape_in_the_callers_language(api: Callable[..., APIClient]) -> None:
    english = api(None).get("/accounts", HTTP_ACCEPT_LANGUAGE="en")
    assert english.status_code == 401
    assert list(english.json()) == ["type", "errors"]
    portuguese = api(None).get("/accounts")
    assert portuguese.headers["Content-Language"] == "pt-br"
    assert portuguese.json()["errors"][0]["code"] == english.json()["errors"][0]["code"] == "not_authenticated"
    assert portuguese.json()["errors"][0]["detail"] != english.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/datasets/", "/users/not-an-id", "/datasets/00000000-0000-0000-0000-000000000000"]
)
def test_what_is_not_there_answers_404_as_json(path: str, staff: User, api: Callable[..., APIClient]) -> None:
    response = api(staff).get(path)
    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


def test_the_wrong_method_type_and_accept_are_refused_as_json(staff: User, api: Callable[..., APIClient]) -> None:
    client = api(staff)
    assert client.delete("/datasets").json()["errors"][0]["code"] == "method_not_allowed"
    assert (
        client.post("/datasets", "title=x", content_type="application/x-www-form-urlencoded").json()["errors"][0][
            "code"
        ]
        == "unsupported_media_type"
    )
    assert client.get("/datasets", HTTP_ACCEPT="text/html").status_code == 406


def test_cors_lets_the_configured_frontend_in_and_nobody_else(api: Callable[..., APIClient]) -> None:
    origin = settings.CORS_ALLOWED_ORIGINS[0]
    preflight = {
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST",
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "authorization,idempotency-key",
    }
    allowed = api(None).options("/transactions", HTTP_ORIGIN=origin, **preflight)
    assert allowed.headers["Access-Control-Allow-Origin"] == origin
    assert "idempotency-key" in allowed.headers["Access-Control-Allow-Headers"]
    assert (
        "Access-Control-Allow-Origin"
        not in api(None).options("/transactions", HTTP_ORIGIN="https://evil.example", **preflight).headers
    )


def test_the_schema_documents_the_same_keys(world: World) -> None:
    schemas = yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text())["components"]["schemas"]
    for name, keys in {
        "User": USER,
        "Account": ACCOUNT,
        "Dataset": DATASET,
        "Subscription": SUBSCRIPTION,
        "Invoice": INVOICE,
    }.items():
        assert list(schemas[name]["properties"]) == keys, name
