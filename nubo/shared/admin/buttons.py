"""Buttons that change a state: a page that says what will happen, asks what it needs, and calls one action by POST.

(The theme's own detail actions act on GET: any link on any page could void an invoice for whoever is signed in.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.enums import ActionVariant

from nubo.shared.admin.forms import REFUSALS, add_refusal

__all__ = ["Button", "ButtonForm", "ButtonsMixin", "add_refusal", "button", "file_button"]

Text: TypeAlias = str | Promise


class ButtonForm(forms.Form):
    """What a button asks for; without fields it only asks "sure?". ``instance`` is the row it stands on."""

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        self.instance = instance
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``permission`` is ``change`` or ``app_label.codename``, ``who`` narrows it down for a row; ``when`` says in
    which state of the row it is offered.
    """

    title: Text
    explanation: Text
    permission: str
    form: type[ButtonForm]
    when: Callable[[Any], bool]
    who: Callable[[HttpRequest, Any], bool]
    variant: ActionVariant

    def allowed(self, request: HttpRequest, row: models.Model) -> bool:
        opts = row._meta
        permission = (
            self.permission if "." in self.permission else f"{opts.app_label}.{self.permission}_{opts.model_name}"
        )
        return request.user.has_perm(permission) and self.who(request, row)


def button(
    *,
    title: Text,
    explanation: Text = "",
    icon: str,
    permission: str = "change",
    form: type[ButtonForm] = ButtonForm,
    when: Callable[[Any], bool] = lambda row: True,
    who: Callable[[HttpRequest, Any], bool] = lambda request, row: True,
    variant: ActionVariant = ActionVariant.DEFAULT,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """Make a ModelAdmin method ``(self, request, row, data)`` a button; name it in ``actions_detail``.

    The method calls one action and returns the message of success, or a response of its own.
    """
    spec = Button(title, explanation, permission, form, when, who, variant)

    def decorator(perform: Callable[..., Any]) -> Callable[..., HttpResponse]:
        def page(self: "ButtonsMixin", request: HttpRequest, object_id: str) -> HttpResponse:
            return self.press(request, object_id, spec, perform)

        page.__name__ = perform.__name__
        page.__doc__ = perform.__doc__
        vars(page).update(
            button=spec,
            short_description=title,
            url_path=perform.__name__.replace("_", "-"),
            icon=icon,
            variant=variant,
            attrs={},
        )
        return page

    return decorator


def file_button(*, title: Text, icon: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a ModelAdmin method ``(self, request, row)`` a button that opens a file, for whoever may see the row.

    The method only reads and answers with the file, so a plain link (GET) may press it.
    """
    anyone = Button(title, "", "view", ButtonForm, lambda row: True, lambda request, row: True, ActionVariant.DEFAULT)

    def decorator(read: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def file(self: "ButtonsMixin", request: HttpRequest, object_id: str) -> HttpResponse:
            row = self.pressed_row(request, object_id, anyone)
            return row if isinstance(row, HttpResponse) else read(self, request, row)

        file.__name__ = read.__name__
        file.__doc__ = read.__doc__
        vars(file).update(
            button=anyone,
            short_description=title,
            url_path=read.__name__.replace("_", "-"),
            icon=icon,
            variant=anyone.variant,
            attrs={"target": "_blank"},
        )
        return file

    return decorator


class ButtonsMixin:
    """For a ModelAdmin with buttons: shows those that the person may press in the row's present state."""

    def get_actions_detail(self, request: HttpRequest, object_id: str) -> list[Any]:
        row = self._row(request, object_id)
        return [
            action
            for action in super().get_actions_detail(request, object_id)  # type: ignore[misc]
            if row is not None and action.method.button.allowed(request, row) and action.method.button.when(row)
        ]

    def _row(self, request: HttpRequest, object_id: str) -> models.Model | None:
        return self.get_object(request, unquote(str(object_id)))  # type: ignore[attr-defined]

    def pressed_row(self, request: HttpRequest, object_id: str, spec: Button) -> models.Model | HttpResponse:
        """The row that the button stands on, or where to go since it is no more. Raises PermissionDenied."""
        row = self._row(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not (self.has_view_or_change_permission(request, row) and spec.allowed(request, row)):  # type: ignore[attr-defined]
            raise PermissionDenied
        return row

    def press(self, request: HttpRequest, object_id: str, spec: Button, perform: Callable[..., Any]) -> HttpResponse:
        row = self.pressed_row(request, object_id, spec)
        if isinstance(row, HttpResponse):
            return row
        back = HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])  # type: ignore[attr-defined]
        )
        if not spec.when(row):
            messages.error(request, _("%(title)s: this is not possible in the present state.") % {"title": spec.title})
            return back
        form = spec.form(request.POST if request.method == "POST" else None, instance=row)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    answer = perform(self, request, row, form.cleaned_data)
                    self.log_change(request, row, str(spec.title))  # type: ignore[attr-defined]
            except REFUSALS as refusal:
                add_refusal(form, refusal)
            else:
                if isinstance(answer, HttpResponse):
                    return answer
                messages.success(request, answer)
                return back
        return self._button_page(request, row, spec, form)

    def _button_page(self, request: HttpRequest, row: models.Model, spec: Button, form: ButtonForm) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "title": spec.title,
            "subtitle": str(row),
            "explanation": spec.explanation,
            "danger": spec.variant is ActionVariant.DANGER,
            "form": form,
            "media": self.media + form.media,  # type: ignore[attr-defined]
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]),  # type: ignore[attr-defined]
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/nubo/button.html", context)
