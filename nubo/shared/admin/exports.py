"""Export of a list, as filtered, to CSV and XLSX: numbers as numbers, and no cell that a spreadsheet would run."""

from typing import Any

from django.db.models import DecimalField, Field
from django.http import HttpRequest
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from unfold.contrib.import_export.forms import ExportForm

__all__ = ["ExportResource", "ExportableModelAdmin"]

#: OWASP, "CSV Injection": what a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class ExportResource(ModelResource):
    """Columns of an export."""

    @classmethod
    def widget_kwargs_for_field(cls, field_name: str, django_field: Field) -> dict[str, Any]:
        kwargs = super().widget_kwargs_for_field(field_name, django_field)
        # As text, Brazilian spreadsheets would neither sum nor sort it.
        return {**kwargs, "coerce_to_string": False} if isinstance(django_field, DecimalField) else kwargs

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        value = super().export_field(field, instance, **kwargs)
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            return f"'{value}"
        return value


class ExportableModelAdmin(ExportMixin):
    """Mix in before the ModelAdmin and name ``resource_classes``. Import is the command's work, through the actions."""

    export_form_class = ExportForm
    formats = [CSV, XLSX]

    def get_export_formats(self) -> list[Any]:
        return self.formats

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)  # type: ignore[attr-defined]
