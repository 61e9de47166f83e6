"""The staff screen of a model: its forms call actions, refusals become messages, searches ignore accents."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from nubo.shared.admin.buttons import ButtonsMixin
from nubo.shared.admin.fields import ActionFieldsMixin
from nubo.shared.admin.forms import REFUSALS, ActionForm, refusal_text
from nubo.shared.text import search_key

__all__ = ["ActionModelAdmin", "ReadOnlyModelAdmin"]

#: Longer searches find nothing more, and SQLite refuses patterns of 50,000 bytes.
MAX_SEARCH_LENGTH = 200


class SearchMixin:
    """Each word somewhere in ``search_fields`` (as typed) or ``folded_search_fields`` (kept without case and accents)."""

    search_fields: tuple[str, ...] = ()
    folded_search_fields: tuple[str, ...] = ()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        for word in search_term[:MAX_SEARCH_LENGTH].split():
            queryset = queryset.filter(self.search_q(word))
        return queryset, False

    def search_q(self, word: str) -> Q:
        """The condition of one word; an id as it stands in addresses and API answers finds its row."""
        condition = Q()
        for name in self.search_fields:
            condition |= Q(**{f"{name}__icontains": word})
        for name in self.folded_search_fields:
            condition |= Q(**{f"{name}__contains": search_key(word)})
        if isinstance(self.model._meta.pk, models.UUIDField) and (pk := _as_uuid(word)):  # type: ignore[attr-defined]
            condition |= Q(pk=pk)
        return condition


def _as_uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


class BaseModelAdmin(SearchMixin, ButtonsMixin, ModelAdmin):
    """The looks that all our screens share."""

    list_per_page = 50
    # An exact count of everything beside the count of what was found costs a second pass over the table.
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # a count per choice of every filter
    list_filter_submit = True
    warn_unsaved_form = True


class ReadOnlyModelAdmin(BaseModelAdmin):
    """Rows that nobody writes by hand; what may be done with them are buttons."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ActionModelAdmin(ActionFieldsMixin, BaseModelAdmin):
    """Forms that write through actions: define ``create`` and ``update`` (and ``remove``), each of which calls one."""

    form = ActionForm

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> models.Model:
        """Call the action that makes a row of the form's cleaned data."""
        raise PermissionDenied

    def update(
        self, *, request: HttpRequest, row: Any, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> models.Model:
        """Call the action that changes ``row``, which is fresh from the database."""
        raise PermissionDenied

    def remove(self, *, request: HttpRequest, row: Any) -> None:
        """Call the action that deletes ``row``."""
        raise PermissionDenied

    # --- Forms ----------------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refusal:
            if request.method != "POST":
                raise
            # Nothing was written. The same form once more, with the refusal as its error.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        """Nothing yet: ``save_related`` calls the action, once the inline rows are known too."""

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        if not change:
            saved = self.create(request=request, data=form.cleaned_data, formsets=formsets)
        elif form.has_changed() or any(formset.has_changed() for formset in formsets):
            # The form has put the new values on its instance; the action compares with the old ones.
            row = self.get_queryset(request).get(pk=form.instance.pk)
            # Only what was changed here: what someone else changed meanwhile stays, and so does a provider deleted since.
            data = {name: form.cleaned_data[name] for name in form.changed_data}
            saved = self.update(request=request, row=row, data=data, formsets=formsets)
        else:
            return
        form.instance.__dict__.update(saved.__dict__)

    def construct_change_message(self, request: HttpRequest, form: ModelForm, formsets: Any, add: bool = False) -> Any:
        return super().construct_change_message(request, form, [], add)  # formsets were not saved, actions were called

    # --- Deleting -------------------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict, set, list]:
        """Only the rows themselves: an action never cascades."""
        rows = list(objs)
        return [str(row) for row in rows], {self.opts.verbose_name_plural: len(rows)}, set(), []

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.remove(request=request, row=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """All or none."""
        for row in queryset:
            self.remove(request=request, row=row)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except REFUSALS as refusal:
            return self._refused(request, refusal)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except REFUSALS as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": refusal_text(refusal)})
        # The page that the person pressed on: the list with its filters, or the row.
        return HttpResponseRedirect(re.sub(r"/delete/$", "/change/", request.get_full_path()))
