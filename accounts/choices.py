"""The words of accounts: what an account is, what a person may do in it, and how it pays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["AccountRole", "PaymentTerms", "UserRole"]


class AccountRole(models.TextChoices):
    CUSTOMER = "customer", _("customer")
    PROVIDER = "provider", _("provider")
    INTERNAL = "internal", _("internal")


class UserRole(models.TextChoices):
    ADMIN = "admin", _("administrator")  # manages the account's users and buys
    MEMBER = "member", _("member")  # reads and downloads


class PaymentTerms(models.TextChoices):
    PREPAID = "prepaid", _("prepaid")  # access follows payment
    NET = "net", _("net days")  # access at once, owed within net_days
