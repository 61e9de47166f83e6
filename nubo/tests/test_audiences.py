"""Who gets what on every route: one row a route, one column an audience. A route that is not listed here fails.

Columns: nobody (no token), member and admin of the account that owns the objects, a stranger (admin of another account),
staff. 401 no token · 403 not on this route · 404 not this object (it may exist, the caller cannot tell).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import Account, User
from accounts.tests.factories import PASSWORD, AccountFactory, make_cnpj
from billing import actions
from billing.choices import CancelWhen, TransactionKind
from catalog.choices import DatasetStatus
from catalog.tests.factories import (
    CategoryFactory,
    DatasetFactory,
    MunicipalityFactory,
    ProductFactory,
    ProviderFactory,
)
from nubo.shared.api.errors import not_found

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


@dataclass
class World:
    """What the rows below point at: everything belongs to ``account``."""

    account: Account
    quiet_account: Account
    member: User
    values: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def world(account: Account, admin: User, member: User, stranger: User, staff: User) -> Iterator[World]:
    """Made, and asked, on one day in March: a cancellation is undone before it takes effect, whatever the calendar says."""
    provider, place = ProviderFactory(), MunicipalityFactory()
    bought, wanted, draft = (
        DatasetFactory(),
        DatasetFactory(provider=provider),
        DatasetFactory(status=DatasetStatus.DRAFT, published_at=None),
    )
    product = ProductFactory(datasets=[wanted])
    CategoryFactory(slug="saude")
    when = {"today": TODAY, "at": NOW}
    bought_by = {"account": account, "user": admin}
    transaction = actions.buy(**bought_by, kind=TransactionKind.ONE_OFF, datasets=[bought], products=[], **when)
    live = actions.subscribe(**bought_by, dataset=bought, **when)
    ending = actions.subscribe(
        account=account, user=staff, dataset=DatasetFactory(monthly_price=Decimal("0.00")), **when
    )
    actions.cancel_subscription(subscription=ending, when=CancelWhen.PERIOD_END, **when)
    lines = [{"description": "Consultoria", "quantity": 1, "unit_price": Decimal("10.00")}]
    draft_invoice = actions.create_invoice(account=account, lines=lines, due_on=TODAY, today=TODAY)
    invoice = actions.create_invoice(account=account, lines=lines, due_on=TODAY, today=TODAY, finalize=True)
    paid = actions.create_invoice(account=account, lines=lines, due_on=TODAY, today=TODAY, finalize=True)
    payment = actions.record_payment(
        invoice=paid, amount=Decimal("10.00"), method="pix", reference="", by=staff, at=NOW
    )
    made = World(
        account=account,
        quiet_account=AccountFactory(),
        member=member,
        values={
            "account": account.pk, "account_email": account.email, "member": member.pk, "member_email": member.email,
            "dataset": bought.pk, "wanted": wanted.pk, "draft": draft.pk, "product": product.pk, "provider": provider.pk, "place": place.pk,
            "transaction": transaction.pk, "subscription": live.pk, "ending": ending.pk,
            "invoice": invoice.pk, "draft_invoice": draft_invoice.pk, "payment": payment.pk,
        },
    )  # fmt: skip
    with time_machine.travel(NOW):
        yield made


AUDIENCES = ("nobody", "member", "admin", "stranger", "staff")
Statuses = tuple[int, int, int, int, int]
Body = Callable[[World], dict[str, Any]] | None

EVERYONE: Statuses = (200, 200, 200, 200, 200)
SIGNED_IN: Statuses = (401, 200, 200, 200, 200)
STAFF: Statuses = (401, 403, 403, 403, 200)
OWN: Statuses = (401, 200, 200, 404, 200)
OWN_ADMIN: Statuses = (401, 403, 200, 404, 200)
STAFF_CREATES: Statuses = (401, 403, 403, 403, 201)
STAFF_DELETES: Statuses = (401, 403, 403, 403, 204)


def user_body(world: World) -> dict[str, Any]:
    return {
        "account": str(world.account.pk),
        "role": "member",
        "name": "Nova",
        "email": "nova@empresa.example",
        "password": PASSWORD,
    }


def member_body(world: World) -> dict[str, Any]:
    return {"account": str(world.account.pk), "role": "member", "name": "Mauro II", "email": world.member.email}


def account_body(world: World) -> dict[str, Any]:
    admin = {"name": "Nova", "email": "nova@nova.example", "password": PASSWORD}
    return {"name": "Nova Empresa", "email": "contato@nova.example", "identifying_code": make_cnpj(777), "admin": admin}


def own_account_body(world: World) -> dict[str, Any]:
    account = world.account
    return {"name": "Padaria Nova", "email": account.email, "identifying_code": account.identifying_code}


def dataset_body(world: World) -> dict[str, Any]:
    return {
        "title": "Chuva",
        "provider": str(world.values["provider"]),
        "location": str(world.values["place"]),
        "price": "10.00",
    }


def purchase_body(world: World) -> dict[str, Any]:
    return {"kind": "one_off", "datasets": [str(world.values["wanted"])], "account": str(world.account.pk)}


def subscription_body(world: World) -> dict[str, Any]:
    return {"dataset": str(world.values["wanted"]), "account": str(world.account.pk)}


def invoice_body(world: World) -> dict[str, Any]:
    line = {"description": "Consultoria", "quantity": 2, "unit_price": "10.00"}
    return {"account": str(world.account.pk), "due_on": "2026-12-31", "lines": [line]}


def refresh_body(world: World) -> dict[str, Any]:
    return {"refresh": str(RefreshToken.for_user(world.member))}


ROWS: list[tuple[str, str, str, Statuses, Body]] = [
    # method, route as it stands in the URL conf, path, statuses, body
    ("POST", "users", "/users", (401, 403, 201, 400, 201), user_body),
    ("GET", "users/email/<text:email>", "/users/email/{member_email}", OWN, None),
    ("GET", "users/account/<id:account_id>", "/users/account/{account}", OWN_ADMIN, None),
    ("GET", "users/<id:pk>", "/users/{member}", OWN, None),
    ("PUT", "users/<id:pk>", "/users/{member}", OWN, member_body),
    ("PATCH", "users/<id:pk>", "/users/{member}", OWN, lambda _: {"name": "M."}),
    ("DELETE", "users/<id:pk>", "/users/{member}", (401, 403, 204, 404, 204), None),
    ("GET", "users/me", "/users/me", SIGNED_IN, None),
    ("PATCH", "users/me", "/users/me", SIGNED_IN, lambda _: {"name": "Eu"}),
    ("POST", "users/me/password", "/users/me/password", (401, 204, 204, 204, 204), lambda _: {"current_password": PASSWORD, "new_password": "another-9-battery-staple"}),
    ("POST", "users/authenticate", "/users/authenticate", EVERYONE, lambda w: {"email": w.member.email, "password": PASSWORD}),
    ("POST", "users/token/refresh", "/users/token/refresh", EVERYONE, refresh_body),
    ("POST", "users/logout", "/users/logout", (401, 204, 204, 204, 204), refresh_body),
    ("POST", "accounts", "/accounts", (201, 403, 403, 403, 201), account_body),
    ("GET", "accounts", "/accounts", STAFF, None),
    ("GET", "accounts/<id:pk>", "/accounts/{account}", OWN, None),
    ("PUT", "accounts/<id:pk>", "/accounts/{account}", OWN_ADMIN, own_account_body),
    ("PATCH", "accounts/<id:pk>", "/accounts/{account}", OWN_ADMIN, lambda _: {"phone": "+55 11 4000-0000"}),
    ("DELETE", "accounts/<id:pk>", "/accounts/{quiet_account}", STAFF_DELETES, None),
    ("GET", "accounts/email/<text:email>", "/accounts/email/{account_email}", OWN, None),
    ("GET", "datasets", "/datasets", EVERYONE, None),
    ("POST", "datasets", "/datasets", STAFF_CREATES, dataset_body),
    ("GET", "datasets/<id:pk>", "/datasets/{dataset}", EVERYONE, None),
    ("GET", "datasets/<id:pk>", "/datasets/{draft}", (404, 404, 404, 404, 200), None),
    ("PUT", "datasets/<id:pk>", "/datasets/{dataset}", STAFF, dataset_body),
    ("PATCH", "datasets/<id:pk>", "/datasets/{dataset}", STAFF, lambda _: {"price": "9.90"}),
    ("DELETE", "datasets/<id:pk>", "/datasets/{wanted}", STAFF_DELETES, None),
    ("GET", "datasets/location/<text:location>", "/datasets/location/SP", EVERYONE, None),
    ("GET", "datasets/price/<text:price>", "/datasets/price/10-50", EVERYONE, None),
    ("GET", "categories", "/categories", EVERYONE, None),
    ("GET", "locations", "/locations", EVERYONE, None),
    ("GET", "providers", "/providers", EVERYONE, None),
    ("GET", "products", "/products", EVERYONE, None),
    ("GET", "products/<id:pk>", "/products/{product}", EVERYONE, None),
    ("GET", "transactions", "/transactions", SIGNED_IN, None),
    ("POST", "transactions", "/transactions", (401, 403, 201, 400, 201), purchase_body),
    ("GET", "transactions/<id:pk>", "/transactions/{transaction}", OWN, None),
    ("GET", "transactions/account/<id:account_id>", "/transactions/account/{account}", OWN, None),
    ("GET", "subscriptions", "/subscriptions", SIGNED_IN, None),
    ("POST", "subscriptions", "/subscriptions", (401, 403, 201, 400, 201), subscription_body),
    ("GET", "subscriptions/<id:pk>", "/subscriptions/{subscription}", OWN, None),
    ("DELETE", "subscriptions/<id:pk>", "/subscriptions/{subscription}", OWN_ADMIN, None),
    ("POST", "subscriptions/<id:pk>/resume", "/subscriptions/{ending}/resume", OWN_ADMIN, None),
    ("GET", "subscriptions/account/<id:account_id>", "/subscriptions/account/{account}", OWN, None),
    ("GET", "subscriptions/account/<id:account_id>/month/<text:month>", "/subscriptions/account/{account}/month/2026-03", OWN, None),
    ("GET", "invoices", "/invoices", SIGNED_IN, None),
    ("POST", "invoices", "/invoices", STAFF_CREATES, invoice_body),
    ("GET", "invoices/<id:pk>", "/invoices/{invoice}", OWN, None),
    ("GET", "invoices/<id:pk>", "/invoices/{draft_invoice}", (401, 404, 404, 404, 200), None),
    ("GET", "invoices/<id:pk>/pdf", "/invoices/{invoice}/pdf", OWN, None),
    ("GET", "invoices/<id:pk>/pdf", "/invoices/{draft_invoice}/pdf?lang=en", (401, 404, 404, 404, 200), None),
    ("GET", "invoices/account/<id:account_id>", "/invoices/account/{account}", OWN, None),
    ("POST", "invoices/<id:pk>/issue", "/invoices/{draft_invoice}/issue", STAFF, None),
    ("POST", "invoices/<id:pk>/void", "/invoices/{invoice}/void", STAFF, None),
    ("POST", "invoices/<id:pk>/payments", "/invoices/{invoice}/payments", STAFF_CREATES, lambda _: {"amount": "10.00", "method": "pix", "reference": "E1"}),
    ("POST", "invoices/<id:pk>/credit-notes", "/invoices/{invoice}/credit-notes", STAFF_CREATES, lambda _: {"amount": "1.00", "reason": "Erro"}),
    ("POST", "payments/<id:pk>/refunds", "/payments/{payment}/refunds", STAFF_CREATES, lambda _: {"amount": "1.00", "reason": "Erro"}),
]  # fmt: skip

#: Not objects of anyone: probes and documentation, open to all and tested in files of their own.
OPEN_ROUTES = {
    ("GET", "health/live"),
    ("GET", "health/ready"),
    ("GET", "schema"),
    ("GET", "docs"),
    ("GET", "docs/redoc"),
}


def call(client: APIClient, method: str, path: str, body: dict[str, Any] | None) -> Any:
    return client.generic(method, path) if body is None else getattr(client, method.lower())(path, body, format="json")


@pytest.mark.django_db
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(
    ("method", "route", "path", "statuses", "body"), ROWS, ids=[f"{row[0]} {row[2]}" for row in ROWS]
)
def test_each_audience_gets_exactly_this(
    method: str, route: str, path: str, statuses: Statuses, body: Body, audience: str,
    world: World, api: Callable[..., APIClient], admin: User, member: User, stranger: User, staff: User,
) -> None:  # fmt: skip
    person = {"nobody": None, "member": member, "admin": admin, "stranger": stranger, "staff": staff}[audience]
    url = path.format(**world.values, quiet_account=world.quiet_account.pk)
    if route == "users/logout" and person is not None:
        sent: dict[str, Any] | None = {"refresh": str(RefreshToken.for_user(person))}
    else:
        sent = body(world) if body else None
    response = call(api(person), method, url, sent)
    assert response.status_code == statuses[AUDIENCES.index(audience)], response.content


def api_routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(method, route) of every URL outside the admin, the language switch and static files."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith(("admin/", "i18n/")):
                yield from api_routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and not leads_nowhere(entry.callback):
            for method in methods_of(entry.callback):
                yield method, route


def leads_nowhere(callback: Any) -> bool:
    """The redirects of / and /admin, and the route that answers 404."""
    return callback is not_found or getattr(callback, "view_class", None) is RedirectView


def methods_of(callback: Any) -> list[str]:
    if getattr(callback, "actions", None):
        return [method.upper() for method in callback.actions if method != "head"]
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    if view is None:
        return ["GET"]
    return [m.upper() for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)]


def test_every_route_is_listed_and_every_listed_route_exists() -> None:
    listed = {(method, route) for method, route, *_ in ROWS} | OPEN_ROUTES
    served = set(api_routes())
    assert served - listed == set(), "routes without a row"
    assert listed - served == set(), "rows without a route"
