"""Accounts, their users and their programs' credentials: fields and constraints; ``actions.py`` writes them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import AccountRole, PaymentTerms, UserRole
from accounts.fields import IdentifyingCodeField, LowerCaseEmailField
from accounts.querysets import AccountQuerySet, DataClientQuerySet, UserQuerySet
from accounts.rules import normalize_email, validate_identifying_code, validate_time_zone
from nubo.shared.models import BaseModel
from nubo.shared.soft_delete import LIVE, LiveManager, SoftDeleteModel
from nubo.shared.text import search_key

__all__ = ["Account", "DataClient", "User"]


def default_time_zone() -> str:
    return settings.DEFAULT_BILLING_TIME_ZONE


class Account(SoftDeleteModel, BaseModel):
    """A company or person that buys; has users and is invoiced."""

    name = models.CharField(_("name"), max_length=200)
    # The name as people search for it, without case and accents; kept by save().
    search_name = models.CharField(max_length=200, editable=False, default="")
    email = LowerCaseEmailField(_("billing e-mail"), max_length=254)
    identifying_code = IdentifyingCodeField(_("CNPJ or CPF"), max_length=20, validators=[validate_identifying_code])
    role = models.CharField(_("role"), max_length=10, choices=AccountRole, default=AccountRole.CUSTOMER)
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")

    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    number = models.CharField(_("number"), max_length=20, blank=True, default="")
    complement = models.CharField(_("complement"), max_length=100, blank=True, default="")
    district = models.CharField(_("district"), max_length=100, blank=True, default="")
    city = models.CharField(_("city"), max_length=100, blank=True, default="")
    state = models.CharField(_("state"), max_length=50, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="BR")

    payment_terms = models.CharField(
        _("payment terms"), max_length=10, choices=PaymentTerms, default=PaymentTerms.PREPAID
    )
    net_days = models.PositiveSmallIntegerField(
        _("net days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    billing_time_zone = models.CharField(
        _("billing time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = LiveManager.from_queryset(AccountQuerySet)()
    all_objects = AccountQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_name"])

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name", "id"]
        default_manager_name = "objects"
        # Forward relations (invoice.account) resolve deleted rows too.
        base_manager_name = "all_objects"
        # With the code "unique" Django names the field that clashes; any other code makes it an error of the whole form.
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=LIVE,
                name="accounts_account_email_unique_among_live",
                violation_error_code="unique",
                violation_error_message=_("An account with this e-mail already exists."),
            ),
            models.UniqueConstraint(
                fields=["identifying_code"],
                condition=LIVE,
                name="accounts_identifying_code_unique_among_live",
                violation_error_code="unique",
                violation_error_message=_("An account with this CNPJ or CPF already exists."),
            ),
            models.CheckConstraint(
                condition=Q(payment_terms=PaymentTerms.PREPAID, net_days__isnull=True)
                | Q(payment_terms=PaymentTerms.NET, net_days__isnull=False),
                name="accounts_net_days_exactly_with_net_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.payment_terms == PaymentTerms.NET) != (self.net_days is not None):
            message = _("Give the number of days, with payment terms net and only then.")
            raise ValidationError({"net_days": ValidationError(message, code="net_days")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = search_key(self.name)[:200]
        super().save(*args, **kwargs)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Live users; knows how Django's own commands and backends create and find them."""

    def get_queryset(self) -> UserQuerySet:
        return super().get_queryset().filter(LIVE)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.select_related("account").get(email=normalize_email(username or ""))

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For ``manage.py createsuperuser``: staff without an account."""
        user = self.model(email=email, is_staff=True, is_superuser=True, role=UserRole.ADMIN, **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(SoftDeleteModel, BaseModel, AbstractBaseUser, PermissionsMixin):
    """A person of one account, or staff (no account); signs in by e-mail."""

    account = models.ForeignKey(
        Account, verbose_name=_("account"), null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    role = models.CharField(_("role"), max_length=10, choices=UserRole, default=UserRole.MEMBER)
    name = models.CharField(_("name"), max_length=200)
    email = LowerCaseEmailField(_("e-mail"), max_length=254)
    picture = models.URLField(_("picture"), max_length=500, blank=True, default="")
    # Subject of an external identity provider (OpenID Connect "sub"); null, not empty, so that it is unique.
    external_token = models.CharField(_("external token"), max_length=255, null=True, blank=True)  # noqa: DJ001
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    all_objects = UserQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email", "id"]
        default_manager_name = "objects"
        base_manager_name = "all_objects"
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=LIVE,
                name="accounts_user_email_unique_among_live",
                violation_error_code="unique",
                violation_error_message=_("A user with this e-mail already exists."),
            ),
            models.UniqueConstraint(
                fields=["external_token"],
                condition=LIVE,
                name="accounts_external_token_unique_among_live",
                violation_error_code="unique",
                violation_error_message=_("A user with this external token already exists."),
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(is_staff=True), name="accounts_user_has_account_unless_staff"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        # Not AbstractBaseUser.clean(): it normalises the e-mail through the manager, which the field does already.
        if self.account_id is None and not self.is_staff:
            raise ValidationError({"account": ValidationError(_("Only staff have no account."), code="required")})
        self.external_token = self.external_token or None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]


class DataClient(BaseModel):
    """A machine credential of an account: a bearer token for programs that read data. Only its digest is kept."""

    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="data_clients"
    )
    name = models.CharField(_("name"), max_length=100)
    # SHA-256 of a 256-bit random token: nothing to guess, so no slow hash is needed at every request.
    token_hash = models.CharField(_("token digest"), max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = DataClientQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token_hash", "last_used_at"])

    class Meta:
        verbose_name = _("data client")
        verbose_name_plural = _("data clients")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
