"""Credentials for an account's programs: made once, shown once, revoked for good."""

from datetime import datetime

from django.db import transaction

from accounts.actions.locking import lock_live_account
from accounts.models import Account, DataClient
from accounts.rules import new_token, token_digest

__all__ = ["create_data_client", "revoke_all", "revoke_data_client"]


@transaction.atomic
def create_data_client(*, account: Account, name: str, expires_at: datetime | None = None) -> tuple[DataClient, str]:
    """A new credential and its token. The token is nowhere kept: whoever loses it makes a new one.

    Raises ValidationError by field; Conflict ``invalid_transition`` for a deleted account.
    """
    lock_live_account(account.pk)
    token = new_token()
    data_client = DataClient(account=account, name=name, token_hash=token_digest(token), expires_at=expires_at)
    data_client.full_clean()
    data_client.save()
    return data_client, token


@transaction.atomic
def revoke_data_client(*, data_client: DataClient, at: datetime) -> DataClient:
    """End the credential with its next use. A second revocation keeps the first instant."""
    locked = DataClient.objects.select_for_update(no_key=True).get(pk=data_client.pk)
    if locked.revoked_at is None:
        locked.revoked_at = at
        locked.save(update_fields=["revoked_at", "updated_at"])
    return locked


def revoke_all(*, account: Account, at: datetime) -> None:
    """End every credential of an account; the caller holds the account's row."""
    for data_client in DataClient.objects.filter(account=account, revoked_at__isnull=True):
        revoke_data_client(data_client=data_client, at=at)
