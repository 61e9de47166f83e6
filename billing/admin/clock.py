"""Where the staff screens of billing read the clock."""

from datetime import date

from django.utils import timezone

from accounts.models import Account
from nubo.shared.periods import billing_day

__all__ = ["today_of"]


def today_of(account: Account) -> date:
    """The account's billing day at this moment."""
    return billing_day(at=timezone.now(), time_zone=account.billing_time_zone)
