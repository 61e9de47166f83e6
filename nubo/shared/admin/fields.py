"""Form fields of the staff screens: amounts as people write them, and choices that survive nonsense."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from nubo.shared.money import CENT, MAX_DIGITS

__all__ = ["ActionFieldsMixin", "AmountField", "DecimalInput"]


class DecimalInput(UnfoldAdminTextInputWidget):
    """A text input: browsers refuse to show 1.234,56 in an ``<input type="number">``."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", **(attrs or {})})


class AmountField(forms.DecimalField):
    """An amount above zero, written as people write it: ``1.234,56`` in Portuguese."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "max_digits": MAX_DIGITS,
            "decimal_places": 2,
            "min_value": CENT,
            "localize": True,
            "widget": DecimalInput,
        }
        super().__init__(**{**defaults, **kwargs})


class PossibleIdsMixin:
    """Shows what was chosen, and nothing for what cannot be an id. (Django's widget raises in the middle of the page.)"""

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> Any:
        pk = self.field.remote_field.model._meta.pk  # type: ignore[attr-defined]
        return super().optgroups(name, [item for item in value if _is_possible(pk, item)], attrs)  # type: ignore[misc]


def _is_possible(pk: models.Field, value: Any) -> bool:
    try:
        pk.to_python(value)
    except ValidationError:
        return False
    return True


class Autocomplete(PossibleIdsMixin, AutocompleteSelect):  # type: ignore[misc]
    pass


class AutocompleteMultiple(PossibleIdsMixin, AutocompleteSelectMultiple):  # type: ignore[misc]
    pass


class ActionFieldsMixin:
    """For a ModelAdmin or an inline whose values actions get."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DecimalField):
            kwargs = {"localize": True, "widget": DecimalInput, **kwargs}  # 1.234,56 in Portuguese, shown and accepted
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            widget = AutocompleteMultiple if db_field.many_to_many else Autocomplete
            kwargs.setdefault("widget", widget(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
