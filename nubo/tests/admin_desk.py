"""A browser in the admin: signs in, reads a form as it stands on the page, sends it with changes."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone

from accounts.models import User
from accounts.tests.factories import StaffFactory

__all__ = ["Desk", "staff_with"]


def staff_with(*permissions: str) -> User:
    """Staff, no superuser, with permissions such as ``billing.view_invoice``."""
    person = StaffFactory(is_superuser=False)
    for permission in permissions:
        app, codename = permission.split(".")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return person


class Desk:
    """Someone signed in to the admin."""

    def __init__(self, person: User | None) -> None:
        self.client = Client()
        if person is not None:
            self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])

    @staticmethod
    def address(model: Any, page: str, *args: Any) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)

    def get(self, model: Any, page: str, *args: Any, **query: Any) -> HttpResponse:
        return self.client.get(self.address(model, page, *args), query)

    def post(self, model: Any, page: str, *args: Any, **data: Any) -> HttpResponse:
        return self.client.post(self.address(model, page, *args), data)

    def send_form(self, model: Any, page: str, *args: Any, **changes: Any) -> HttpResponse:
        """The form as the page shows it, with these changes; a button's page or an add or change page."""
        shown = self.get(model, page, *args)
        assert shown.status_code == 200, (shown.status_code, shown.headers.get("Location"))
        data: dict[str, Any] = {}
        if "adminform" in shown.context:
            shown_forms = [shown.context["adminform"].form]
            for inline in shown.context["inline_admin_formsets"]:
                shown_forms += [inline.formset.management_form, *inline.formset.forms]
        else:
            shown_forms = [shown.context["form"]]
        for form in shown_forms:
            for bound in form:
                data.update(_sent(bound))
                if bound.field.show_hidden_initial:
                    data[bound.html_initial_name] = bound.value()
        data.update(
            {
                (shown_forms[0].add_prefix(name) if name in shown_forms[0].fields else name): changes[name]
                for name in changes
            }
        )
        return self.client.post(self.address(model, page, *args), data)

    def messages(self, response: HttpResponse) -> list[str]:
        """What the page after this answer tells."""
        followed = self.client.get(response.headers["Location"])
        return [str(message) for message in followed.context["messages"]]

    @staticmethod
    def errors(response: HttpResponse) -> dict[str, list[str]]:
        """The errors of the form on this page; none of its inlines'."""
        assert response.status_code == 200, response.headers.get("Location")
        form = response.context["adminform"].form if "adminform" in response.context else response.context["form"]
        return dict(form.errors)


def _sent(bound: Any) -> dict[str, Any]:
    """What a browser sends of a field that nobody touched."""
    value = bound.value()
    if value is None and type(bound.field) is forms.ChoiceField:
        value = bound.field.choices[0][0]
    if value is None or value is False:
        return {}
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return {f"{bound.html_name}_0": f"{local:%d/%m/%Y}", f"{bound.html_name}_1": f"{local:%H:%M:%S}"}
    if isinstance(value, date):
        return {bound.html_name: f"{value:%d/%m/%Y}"}
    if isinstance(value, list | tuple) or hasattr(value, "model"):
        return {bound.html_name: [getattr(item, "pk", item) for item in value]}
    if bound.field.localize:
        return {bound.html_name: formats.localize_input(value)}
    return {bound.html_name: "on" if value is True else value}
