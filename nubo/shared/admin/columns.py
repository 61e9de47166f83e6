"""Columns of lists: money in the reader's language, states as coloured labels, links to related rows."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nubo.shared.money import format_money

__all__ = ["deleted_column", "label_column", "link_column", "money_column"]


def money_column(
    field: str, description: str | Promise, *, ordering: str | None = None, document: str = ""
) -> Callable[..., str]:
    """``R$ 1.234,56``. ``ordering=""`` for an amount that is worked out and not stored; ``document`` names the related row
    that has the currency, where the row itself has none.
    """

    @display(description=description, ordering=(field if ordering is None else ordering) or None)
    def column(self: Any, row: Any) -> str:
        amount: Decimal | None = getattr(row, field)
        if amount is None:
            return "–"
        return format_money(amount, (getattr(row, document) if document else row).currency)

    return column


def label_column(field: str, description: str | Promise, colours: Mapping[str, str]) -> Callable[..., Any]:
    """A choice as a coloured label; ``colours`` maps values to success, info, warning or danger, the rest is grey."""

    @display(description=description, ordering=field, label={value: colours.get(value, "") for value in colours})
    def column(self: Any, row: Any) -> tuple[str, str]:
        value = getattr(row, field)
        text = getattr(row, f"get_{field}_display")()
        return (value, text) if value in colours else (text, text)

    return column


def link_column(field: str, description: str | Promise, *, ordering: str = "") -> Callable[..., Any]:
    """The related row's name, leading to its page; ``field`` may be a path such as ``invoice.account``.

    Add it to ``list_select_related``.
    """

    @display(description=description, ordering=ordering or field.replace(".", "__"), empty_value="–")
    def column(self: Any, row: Any) -> SafeString | None:
        related = attrgetter(field)(row)
        if related is None:
            return None
        address = reverse(f"admin:{related._meta.app_label}_{related._meta.model_name}_change", args=[related.pk])
        return format_html(
            '<a class="text-primary-600 hover:underline dark:text-primary-500" href="{}">{}</a>', address, related
        )

    return column


@display(description="", label="danger")
def deleted_column(self: Any, row: Any) -> str | Promise:
    """Says so where a row is deleted; empty for live rows."""
    return _("deleted") if row.deleted_at is not None else ""
