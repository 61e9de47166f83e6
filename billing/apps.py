"""Billing as an app; joins the checks that run before an account is deleted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "billing"
    verbose_name = _("Billing")

    def ready(self) -> None:
        from accounts.actions import account_delete_checks
        from billing.actions import refuse_while_invoices_are_open

        if refuse_while_invoices_are_open not in account_delete_checks:
            account_delete_checks.append(refuse_while_invoices_are_open)
