"""Opening, changing, deleting and restoring accounts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.actions.data_clients import revoke_all
from accounts.actions.locking import assign, lock_account, lock_live_account
from accounts.actions.sessions import end_sessions
from accounts.actions.users import create_user
from accounts.choices import PaymentTerms, UserRole
from accounts.models import Account, User

__all__ = ["account_delete_checks", "create_account", "delete_account", "restore_account", "update_account"]

#: What apps above have against a deletion: each is called with the locked account and raises Conflict to refuse it
#: (billing: ``open_invoices``). They append in their AppConfig.ready, so that this app need not know them.
account_delete_checks: list[Callable[[Account], None]] = []

_FIELDS = frozenset(
    {
        "name", "email", "identifying_code", "role", "phone", "street", "number", "complement", "district", "city", "state",
        "postal_code", "country", "payment_terms", "net_days", "billing_time_zone", "is_active",
    }
)  # fmt: skip


@transaction.atomic
def create_account(*, data: Mapping[str, Any], admin: Mapping[str, Any] | None = None) -> Account:
    """Open an account and, with ``admin`` (name, email, password), its first administrator; both or neither.

    Raises ValidationError by field; those of the administrator as ``admin.email`` and so on.
    """
    account = Account()
    assign(account, data, allowed=_FIELDS)
    account.full_clean()
    account.save()
    if admin is not None:
        try:
            create_user(account=account, data={**admin, "role": UserRole.ADMIN})
        except ValidationError as error:
            raise _prefixed("admin", error) from None
    return account


@transaction.atomic
def update_account(*, account: Account, data: Mapping[str, Any]) -> Account:
    """Change the named fields. Payment terms ``prepaid`` drop the number of days unless ``data`` names one.

    Raises ValidationError by field; Conflict ``invalid_transition`` for a deleted account.
    """
    locked = lock_live_account(account.pk)
    if data.get("payment_terms") == PaymentTerms.PREPAID:
        data = {"net_days": None, **data}
    assign(locked, data, allowed=_FIELDS)
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def delete_account(*, account: Account, at: datetime) -> Account:
    """Hide the account and its users at the same instant, end their sessions and revoke its data clients.

    A second deletion changes nothing. Their e-mails and the identifying code may be used again. Refused by whatever
    ``account_delete_checks`` raise.
    """
    locked = lock_account(account.pk)
    if locked.is_deleted:
        return locked
    for check in account_delete_checks:
        check(locked)
    users = list(User.objects.filter(account=locked).order_by("pk").select_for_update(no_key=True))
    _set_deleted_at(users, at)
    end_sessions(users)
    revoke_all(account=locked, at=at)
    locked.deleted_at = at
    locked.save(update_fields=["deleted_at", "updated_at"])
    return locked


@transaction.atomic
def restore_account(*, account: Account) -> Account:
    """Bring the account back with the users that were deleted with it. Their sessions and data clients stay ended.

    Raises ValidationError if a live account or user has taken an e-mail, identifying code or external token since; then
    nothing is restored.
    """
    locked = lock_account(account.pk)
    if not locked.is_deleted:
        return locked
    # The same instant marks those who went with the account; people deleted before it stay deleted.
    users = list(User.all_objects.filter(account=locked, deleted_at=locked.deleted_at).order_by("pk"))
    locked.deleted_at = None
    locked.full_clean()
    locked.save(update_fields=["deleted_at", "updated_at"])
    for user in users:
        user.deleted_at = None
        _refuse_clash(user)
    _set_deleted_at(users, None)
    return locked


def _refuse_clash(user: User) -> None:
    try:
        user.validate_constraints()
    except ValidationError as error:
        # Named, since whoever restores an account does not see which of its people is meant.
        messages = [f"{user.email}: {message}" for message in error.messages]
        raise ValidationError({NON_FIELD_ERRORS: messages}) from None


def _set_deleted_at(users: list[User], at: datetime | None) -> None:
    # One by one: an update() would leave no trace in the history of who was deleted.
    for user in users:
        user.deleted_at = at
        user.save(update_fields=["deleted_at", "updated_at"])


def _prefixed(prefix: str, error: ValidationError) -> ValidationError:
    return ValidationError(
        {
            (prefix if field == NON_FIELD_ERRORS else f"{prefix}.{field}"): errors
            for field, errors in error.error_dict.items()
        }
    )
