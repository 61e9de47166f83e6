"""Fields that several bodies of billing share: references to what the caller may name, days, and periods."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.models import Account, User
from catalog.models import Dataset, Product
from nubo.shared.api.serializers import RelatedIdField, RowSerializer

__all__ = [
    "MAX_ITEMS", "AccountField", "DatasetField", "DayField", "OfferIdsField", "PeriodSerializer", "ProductField", "buyer",
    "period",
]  # fmt: skip

#: Days outside are typing errors; both ends are far from where date arithmetic overflows.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
#: How many things one transaction buys, or one invoice lists, at most.
MAX_ITEMS = 100


def nameable(model: type[Dataset] | type[Product]) -> QuerySet:
    """The datasets or products that a body may name: every one there ever was.

    Drafts, retired and deleted ones too: whoever holds such an id is told ``dataset_unavailable`` (409) by the action,
    and nothing else about it; only an id that never existed is a mistake in the body (400).
    """
    return model.all_objects.all()


class AccountField(RelatedIdField):
    """An account that the caller may see: staff any, everyone else the own one."""

    def get_queryset(self) -> QuerySet:
        return Account.objects.visible_to(self.context["request"].user)


class DatasetField(RelatedIdField):
    def get_queryset(self) -> QuerySet:
        return nameable(Dataset)


class ProductField(RelatedIdField):
    def get_queryset(self) -> QuerySet:
        return nameable(Product)


class OfferIdsField(serializers.ListField):
    """Ids of datasets or products, each once, turned into rows with one query; order is kept."""

    child = serializers.UUIDField()

    def __init__(self, *, model: type[Dataset] | type[Product], **kwargs: Any) -> None:
        self.model = model
        super().__init__(max_length=MAX_ITEMS, required=False, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        # Before anything is done with them: the validator of max_length comes only after the work.
        if isinstance(data, list) and len(data) > MAX_ITEMS:
            raise ValidationError(_("At most {most} are taken at once.").format(most=MAX_ITEMS), code="max_length")
        ids: list[UUID] = super().to_internal_value(data)
        found = nameable(self.model).in_bulk(ids)
        errors: dict[Any, Any] = {}
        for index, pk in enumerate(ids):
            if pk not in found:
                errors[index] = [ErrorDetail(gettext("There is no such object."), code="does_not_exist")]
            elif pk in ids[:index]:
                errors[index] = [ErrorDetail(gettext("It is in the list twice."), code="duplicate")]
        if errors:
            raise ValidationError(errors)
        return [found[pk] for pk in ids]


class DayField(serializers.DateField):
    """A day from 2000 to 2100, written YYYY-MM-DD and in no other of ISO 8601's forms."""

    default_error_messages = {
        "invalid": _("Write the day as YYYY-MM-DD."),
        "out_of_range": _("The day must lie between {first} and {last}."),
    }

    def to_internal_value(self, value: Any) -> date:
        if not (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
            self.fail("invalid")
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("out_of_range", first=FIRST_DAY, last=LAST_DAY)
        return day


class PeriodSerializer(RowSerializer):
    """Half-open: ``end`` is the first day that does not belong to it."""

    start = serializers.DateField()
    end = serializers.DateField()


def period(start: date | None, end: date | None) -> dict[str, date | None] | None:
    return None if start is None else {"start": start, "end": end}


def buyer(*, user: User, account: Account | None) -> Account:
    """Who pays: the caller's own account; staff must name one. Raises ValidationError that names the field."""
    if account is None and user.is_staff:
        raise ValidationError({"account": [_("Say for which account.")]}, code="required")
    return account or Account.objects.get(users=user)
