"""Which groups a member of staff belongs to, and so what it may do in the admin."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.locking import lock_live_user
from accounts.models import User

__all__ = ["set_groups"]


@transaction.atomic
def set_groups(*, user: User, groups: Iterable[Group]) -> User:
    """Make these the person's groups, with the next request.

    Raises ValidationError for one who is not staff: permissions count in the admin only. Refuses with
    ``invalid_transition`` a deleted person.
    """
    locked = lock_live_user(user)
    wanted = list(groups)
    if wanted and not locked.is_staff:
        raise ValidationError({"groups": ValidationError(_("Only staff belong to groups."), code="not_staff")})
    locked.groups.set(wanted)
    return locked
