"""Who acts, and on which day: where the staff screens of billing read the request and the clock."""

from datetime import date
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Account, User
from nubo.shared.periods import billing_day

__all__ = ["staff_of", "today_of"]


def staff_of(request: HttpRequest) -> User:
    """The person at the desk; the site lets nobody else come here."""
    return cast(User, request.user)


def today_of(account: Account) -> date:
    """The account's billing day at this moment."""
    return billing_day(at=timezone.now(), time_zone=account.billing_time_zone)
