"""Staff screen of accounts."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.br import cnpj, cpf
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display

from accounts import actions
from accounts.choices import AccountRole
from accounts.models import Account, DataClient, User
from accounts.rules import compact_identifying_code, is_company
from nubo.shared.admin import (
    DayRangeFilter,
    ExportableModelAdmin,
    ExportResource,
    ReadOnlyTabularInline,
    SoftDeleteModelAdmin,
    TrackedModelAdmin,
    deleted_column,
    label_column,
)

__all__ = ["AccountAdmin"]


class UserInline(ReadOnlyTabularInline):
    model = User
    fields = ["email", "name", "role", "is_active", "last_login"]
    readonly_fields = fields
    show_change_link = True
    tab = True


class DataClientInline(ReadOnlyTabularInline):
    model = DataClient
    fields = ["name", "last_used_at", "expires_at", "revoked_at"]
    readonly_fields = fields
    show_change_link = True
    tab = True


class AccountResource(ExportResource):
    class Meta:
        model = Account
        fields = (
            "id", "name", "email", "identifying_code", "role", "phone", "street", "number", "complement", "district", "city",
            "state", "postal_code", "country", "payment_terms", "net_days", "billing_time_zone", "is_active", "created_at",
        )  # fmt: skip


@admin.register(Account)
class AccountAdmin(TrackedModelAdmin, ExportableModelAdmin, SoftDeleteModelAdmin):
    resource_classes = [AccountResource]
    list_display = ["name", "code", "email", "role_label", "city", "state", "is_active", "created_at", "deleted_label"]
    list_filter = [
        ("role", ChoicesDropdownFilter),
        ("payment_terms", ChoicesDropdownFilter),
        ("is_active", BooleanRadioFilter),
        ("created_at", DayRangeFilter),
    ]
    search_fields = ("name", "email", "identifying_code")
    folded_search_fields = ("search_name",)
    ordering = ["search_name", "id"]
    readonly_fields = ["id", "created_at", "updated_at", "deleted_at"]
    fieldsets = [
        (None, {"fields": ["name", ("email", "phone"), ("identifying_code", "role"), "is_active"]}),
        (
            _("Address"),
            {
                "fields": [
                    ("street", "number"),
                    ("complement", "district"),
                    ("city", "state"),
                    ("postal_code", "country"),
                ]
            },
        ),
        (_("Billing"), {"fields": [("payment_terms", "net_days"), "billing_time_zone"]}),
        (_("Record"), {"classes": ["collapse"], "fields": ["id", "created_at", "updated_at", "deleted_at"]}),
    ]

    role_label = label_column(
        "role",
        _("role"),
        {AccountRole.CUSTOMER: "info", AccountRole.PROVIDER: "success", AccountRole.INTERNAL: "warning"},
    )
    deleted_label = deleted_column

    @display(description=_("CNPJ or CPF"), ordering="identifying_code")
    def code(self, row: Account) -> str:
        code = row.identifying_code
        return cnpj.format(code) if is_company(code) else cpf.format(code)

    def get_inlines(self, request: HttpRequest, obj: Account | None) -> list[type]:
        return [UserInline, DataClientInline] if obj else []

    def search_q(self, word: str) -> Q:
        # 12.345.678/0001-95 as it stands on paper; stored without its mask.
        code = compact_identifying_code(word)
        return super().search_q(word) | (Q(identifying_code__contains=code) if code else Q())

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Account:
        return actions.create_account(data=data)

    def update(
        self, *, request: HttpRequest, row: Account, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Account:
        return actions.update_account(account=row, data=data)

    def remove(self, *, request: HttpRequest, row: Account) -> None:
        actions.delete_account(account=row, at=timezone.now())

    def bring_back(self, *, request: HttpRequest, row: Account) -> None:
        actions.restore_account(account=row)
