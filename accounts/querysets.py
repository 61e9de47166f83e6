"""Every named read of accounts and users: who may see whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.choices import UserRole
from nubo.shared.soft_delete import SoftDeleteQuerySet
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
        for word in words.split():
            code = word.replace(".", "").replace("/", "").replace("-", "")
            self = self.filter(
                Q(name__icontains=word)
                | Q(search_name__contains=search_key(word))
                | Q(email__icontains=word)
                | Q(identifying_code__icontains=code or word)
            )
        return self


class UserQuerySet(SoftDeleteQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Staff: every user. The account's admin: the account's users. A member: itself."""
        if user.is_staff:
            return self.all()
        if user.role == UserRole.ADMIN and user.account_id:
            return self.filter(account_id=user.account_id)
        return self.filter(pk=user.pk)

    def active_admins(self) -> Self:
        """Those who can manage their account: live, active, role admin."""
        return self.filter(role=UserRole.ADMIN, is_active=True, is_staff=False)


class DataClientQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Staff: every data client. The account's admin: the account's own."""
        if user.is_staff:
            return self.all()
        return self.filter(account_id=user.account_id) if user.role == UserRole.ADMIN and user.account_id else self.none()
