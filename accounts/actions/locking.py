"""Rows as they are now, held until the end of the transaction. Always the account first, then the person."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account, User
from nubo.shared.errors import InvalidTransition

__all__ = ["assign", "lock_account", "lock_live_account", "lock_live_user", "lock_user"]


def lock_account(account_id: Any) -> Account:
    """The account, deleted or not."""
    # NO KEY: invoices that only refer to the account may be written meanwhile.
    return Account.all_objects.select_for_update(no_key=True).get(pk=account_id)


def lock_live_account(account_id: Any) -> Account:
    """The account. Raises InvalidTransition if it was deleted, for instance while the caller waited for the lock."""
    account = lock_account(account_id)
    if account.is_deleted:
        raise InvalidTransition(_("This account was deleted."))
    return account


def lock_user(user: User) -> User:
    """The person, deleted or not, and its account with it: "the last administrator" is a fact about all of them."""
    if user.account_id:
        lock_account(user.account_id)
    return User.all_objects.select_for_update(no_key=True).get(pk=user.pk)


def lock_live_user(user: User) -> User:
    """The person. Raises InvalidTransition if it was deleted, for instance while the caller waited for the lock."""
    locked = lock_user(user)
    if locked.is_deleted:
        raise InvalidTransition(_("This user was deleted."))
    return locked


def assign(row: models.Model, data: Mapping[str, Any], *, allowed: frozenset[str]) -> None:
    """Set the named fields. Raises TypeError for one that this action does not write: a mistake of the program."""
    if unknown := set(data) - allowed:
        raise TypeError(f"{type(row).__name__} has no field to write called {', '.join(sorted(unknown))}")
    for name, value in data.items():
        setattr(row, name, value)
