"""Staff screen of people. Only superusers make staff and superusers, or touch those who are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from accounts import actions
from accounts.actions.permissions import set_groups
from accounts.choices import UserRole
from accounts.models import User
from nubo.shared.admin import (
    ActionForm,
    ButtonForm,
    DayRangeFilter,
    SoftDeleteModelAdmin,
    TrackedModelAdmin,
    button,
    deleted_column,
    label_column,
    link_column,
)

__all__ = ["UserAdmin"]


class NewUserForm(ActionForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        max_length=128,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Empty: nobody can sign in as this person until a password is set."),
    )


class PasswordForm(ButtonForm):
    """The new password, twice. The action checks it against the password rules."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=128,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=gettext_lazy("New password, again"),
        strip=False,
        max_length=128,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def clean_repeated(self) -> str:
        if self.cleaned_data["repeated"] != self.cleaned_data.get("password"):
            raise ValidationError(_("The two passwords are not the same."), code="password_mismatch")
        return self.cleaned_data["repeated"]


class GroupsForm(ButtonForm):
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=Group.objects.all(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].initial = list(self.instance.groups.all())


def _may_touch(request: HttpRequest, row: Any) -> bool:
    """Staff without all rights could otherwise take a superuser's place by setting its password or e-mail."""
    if not isinstance(row, User) or request.user.is_superuser:
        return True
    return not row.is_staff and not row.is_superuser


@admin.register(User)
class UserAdmin(TrackedModelAdmin, SoftDeleteModelAdmin):
    list_display = [
        "email",
        "name",
        "account_link",
        "role_label",
        "is_active",
        "is_staff",
        "last_login",
        "deleted_label",
    ]
    list_select_related = ["account"]
    list_filter = [
        ("account", AutocompleteSelectFilter),
        ("role", ChoicesDropdownFilter),
        ("is_active", BooleanRadioFilter),
        ("is_staff", BooleanRadioFilter),
        ("last_login", DayRangeFilter),
    ]
    search_fields = ("email", "name", "account__name")
    folded_search_fields = ("account__search_name",)
    ordering = ["email", "id"]
    autocomplete_fields = ["account"]
    readonly_fields = ["id", "last_login", "created_at", "updated_at", "deleted_at"]
    actions_detail = ["set_password", "choose_groups", "restore"]

    role_label = label_column("role", gettext_lazy("role"), {UserRole.ADMIN: "info"})
    account_link = link_column("account", gettext_lazy("account"), ordering="account__name")
    deleted_label = deleted_column

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs.setdefault("form", NewUserForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        person = ["account", ("email", "name"), "role", "picture", "external_token", "is_active"]
        if obj is None:
            person.append("password")
        fieldsets: list[Any] = [(None, {"fields": person})]
        if request.user.is_superuser:
            fieldsets.append((gettext_lazy("Staff"), {"fields": ["is_staff", "is_superuser"]}))
        if obj is not None:
            fieldsets.append((gettext_lazy("Record"), {"classes": ["collapse"], "fields": self.readonly_fields}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # What a person did stays with the account it was done for.
        return [*self.readonly_fields, *(["account"] if obj is not None and obj.account_id else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> User:
        data = {**data, "password": data.get("password") or None}
        return actions.create_user(account=data.pop("account"), data=data)

    def update(
        self, *, request: HttpRequest, row: User, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> User:
        return actions.update_user(user=row, data=data)

    def remove(self, *, request: HttpRequest, row: User) -> None:
        if not _may_touch(request, row):
            raise ValidationError(_("Only superusers may delete staff: %(row)s.") % {"row": row})
        actions.delete_user(user=row, at=timezone.now())

    def bring_back(self, *, request: HttpRequest, row: User) -> None:
        if not _may_touch(request, row):
            raise ValidationError(_("Only superusers may restore staff."))
        actions.restore_user(user=row)

    @button(
        title=gettext_lazy("Set password"),
        explanation=gettext_lazy("All of this person's sessions end."),
        icon="key",
        form=PasswordForm,
        when=lambda row: row.deleted_at is None,
        who=_may_touch,
    )
    def set_password(self, request: HttpRequest, row: User, data: dict[str, Any]) -> str:
        actions.update_user(user=row, data={"password": data["password"]})
        return _("The password of %(row)s was set.") % {"row": row}

    @button(
        title=gettext_lazy("Groups"),
        explanation=gettext_lazy("What this member of staff may do in the admin."),
        icon="group",
        form=GroupsForm,
        when=lambda row: row.deleted_at is None and row.is_staff,
        who=lambda request, row: request.user.is_superuser,
    )
    def choose_groups(self, request: HttpRequest, row: User, data: dict[str, Any]) -> str:
        set_groups(user=row, groups=data["groups"])
        return _("The groups of %(row)s were changed.") % {"row": row}
