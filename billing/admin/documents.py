"""Staff screens of credit notes and of the counters of document numbers: to look at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from billing.admin.files import pdf_response
from billing.documents import credit_note_file_name, credit_note_pdf
from billing.models import CreditNote, CreditNoteLine, DocumentSeries
from nubo.shared.admin import (
    AmountRangeFilter,
    DayRangeFilter,
    ReadOnlyModelAdmin,
    ReadOnlyTabularInline,
    file_button,
    link_column,
    money_column,
)

__all__ = ["CreditNoteAdmin", "DocumentSeriesAdmin"]


class CreditNoteLineInline(ReadOnlyTabularInline):
    model = CreditNoteLine
    hide_title = True
    fields = ["description", "amount_money"]
    readonly_fields = fields

    amount_money = money_column("amount", _("amount"), document="credit_note")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("credit_note")


@admin.register(CreditNote)
class CreditNoteAdmin(ReadOnlyModelAdmin):
    list_display = ["number", "invoice_link", "account_link", "total_money", "issued_on", "reason"]
    list_select_related = ["invoice__account"]
    list_filter = [
        ("invoice__account", AutocompleteSelectFilter),
        ("issued_on", DayRangeFilter),
        ("total", AmountRangeFilter),
    ]
    search_fields = ("number", "invoice__number", "reason")
    folded_search_fields = ("invoice__account__search_name",)
    fields = ["number", "invoice_link", "account_link", "total_money", "issued_on", "reason", "created_at", "id"]
    readonly_fields = fields
    inlines = [CreditNoteLineInline]
    actions_detail = ["pdf"]

    invoice_link = link_column("invoice", _("invoice"), ordering="invoice__number")
    account_link = link_column("invoice.account", _("account"), ordering="invoice__account__search_name")
    total_money = money_column("total", _("total"))

    @file_button(title="PDF", icon="picture_as_pdf")
    def pdf(self, request: HttpRequest, row: CreditNote) -> HttpResponse:
        return pdf_response(credit_note_pdf, credit_note_file_name, credit_note=row)


@admin.register(DocumentSeries)
class DocumentSeriesAdmin(ReadOnlyModelAdmin):
    """The counters; writing one would break the numbers' order or leave a gap."""

    list_display = ["name", "last_number"]
    search_fields = ("name",)
    ordering = ["-name"]
