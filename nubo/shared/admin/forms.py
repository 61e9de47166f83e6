"""Forms of the staff screens: they collect and check, and show what an action refused; they save nothing."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextInputWidget

from nubo.shared.errors import DomainError
from nubo.shared.money import CENT, MAX_DIGITS
from nubo.shared.soft_delete import LIVE, SoftDeleteModel

__all__ = ["REFUSALS", "ActionForm", "AmountField", "DecimalInput", "add_refusal", "inline_rows", "refusal_text"]

#: What an action raises when it refuses; the last when someone else wrote the same in between.
REFUSALS = (DomainError, ValidationError, IntegrityError)


def refusal_text(refusal: Exception) -> str:
    """The refusal in words for people."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, IntegrityError):
        return _("Someone else wrote the same at the same moment. Try again.")
    return str(refusal)


def add_refusal(form: forms.BaseForm, refusal: Exception) -> None:
    """Show on the form what the action refused: beside its field where the form has it, else above all fields."""
    if not isinstance(refusal, ValidationError) or not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal_text(refusal))
        return
    for field, errors in refusal.error_dict.items():
        if field in form.fields:
            form.add_error(field, errors)
        else:
            named = "" if field == NON_FIELD_ERRORS else f"{field}: "
            form.add_error(None, [f"{named}{message}" for error in errors for message in error.messages])


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


class ActionForm(forms.ModelForm):
    """A model's form whose ``refusal`` (set for one request by the ModelAdmin) is shown like any other error."""

    refusal: Exception | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            model = getattr(getattr(field, "queryset", None), "model", None)
            if model is not None and issubclass(model, SoftDeleteModel):
                # Live rows, and the one that stands there already: otherwise a dataset of a deleted provider could
                # never be saved again.
                current = getattr(self.instance, f"{name}_id", None)
                field.queryset = model.all_objects.filter(LIVE | Q(pk=current))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        # Not super().clean(): it has the constraints checked on a half-filled row. The action checks them on the whole one.
        return self.cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.refusal is not None:
            add_refusal(self, self.refusal)


def inline_rows(formset: BaseInlineFormSet) -> list[dict[str, Any]]:
    """What the inline's filled rows say, in their order, without those marked for deletion."""
    return [
        form.cleaned_data
        for form in formset.forms
        if form not in formset.deleted_forms
        and ((form.instance.pk and form in formset.initial_forms) or form.has_changed())
    ]
