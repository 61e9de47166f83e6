"""Where data comes from (provider, source) and where it lies (location)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Account
from catalog.choices import LocationKind, SourceKind
from catalog.querysets import LocationQuerySet, ProviderQuerySet
from nubo.shared.models import BaseModel
from nubo.shared.soft_delete import LIVE, LiveManager, SoftDeleteModel
from nubo.shared.text import search_key

__all__ = ["Location", "Provider", "Source"]


class Location(BaseModel):
    """A country, a state (UF) or a municipality.

    ``state_code`` and ``country_code`` repeat what the parents say, so that "everything in SP" is one indexed
    comparison instead of a walk up the tree; ``catalog.actions.locations`` keeps them.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=LocationKind)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # Two letters: the UF of a state and its municipalities, the ISO 3166-1 code of the country above all.
    state_code = models.CharField(_("state letters"), max_length=2, blank=True, default="")
    country_code = models.CharField(_("country code"), max_length=2, default="BR")
    ibge_code = models.CharField(_("IBGE code"), max_length=7, null=True, blank=True)  # noqa: DJ001 (unique, so null)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    # The name without case and accents: what the place filter compares.
    search_name = models.CharField(max_length=120, editable=False, default="", db_index=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["country_code", "state_code", "search_name"], name="catalog_location_in_state"),
            models.Index(fields=["latitude", "longitude"], name="catalog_location_coordinates"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ibge_code"],
                name="catalog_ibge_code_unique",
                violation_error_message=_("A location with this IBGE code already exists."),
            ),
            models.CheckConstraint(
                condition=Q(kind=LocationKind.COUNTRY, parent__isnull=True, state_code="")
                | (
                    Q(kind__in=[LocationKind.STATE, LocationKind.MUNICIPALITY], parent__isnull=False)
                    & ~Q(state_code="")
                ),
                name="catalog_location_has_parent_and_state_unless_country",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="catalog_location_has_both_coordinates_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state_code})" if self.kind == LocationKind.MUNICIPALITY else self.name

    def clean(self) -> None:
        super().clean()
        expected = {LocationKind.STATE: LocationKind.COUNTRY, LocationKind.MUNICIPALITY: LocationKind.STATE}.get(
            self.kind
        )  # type: ignore[call-overload]
        if (self.parent.kind if self.parent else None) != expected:
            message = _("A municipality lies in a state, a state in a country, a country in nothing.")
            raise ValidationError({"parent": ValidationError(message, code="invalid_parent")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = search_key(self.name)[:120]
        super().save(*args, **kwargs)


class Provider(SoftDeleteModel, BaseModel):
    """Who supplies datasets."""

    name = models.CharField(_("name"), max_length=200)
    search_name = models.CharField(max_length=200, editable=False, default="")
    account = models.ForeignKey(
        Account, verbose_name=_("account"), null=True, blank=True, on_delete=models.PROTECT, related_name="providers"
    )
    site = models.URLField(_("site"), max_length=500, blank=True, default="")
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")

    objects = LiveManager.from_queryset(ProviderQuerySet)()
    all_objects = ProviderQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_name"])

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name", "id"]
        default_manager_name = "objects"
        base_manager_name = "all_objects"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=LIVE,
                name="catalog_provider_name_unique_among_live",
                violation_error_message=_("A provider with this name already exists."),
                violation_error_code="unique",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = search_key(self.name)[:200]
        super().save(*args, **kwargs)


class Source(BaseModel):
    """Where a provider's data comes from; carries the geographic place."""

    provider = models.ForeignKey(Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind, default=SourceKind.PORTAL)
    url = models.URLField(_("address"), max_length=500)
    location = models.ForeignKey(
        Location, verbose_name=_("location"), null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["url", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "url"],
                name="catalog_source_once_per_provider",
                violation_error_message=_("This provider already has a source with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.url
