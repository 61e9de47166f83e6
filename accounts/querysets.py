"""Every named read of accounts and users: who may see whom."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.choices import UserRole
from accounts.rules import token_digest
from nubo.shared.soft_delete import SoftDeleteQuerySet, live_q
from nubo.shared.text import search_key

__all__ = ["AccountQuerySet", "DataClientQuerySet", "UserQuerySet"]


class AccountQuerySet(SoftDeleteQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Staff: every account. Anyone else: the own account."""
        if user.is_staff:
            return self.all()
        return self.filter(pk=user.account_id) if user.account_id else self.none()

    def active(self) -> Self:
        """Accounts that may sign in and buy."""
        return self.filter(is_active=True)

    def matching(self, words: str) -> Self:
        """Each word somewhere in the name, e-mail or identifying code."""
        found = self
        for word in words.split():
            code = word.replace(".", "").replace("/", "").replace("-", "")
            found = found.filter(
                Q(name__icontains=word)
                | Q(search_name__contains=search_key(word))
                | Q(email__icontains=word)
                | Q(identifying_code__icontains=code or word)
            )
        return found

    def for_api(self) -> models.QuerySet[Any, dict[str, Any]]:
        """Rows (dicts) with what an answer shows, in one query."""
        return self.values(
            "id", "name", "email", "identifying_code", "role", "phone", "street", "number", "complement", "district", "city",
            "state", "postal_code", "country", "payment_terms", "net_days", "is_active", "created_at", "updated_at",
        )  # fmt: skip


class UserQuerySet(SoftDeleteQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Staff: every user. The account's admin: the account's users. A member: itself.

        Staff who belong to an account stay out of its admin's sight, who could otherwise set their passwords.
        """
        if user.is_staff:
            return self.all()
        if user.role == UserRole.ADMIN and user.account_id:
            return self.filter(account_id=user.account_id, is_staff=False)
        return self.filter(pk=user.pk)

    def active_admins(self) -> Self:
        """Those who can manage their account: live, active, role admin."""
        return self.filter(role=UserRole.ADMIN, is_active=True, is_staff=False).live()

    def for_api(self) -> models.QuerySet[Any, dict[str, Any]]:
        """Rows (dicts) with what an answer shows, in one query; never the password."""
        return self.values(
            "id",
            "account_id",
            "role",
            "name",
            "email",
            "picture",
            "external_token",
            "is_active",
            "created_at",
            "updated_at",
        )


class DataClientQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Staff: every data client. The account's admin: the account's own."""
        if user.is_staff:
            return self.all()
        return (
            self.filter(account_id=user.account_id) if user.role == UserRole.ADMIN and user.account_id else self.none()
        )

    def usable(self, at: datetime) -> Self:
        """Whose token opens doors at the instant ``at``: not revoked, not expired, of a live and active account."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            live_q("account__"),
            revoked_at__isnull=True,
            account__is_active=True,
        )

    def with_token(self, token: str) -> Self:
        """The one client that was given this token, if any."""
        return self.filter(token_hash=token_digest(token))
