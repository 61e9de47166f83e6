"""The admin's first page: what the house holds and what it is owed, in one aggregate query per table."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from billing.choices import InvoiceStatus, SubscriptionStatus
from billing.models import Invoice, Subscription
from catalog.choices import DatasetStatus
from catalog.models import Dataset
from nubo.navigation import may_open
from nubo.shared.money import ZERO, format_money
from nubo.shared.periods import billing_day

__all__ = ["figures"]


def figures(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds ``figures``, those of the models that this person may look at."""
    today = billing_day(at=timezone.now(), time_zone=settings.DEFAULT_BILLING_TIME_ZONE)
    made = []
    if may_open(request, "catalog", "dataset"):
        made.append(_datasets())
    if may_open(request, "accounts", "account"):
        made.append(_accounts())
    if may_open(request, "billing", "subscription"):
        made.append(_subscriptions())
    if may_open(request, "billing", "invoice"):
        made += _invoices(today)
    return {**context, "figures": made}


def _figure(
    *, title: str, value: str | int, note: str, icon: str, model: str, query: str = "", alarm: bool = False
) -> dict[str, Any]:
    link = reverse(f"admin:{model}_changelist") + query
    return {"title": title, "value": value, "note": note, "icon": icon, "link": link, "alarm": alarm}


def _datasets() -> dict[str, Any]:
    counts = Dataset.objects.aggregate(
        published=Count("pk", filter=Q(status=DatasetStatus.PUBLISHED)),
        drafts=Count("pk", filter=Q(status=DatasetStatus.DRAFT)),
    )
    return _figure(
        title=_("Published datasets"),
        value=_number(counts["published"]),
        note=ngettext("%(n)s draft", "%(n)s drafts", counts["drafts"]) % {"n": _number(counts["drafts"])},
        icon="database",
        model="catalog_dataset",
        query=f"?status__exact={DatasetStatus.PUBLISHED}",
    )


def _accounts() -> dict[str, Any]:
    people = User.objects.filter(is_active=True, account__isnull=False).count()
    return _figure(
        title=_("Active accounts"),
        value=_number(Account.objects.active().count()),
        note=ngettext("%(n)s active user", "%(n)s active users", people) % {"n": _number(people)},
        icon="business",
        model="accounts_account",
        query="?is_active__exact=1",
    )


def _subscriptions() -> dict[str, Any]:
    rows = list(
        Subscription.objects.filter(status=SubscriptionStatus.ACTIVE)
        .order_by()
        .values("currency")
        .annotate(n=Count("pk"), amount=Sum("price"))
    )
    return _figure(
        title=_("Active subscriptions"),
        value=_number(sum(row["n"] for row in rows)),
        note=_("%(amount)s a month") % {"amount": _money(rows)},
        icon="autorenew",
        model="billing_subscription",
        query=f"?status__exact={SubscriptionStatus.ACTIVE}",
    )


def _invoices(today: date) -> list[dict[str, Any]]:
    due = F("total") - F("credited_total") - F("paid_total")
    late = Q(due_on__lt=today)
    rows = list(
        Invoice.objects.open()
        .order_by()
        .values("currency")
        .annotate(n=Count("pk"), amount=Sum(due), late=Count("pk", filter=late), late_amount=Sum(due, filter=late))
    )
    open_count, late_count = (sum(row[name] for row in rows) for name in ("n", "late"))
    query = f"?status__exact={InvoiceStatus.OPEN}"
    return [
        _figure(
            title=_("Open invoices"),
            value=_money(rows),
            note=_invoice_count(open_count),
            icon="receipt_long",
            model="billing_invoice",
            query=query,
        ),
        _figure(
            title=_("Overdue"),
            value=_money(rows, "late_amount"),
            note=_invoice_count(late_count),
            icon="notification_important",
            model="billing_invoice",
            query=f"{query}&overdue=yes",
            alarm=late_count > 0,
        ),
    ]


def _invoice_count(n: int) -> str:
    return ngettext("%(n)s invoice", "%(n)s invoices", n) % {"n": _number(n)}


def _money(rows: list[dict[str, Any]], field: str = "amount") -> str:
    """Sums of several currencies stand side by side; they are never added."""
    sums = [format_money(row[field], row["currency"]) for row in rows if row[field]]
    return " + ".join(sums) or format_money(ZERO, settings.DEFAULT_CURRENCY)


def _number(n: int) -> str:
    return number_format(n, decimal_pos=0)
