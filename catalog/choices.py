"""The words of the catalogue, and the table of a dataset's allowed changes of state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["DATASET_TRANSITIONS", "DatasetStatus", "LocationKind", "SoldAs", "SourceKind", "UpdateFrequency"]


class DatasetStatus(models.TextChoices):
    DRAFT = "draft", _("draft")  # staff only
    PUBLISHED = "published", _("published")  # anyone sees it, accounts buy it
    RETIRED = "retired", _("retired")  # no longer shown or sold; who bought it keeps it


#: From each state, the states that may follow. Staying is always allowed and changes nothing.
DATASET_TRANSITIONS: dict[DatasetStatus, frozenset[DatasetStatus]] = {
    DatasetStatus.DRAFT: frozenset({DatasetStatus.PUBLISHED}),
    DatasetStatus.PUBLISHED: frozenset({DatasetStatus.RETIRED, DatasetStatus.DRAFT}),
    DatasetStatus.RETIRED: frozenset({DatasetStatus.PUBLISHED}),
}


class LocationKind(models.TextChoices):
    COUNTRY = "country", _("country")
    STATE = "state", _("state")
    MUNICIPALITY = "municipality", _("municipality")


class SoldAs(models.TextChoices):
    ONE_OFF = "one_off", _("one-off")
    SUBSCRIPTION = "subscription", _("subscription")


class SourceKind(models.TextChoices):
    PORTAL = "portal", _("open data portal")
    API = "api", _("API")
    FILE = "file", _("file")
    SENSOR = "sensor", _("sensor network")
    SURVEY = "survey", _("survey")
    OTHER = "other", _("other")


class UpdateFrequency(models.TextChoices):
    """After the frequency vocabulary of the EU Publications Office that DCAT-AP uses, the common part of it."""

    CONTINUOUS = "continuous", _("continuous")
    HOURLY = "hourly", _("hourly")
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    SEMIANNUAL = "semiannual", _("semiannual")
    ANNUAL = "annual", _("annual")
    IRREGULAR = "irregular", _("irregular")
    NEVER = "never", _("never")
    UNKNOWN = "unknown", _("unknown")
