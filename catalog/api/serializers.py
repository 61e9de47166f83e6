"""The shapes of the catalogue: rows that are read, and the body of a dataset that is written."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalog.choices import DatasetStatus, LocationKind, UpdateFrequency
from catalog.models import Location, Provider, Source
from nubo.shared.api.serializers import MoneyField, RelatedIdField, RowSerializer

__all__ = [
    "CategorySerializer",
    "DatasetSerializer",
    "DatasetWriteSerializer",
    "LocationSerializer",
    "ProductSerializer",
    "ProviderSerializer",
]


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _money(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"


class ProviderReferenceSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class PlaceSerializer(serializers.Serializer):
    """Where a dataset lies."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.CharField(allow_null=True, help_text=_("State letters; null for a country."))
    country = serializers.CharField(help_text=_("ISO 3166-1 code."))
    ibge_code = serializers.CharField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)


class DatasetSerializer(RowSerializer):
    """One row of ``DatasetQuerySet.for_api()``."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_null=True, help_text=_("The category's slug."))
    tags = serializers.ListField(child=serializers.CharField(), help_text=_("Slugs, in alphabetical order."))
    provider = ProviderReferenceSerializer()
    location = PlaceSerializer(allow_null=True)
    price = MoneyField(allow_null=True, help_text=_("Once; null: not sold that way; 0.00: free."))
    monthly_price = MoneyField(allow_null=True, help_text=_("A month; null: not sold that way; 0.00: free."))
    currency = serializers.CharField(help_text=_("ISO 4217 code."))
    licence = serializers.CharField(allow_blank=True)
    update_frequency = serializers.ChoiceField(choices=UpdateFrequency.choices)
    status = serializers.ChoiceField(choices=DatasetStatus.choices)
    published_at = serializers.DateTimeField(allow_null=True, help_text=_("The first publication."))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        row = instance
        return {
            "id": row["id"],
            "title": row["title"],
            "slug": row["slug"],
            "description": row["description"],
            "category": row["category__slug"],
            "tags": sorted(row["tag_slugs"].split(",")) if row["tag_slugs"] else [],
            "provider": {"id": row["provider_id"], "name": row["provider__name"]},
            "location": _place(row) if row["location_id"] else None,
            "price": _money(row["price"]),
            "monthly_price": _money(row["monthly_price"]),
            "currency": row["currency"],
            "licence": row["licence"],
            "update_frequency": row["update_frequency"],
            "status": row["status"],
            "published_at": row["published_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["location_id"],
        "name": row["location__name"],
        "state": row["location__state_code"] or None,
        "country": row["location__country_code"],
        "ibge_code": row["location__ibge_code"],
        "latitude": _float(row["location__latitude"]),
        "longitude": _float(row["location__longitude"]),
    }


class DatasetWriteSerializer(serializers.Serializer):
    """What staff send. The action decides what belongs together; here is only shape."""

    title = serializers.CharField(max_length=200)
    slug = serializers.CharField(max_length=200, required=False, help_text=_("Made of the title unless given."))
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    category = serializers.CharField(
        max_length=100, required=False, allow_null=True, help_text=_("The category's slug.")
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=30, required=False,
        help_text=_("Words; new ones are made. Replaces the tags that were there."),
    )  # fmt: skip
    provider = RelatedIdField(queryset=Provider.objects.all())
    source: Any = RelatedIdField(queryset=Source.objects.all(), required=False, allow_null=True)
    location = RelatedIdField(queryset=Location.objects.all(), required=False, allow_null=True)
    price = MoneyField(required=False, allow_null=True)
    monthly_price = MoneyField(required=False, allow_null=True)
    currency = serializers.RegexField(
        r"^[A-Z]{3}\Z", max_length=3, required=False, help_text=_("ISO 4217 code; BRL unless given.")
    )
    licence = serializers.CharField(max_length=100, required=False, allow_blank=True)
    update_frequency = serializers.ChoiceField(choices=UpdateFrequency.choices, required=False)
    status = serializers.ChoiceField(
        choices=DatasetStatus.choices, required=False, help_text=_("A new dataset is a draft or published.")
    )


class CategorySerializer(RowSerializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return instance


class ProviderSerializer(RowSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    site = serializers.CharField(allow_blank=True)

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return instance


class LocationSerializer(RowSerializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=LocationKind.choices)
    name = serializers.CharField()
    state = serializers.CharField(allow_null=True, help_text=_("State letters; null for a country."))
    country = serializers.CharField(help_text=_("ISO 3166-1 code."))
    ibge_code = serializers.CharField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    parent: Any = serializers.UUIDField(
        allow_null=True, help_text=_("The state of a municipality, the country of a state.")
    )

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": instance["id"],
            "kind": instance["kind"],
            "name": instance["name"],
            "state": instance["state_code"] or None,
            "country": instance["country_code"],
            "ibge_code": instance["ibge_code"],
            "latitude": _float(instance["latitude"]),
            "longitude": _float(instance["longitude"]),
            "parent": instance["parent_id"],
        }


class ProductDatasetSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()


class ProductSerializer(RowSerializer):
    """One row of ``ProductQuerySet.for_api()``."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    datasets = ProductDatasetSerializer(many=True, help_text=_("The published datasets of the bundle, by title."))
    price = MoneyField(allow_null=True, help_text=_("Once; null: not sold that way; 0.00: free."))
    monthly_price = MoneyField(allow_null=True, help_text=_("A month; null: not sold that way; 0.00: free."))
    currency = serializers.CharField(help_text=_("ISO 4217 code."))
    status = serializers.ChoiceField(choices=DatasetStatus.choices)
    published_at = serializers.DateTimeField(allow_null=True, help_text=_("The first publication."))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        # SQLite keeps a UUID as 32 hexadecimal digits.
        listed = [{"id": UUID(item["id"]), "title": item["title"]} for item in instance["listed"] or []]
        return {
            "id": instance["id"],
            "title": instance["title"],
            "slug": instance["slug"],
            "description": instance["description"],
            "datasets": sorted(listed, key=lambda item: (item["title"], item["id"])),
            "price": _money(instance["price"]),
            "monthly_price": _money(instance["monthly_price"]),
            "currency": instance["currency"],
            "status": instance["status"],
            "published_at": instance["published_at"],
            "created_at": instance["created_at"],
            "updated_at": instance["updated_at"],
        }
