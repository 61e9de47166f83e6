"""Every write to accounts, people and their credentials; nothing else in this app saves."""

from accounts.actions.accounts import (
    account_delete_checks,
    create_account,
    delete_account,
    restore_account,
    update_account,
)
from accounts.actions.data_clients import create_data_client, revoke_data_client
from accounts.actions.sessions import (
    LockedOut,
    SessionEnded,
    SignIn,
    SignInRefused,
    Tokens,
    refresh_tokens,
    sign_in,
    sign_out,
)
from accounts.actions.users import change_password, create_user, delete_user, restore_user, update_user

__all__ = [
    "LockedOut",
    "SessionEnded",
    "SignIn",
    "SignInRefused",
    "Tokens",
    "account_delete_checks",
    "change_password",
    "create_account",
    "create_data_client",
    "create_user",
    "delete_account",
    "delete_user",
    "refresh_tokens",
    "restore_account",
    "restore_user",
    "revoke_data_client",
    "sign_in",
    "sign_out",
    "update_account",
    "update_user",
]
