"""Staff screen of invoices: drafts are edited, issued ones only looked at; what may be done with them are buttons."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from billing import actions
from billing.actions.drafts import update_draft_invoice
from billing.actions.locking import lock_invoice
from billing.admin.context import staff_of, today_of
from billing.admin.files import pdf_response
from billing.admin.invoice_forms import (
    CreditForm,
    CreditNoteInline,
    DraftLineInline,
    LineInline,
    PaymentForm,
    PaymentInline,
    period_text,
)
from billing.choices import InvoiceStatus
from billing.documents import invoice_file_name, invoice_pdf
from billing.models import Invoice, Payment
from nubo.shared.admin import (
    ActionModelAdmin,
    AmountRangeFilter,
    DayRangeFilter,
    ExportableModelAdmin,
    ExportResource,
    button,
    file_button,
    inline_rows,
    label_column,
    link_column,
    money_column,
)
from nubo.shared.money import format_money
from nubo.shared.periods import billing_day

__all__ = ["InvoiceAdmin"]

PAYABLE = (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE)
CREDITABLE = (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE, InvoiceStatus.PAID)


class OverdueFilter(DropdownFilter):
    title = gettext_lazy("overdue")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "yes":
            return queryset
        today = billing_day(at=timezone.now(), time_zone=timezone.get_current_timezone_name())
        return queryset.filter(status=InvoiceStatus.OPEN, due_on__lt=today)


class InvoiceResource(ExportResource):
    account_name = Field(attribute="account__name", column_name="account_name")
    identifying_code = Field(attribute="account__identifying_code", column_name="identifying_code")
    amount_due = Field(attribute="amount_due", column_name="amount_due")

    class Meta:
        model = Invoice
        fields = (
            "id", "number", "status", "account_name", "identifying_code", "currency", "subtotal", "total", "paid_total",
            "credited_total", "amount_due", "issued_on", "due_on", "period_start", "period_end", "created_at",
        )  # fmt: skip


@admin.register(Invoice)
class InvoiceAdmin(ExportableModelAdmin, ActionModelAdmin):
    resource_classes = [InvoiceResource]
    list_display = [
        "name",
        "account_link",
        "status_label",
        "total_money",
        "due_money",
        "issued_on",
        "due_on",
        "created_at",
    ]
    list_select_related = ["account"]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        OverdueFilter,
        ("account", AutocompleteSelectFilter),
        ("issued_on", DayRangeFilter),
        ("due_on", DayRangeFilter),
        ("total", AmountRangeFilter),
    ]
    search_fields = ("number", "account__name", "account__identifying_code")
    folded_search_fields = ("account__search_name",)
    autocomplete_fields = ["account"]
    readonly_fields = [
        "name", "account_link", "status_label", "total_money", "paid_money", "credited_money", "due_money",
        "issued_on", "period", "party_text", "transaction", "created_at", "updated_at", "id",
    ]  # fmt: skip
    add_fieldsets = [(None, {"fields": ["account", ("due_on", "currency")]})]
    actions_detail = ["pdf", "issue", "record_payment", "credit", "mark_uncollectible", "void"]

    account_link = link_column("account", gettext_lazy("account"), ordering="account__search_name")
    total_money = money_column("total", gettext_lazy("total"))
    paid_money = money_column("paid_total", gettext_lazy("paid"))
    credited_money = money_column("credited_total", gettext_lazy("credited"))
    due_money = money_column("amount_due", gettext_lazy("amount due"), ordering="")
    status_label = label_column(
        "status",
        gettext_lazy("status"),
        {
            InvoiceStatus.OPEN: "info",
            InvoiceStatus.PAID: "success",
            InvoiceStatus.VOID: "danger",
            InvoiceStatus.UNCOLLECTIBLE: "warning",
        },
    )

    @display(description=gettext_lazy("number"), ordering="number")
    def name(self, row: Invoice) -> str:
        return str(row)

    @display(description=gettext_lazy("period"))
    def period(self, row: Invoice) -> str:
        return period_text(row)

    @display(description=gettext_lazy("billed party"))
    def party_text(self, row: Invoice) -> SafeString | str:
        """As it was when the invoice was issued."""
        party = {**row.party, **row.party.get("address", {})}
        party.pop("address", None)
        return format_html_join("", "{}<br>", [(value,) for value in party.values() if value]) or "–"

    # --- The page: a draft's form, an issued invoice's sheet --------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Invoice | None = None) -> list[Any]:
        if obj is None:
            return self.add_fieldsets
        dates = ("issued_on", "due_on")
        if obj.status == InvoiceStatus.DRAFT:
            head = [("account_link", "status_label"), ("due_on", "currency"), "total_money"]
        else:
            head = [("name", "status_label"), "account_link", dates, "period"]
        amounts = [("total_money", "due_money"), ("paid_money", "credited_money")]
        fieldsets: list[Any] = [(None, {"fields": head})]
        if obj.status != InvoiceStatus.DRAFT:
            fieldsets += [
                (gettext_lazy("Amounts"), {"fields": amounts}),
                (gettext_lazy("Billed party"), {"classes": ["collapse"], "fields": ["party_text"]}),
            ]
        record = ["transaction", "created_at", "updated_at", "id"]
        return [*fieldsets, (gettext_lazy("Record"), {"classes": ["collapse"], "fields": record})]

    def get_inlines(self, request: HttpRequest, obj: Invoice | None) -> list[type]:
        if self._is_editable(obj) and (obj is None or self.has_change_permission(request, obj)):
            return [DraftLineInline]
        inlines: list[type] = [LineInline]
        if obj is not None and obj.payments.exists():
            inlines.append(PaymentInline)
        if obj is not None and obj.credit_notes.exists():
            inlines.append(CreditNoteInline)
        return inlines

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"currency": settings.DEFAULT_CURRENCY, **super().get_changeform_initial_data(request)}

    @staticmethod
    def _is_editable(obj: Any) -> bool:
        return not isinstance(obj, Invoice) or obj.status == InvoiceStatus.DRAFT

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_editable(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Without a row in view there is nothing to delete: the list offers no bulk deletion of documents.
        return super().has_delete_permission(request, obj) and isinstance(obj, Invoice) and self._is_editable(obj)

    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Invoice:
        return actions.create_invoice(
            account=data["account"],
            lines=_lines(formsets),
            due_on=data["due_on"],
            currency=data["currency"],
            today=today_of(data["account"]),
        )

    def update(
        self, *, request: HttpRequest, row: Invoice, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Invoice:
        return update_draft_invoice(
            invoice=row,
            lines=_lines(formsets),
            due_on=data.get("due_on", row.due_on),
            currency=data.get("currency", row.currency),
        )

    def remove(self, *, request: HttpRequest, row: Invoice) -> None:
        actions.delete_draft_invoice(invoice=row)

    # --- Buttons ----------------------------------------------------------------------------------------------------

    @file_button(title="PDF", icon="picture_as_pdf")
    def pdf(self, request: HttpRequest, row: Invoice) -> HttpResponse:
        return pdf_response(invoice_pdf, invoice_file_name, invoice=row)

    @button(
        title=gettext_lazy("Issue"),
        explanation=gettext_lazy("It gets its number and today's date. From then on it cannot be changed or deleted."),
        icon="task_alt",
        when=lambda row: row.status == InvoiceStatus.DRAFT,
        variant=ActionVariant.PRIMARY,
    )
    def issue(self, request: HttpRequest, row: Invoice, data: dict[str, Any]) -> str:
        issued = actions.issue_invoice(invoice=row, today=today_of(row.account))
        return _("Invoice %(number)s was issued.") % {"number": issued.number}

    @button(
        title=gettext_lazy("Record payment"),
        icon="payments",
        permission="billing.add_payment",
        form=PaymentForm,
        when=lambda row: row.status in PAYABLE,
        variant=ActionVariant.PRIMARY,
    )
    def record_payment(self, request: HttpRequest, row: Invoice, data: dict[str, Any]) -> str:
        key = f"admin-{data['key']}"
        lock_invoice(row)  # so that the same form, sent twice at once, is seen by the second
        if Payment.objects.filter(invoice=row, idempotency_key=key).exists():
            raise ValidationError(_("This payment was recorded already."))
        payment = actions.record_payment(
            invoice=row,
            amount=data["amount"],
            method=data["method"],
            reference=data["reference"],
            by=staff_of(request),
            at=data["received_at"],
            idempotency_key=key,
        )
        return _("A payment of %(amount)s was recorded.") % {"amount": format_money(payment.amount, payment.currency)}

    @button(
        title=gettext_lazy("Credit"),
        explanation=gettext_lazy(
            "A numbered credit note takes back part or all of the invoice, which itself stays as it is."
        ),
        icon="undo",
        permission="billing.add_creditnote",
        form=CreditForm,
        when=lambda row: row.status in CREDITABLE and row.credited_total < row.total,
    )
    def credit(self, request: HttpRequest, row: Invoice, data: dict[str, Any]) -> str:
        note = actions.credit_invoice(
            invoice=row, amount=data["amount"], reason=data["reason"], today=today_of(row.account)
        )
        return _("Credit note %(number)s was issued.") % {"number": note.number}

    @button(
        title=gettext_lazy("Mark as uncollectible"),
        explanation=gettext_lazy("Given up. It can still be paid or voided."),
        icon="money_off",
        when=lambda row: row.status == InvoiceStatus.OPEN,
    )
    def mark_uncollectible(self, request: HttpRequest, row: Invoice, data: dict[str, Any]) -> str:
        actions.mark_invoice_uncollectible(invoice=row)
        return _("Invoice %(number)s is uncollectible.") % {"number": row.number}

    @button(
        title=gettext_lazy("Void"),
        explanation=gettext_lazy(
            "It keeps its number and lines but is owed no more; what it billed is undone or can be billed again. This cannot "
            "be undone."
        ),
        icon="block",
        when=lambda row: row.status in PAYABLE,
        variant=ActionVariant.DANGER,
    )
    def void(self, request: HttpRequest, row: Invoice, data: dict[str, Any]) -> str:
        actions.void_invoice(invoice=row, at=timezone.now())
        return _("Invoice %(number)s is void.") % {"number": row.number}


def _lines(formsets: list[BaseInlineFormSet]) -> list[Any]:
    names = ("description", "dataset", "quantity", "unit_price")
    return [{name: row[name] for name in names} for formset in formsets for row in inline_rows(formset)]
