"""What every app's staff screens are made of: no row is written here, each form and button calls one action."""

from nubo.shared.admin.buttons import ButtonForm, add_refusal, button, file_button
from nubo.shared.admin.columns import label, label_column, link_column, money_column
from nubo.shared.admin.exports import ExportableModelAdmin, ExportResource
from nubo.shared.admin.fields import AmountField
from nubo.shared.admin.filters import AmountRangeFilter, DayRangeFilter, DeletedFilter
from nubo.shared.admin.forms import ActionForm, inline_rows
from nubo.shared.admin.history import TrackedModelAdmin
from nubo.shared.admin.inlines import ActionTabularInline, ReadOnlyTabularInline
from nubo.shared.admin.model_admin import ActionModelAdmin, ReadOnlyModelAdmin
from nubo.shared.admin.records import IdempotencyRecordAdmin
from nubo.shared.admin.soft_delete import SoftDeleteModelAdmin

__all__ = [
    "ActionForm",
    "ActionModelAdmin",
    "ActionTabularInline",
    "AmountField",
    "AmountRangeFilter",
    "ButtonForm",
    "DayRangeFilter",
    "DeletedFilter",
    "ExportResource",
    "ExportableModelAdmin",
    "IdempotencyRecordAdmin",
    "ReadOnlyModelAdmin",
    "ReadOnlyTabularInline",
    "SoftDeleteModelAdmin",
    "TrackedModelAdmin",
    "add_refusal",
    "button",
    "file_button",
    "inline_rows",
    "label",
    "label_column",
    "link_column",
    "money_column",
]
