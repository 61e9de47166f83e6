"""Staff screens of accounts, people, their programs, and of who may sign in."""

from accounts.admin.accounts import AccountAdmin
from accounts.admin.data_clients import DataClientAdmin
from accounts.admin.security import GroupAdmin
from accounts.admin.users import UserAdmin

__all__ = ["AccountAdmin", "DataClientAdmin", "GroupAdmin", "UserAdmin"]
