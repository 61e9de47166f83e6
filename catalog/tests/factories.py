"""A catalogue for tests: valid, and different each time."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from catalog.choices import DatasetStatus, LocationKind
from catalog.models import Category, Dataset, Location, Product, ProductItem, Provider, Tag

__all__ = [
    "CategoryFactory",
    "CountryFactory",
    "DatasetFactory",
    "MunicipalityFactory",
    "ProductFactory",
    "ProviderFactory",
    "StateFactory",
    "TagFactory",
]


class CountryFactory(factory.django.DjangoModelFactory):
    """Brazil, once."""

    class Meta:
        model = Location
        django_get_or_create = ("kind", "country_code")

    kind = LocationKind.COUNTRY
    country_code = "BR"
    name = "Brasil"


class StateFactory(factory.django.DjangoModelFactory):
    """São Paulo, once; other states by ``state_code``, ``name`` and ``ibge_code``."""

    class Meta:
        model = Location
        django_get_or_create = ("kind", "state_code")

    kind = LocationKind.STATE
    state_code = "SP"
    name = "São Paulo"
    ibge_code = "35"
    latitude = Decimal("-22.19")
    longitude = Decimal("-48.79")
    parent = factory.SubFactory(CountryFactory)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    """Campinas (SP), once; others by ``ibge_code``, ``name``, ``parent`` and ``state_code``."""

    class Meta:
        model = Location
        django_get_or_create = ("ibge_code",)

    kind = LocationKind.MUNICIPALITY
    name = "Campinas"
    ibge_code = "3509502"
    latitude = Decimal("-22.9053")
    longitude = Decimal("-47.0659")
    parent = factory.SubFactory(StateFactory)
    state_code = factory.SelfAttribute("parent.state_code")


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"Provedor {n}")


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Categoria {n}")
    slug = factory.Sequence(lambda n: f"categoria-{n}")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"tag {n}")
    slug = factory.Sequence(lambda n: f"tag-{n}")


class DatasetFactory(factory.django.DjangoModelFactory):
    """Published, 49.90 once or 19.90 a month."""

    class Meta:
        model = Dataset

    provider = factory.SubFactory(ProviderFactory)
    title = factory.Sequence(lambda n: f"Conjunto de dados {n}")
    slug = factory.Sequence(lambda n: f"conjunto-de-dados-{n}")
    price = Decimal("49.90")
    monthly_price = Decimal("19.90")
    status = DatasetStatus.PUBLISHED
    published_at = datetime(2026, 1, 1, 12, tzinfo=UTC)


class ProductFactory(factory.django.DjangoModelFactory):
    """Published; ``datasets=[…]`` fills it."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Produto {n}")
    slug = factory.Sequence(lambda n: f"produto-{n}")
    price = Decimal("89.90")
    monthly_price = Decimal("29.90")
    status = DatasetStatus.PUBLISHED
    published_at = datetime(2026, 1, 1, 12, tzinfo=UTC)

    @factory.post_generation
    def datasets(self, create: bool, extracted: list[Dataset] | None, **kwargs: object) -> None:
        for dataset in extracted or []:
            ProductItem.objects.create(product=self, dataset=dataset)
