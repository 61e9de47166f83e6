"""Adding, changing, deleting and restoring people, and their passwords."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.locking import assign, lock_live_account, lock_live_user, lock_user
from accounts.actions.sessions import end_sessions
from accounts.models import Account, User
from accounts.rules import manages_account
from nubo.shared.errors import Conflict

__all__ = ["change_password", "create_user", "delete_user", "restore_user", "update_user"]

_FIELDS = frozenset(
    {"account", "role", "name", "email", "picture", "external_token", "is_active", "is_staff", "is_superuser"}
)


@transaction.atomic
def create_user(*, account: Account | None, data: Mapping[str, Any]) -> User:
    """Add a person to an account; without an account only staff (``is_staff`` in ``data``).

    Without ``password`` nobody can sign in as that person until one is set. Raises ValidationError by field; Conflict
    ``invalid_transition`` for a deleted account.
    """
    if account is not None:
        lock_live_account(account.pk)
    user = User(account=account)
    user.set_unusable_password()
    _fill(user, {**data, "account": account})
    user.save()
    return user


@transaction.atomic
def update_user(*, user: User, data: Mapping[str, Any]) -> User:
    """Change the named fields; a ``password`` among them ends all of the person's sessions.

    Raises ValidationError by field, also for another account: what a person did stays with the account it was done for.
    Refuses with ``last_admin`` to demote or deactivate an account's only active administrator, and with
    ``invalid_transition`` a deleted person.
    """
    locked = lock_live_user(user)
    managed = manages_account(locked)
    if "account" in data and locked.account_id is not None and data["account"] != locked.account:
        raise ValidationError({"account": ValidationError(_("A user stays with its account."), code="not_allowed")})
    _fill(locked, data)
    if managed and not manages_account(locked):
        _refuse_last_admin(locked)
    locked.save()
    if data.get("password") is not None:
        end_sessions([locked])
    return locked


@transaction.atomic
def delete_user(*, user: User, at: datetime) -> User:
    """Hide the person and end all sessions; the e-mail may be used again. A second deletion changes nothing.

    Refuses with ``last_admin`` an account's only active administrator.
    """
    locked = lock_user(user)
    if locked.is_deleted:
        return locked
    if manages_account(locked):
        _refuse_last_admin(locked)
    locked.deleted_at = at
    locked.save(update_fields=["deleted_at", "updated_at"])
    end_sessions([locked])
    return locked


@transaction.atomic
def restore_user(*, user: User) -> User:
    """Bring a deleted person back; sessions stay ended.

    Raises ValidationError if the account is deleted, or someone has taken the e-mail or external token since.
    """
    locked = lock_user(user)
    if not locked.is_deleted:
        return locked
    if locked.account is not None and locked.account.is_deleted:
        raise ValidationError({"account": ValidationError(_("Restore the account first."), code="deleted")})
    locked.deleted_at = None
    locked.full_clean()
    locked.save(update_fields=["deleted_at", "updated_at"])
    return locked


@transaction.atomic
def change_password(*, user: User, current_password: str, new_password: str) -> None:
    """Set a person's own new password and end all sessions, the one that asked included.

    Raises ValidationError naming ``current_password`` or ``new_password``.
    """
    locked = lock_live_user(user)
    if not locked.check_password(current_password):
        message = _("This is not your current password.")
        raise ValidationError({"current_password": ValidationError(message, code="wrong_password")})
    try:
        validate_password(new_password, locked)
    except ValidationError as error:
        raise ValidationError({"new_password": error.error_list}) from None
    locked.set_password(new_password)
    locked.save(update_fields=["password", "updated_at"])
    end_sessions([locked])


def _fill(user: User, data: Mapping[str, Any]) -> None:
    """Set the fields and the password, and check all of them, so that one answer names everything that is wrong."""
    fields = dict(data)
    password = fields.pop("password", None)
    assign(user, fields, allowed=_FIELDS)
    errors: dict[str, Any] = {}
    try:
        user.full_clean()
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            errors["password"] = error.error_list
    if errors:
        raise ValidationError(errors)
    if password is not None:
        user.set_password(password)


def _refuse_last_admin(user: User) -> None:
    # The account's row is locked: two administrators cannot take each other's place as the last one at the same moment.
    others = User.objects.active_admins().filter(account_id=user.account_id).exclude(pk=user.pk)
    if not others.exists():
        raise Conflict(_("An account needs at least one active administrator."), code="last_admin")
