"""The admin's side bar: models by what people do with them; nobody sees an entry that would refuse them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["sidebar"]

#: Group → its entries: title, icon (Material Symbols), app label, model.
GROUPS: list[tuple[str | Promise, list[tuple[str | Promise, str, str, str]]]] = [
    (
        _("Catalogue"),
        [
            (_("Datasets"), "database", "catalog", "dataset"),
            (_("Data products"), "inventory_2", "catalog", "product"),
            (_("Providers"), "source", "catalog", "provider"),
            (_("Sources"), "link", "catalog", "source"),
            (_("Locations"), "location_on", "catalog", "location"),
            (_("Categories"), "category", "catalog", "category"),
            (_("Tags"), "sell", "catalog", "tag"),
        ],
    ),
    (
        _("Accounts"),
        [
            (_("Accounts"), "business", "accounts", "account"),
            (_("Users"), "person", "accounts", "user"),
            (_("Data clients"), "vpn_key", "accounts", "dataclient"),
        ],
    ),
    (
        _("Billing"),
        [
            (_("Invoices"), "receipt_long", "billing", "invoice"),
            (_("Payments"), "payments", "billing", "payment"),
            (_("Subscriptions"), "autorenew", "billing", "subscription"),
            (_("Transactions"), "shopping_cart", "billing", "transaction"),
            (_("Credit notes"), "undo", "billing", "creditnote"),
            (_("Refunds"), "currency_exchange", "billing", "refund"),
        ],
    ),
    (
        _("System"),
        [
            (_("Groups and permissions"), "group", "auth", "group"),
            (_("Failed sign-ins"), "lock", "axes", "accessattempt"),
            (_("Sign-ins"), "login", "axes", "accesslog"),
            (_("Sign-in failures"), "gpp_bad", "axes", "accessfailurelog"),
            (_("Refresh tokens"), "token", "token_blacklist", "outstandingtoken"),
            (_("Revoked tokens"), "block", "token_blacklist", "blacklistedtoken"),
            (_("Document series"), "pin", "billing", "documentseries"),
            (_("Idempotency records"), "fingerprint", "shared", "idempotencyrecord"),
        ],
    ),
]


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups and entries that this person may open."""
    groups: list[dict[str, Any]] = [
        {"items": [{"title": _("Overview"), "icon": "dashboard", "link": reverse("admin:index")}]}
    ]
    for title, entries in GROUPS:
        items = [
            {"title": name, "icon": icon, "link": reverse(f"admin:{app}_{model}_changelist")}
            for name, icon, app, model in entries
            if may_open(request, app, model)
        ]
        if items:
            groups.append({"title": title, "separator": True, "collapsible": title == GROUPS[-1][0], "items": items})
    return groups


def may_open(request: HttpRequest, app: str, model: str) -> bool:
    """Whether this person may look at the model's rows."""
    user: Any = request.user
    return user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")
