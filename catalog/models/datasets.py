"""What is sold: datasets, the words that describe them, and products that bundle them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalog.choices import DatasetStatus, UpdateFrequency
from catalog.models.places import Location, Provider, Source
from catalog.querysets import DatasetQuerySet, NamedQuerySet, ProductQuerySet
from nubo.shared.models import BaseModel
from nubo.shared.money import CurrencyField, MoneyField
from nubo.shared.soft_delete import LIVE, LiveManager, SoftDeleteModel

__all__ = ["Category", "Dataset", "Product", "ProductItem", "Tag"]

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens."), "invalid_slug"
)


class Category(BaseModel):
    """The one shelf on which a dataset stands."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.CharField(_("slug"), max_length=100, unique=True, validators=[slug_validator])

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tag(BaseModel):
    """A word that describes datasets; made when first used."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.CharField(_("slug"), max_length=60, unique=True, validators=[slug_validator])

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Offer(models.Model):
    """What datasets and products have in common: a title and two prices. A null price means "not sold that way"."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.CharField(_("slug"), max_length=200, validators=[slug_validator])
    description = models.TextField(_("description"), max_length=20_000, blank=True, default="")
    price = MoneyField(_("one-off price"), null=True, blank=True)
    monthly_price = MoneyField(_("monthly price"), null=True, blank=True)
    currency = CurrencyField(_("currency"), default="BRL")
    status = models.CharField(_("status"), max_length=10, choices=DatasetStatus, default=DatasetStatus.DRAFT)
    # The instant of the first publication; kept when the dataset is retired.
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Dataset(Offer, SoftDeleteModel, BaseModel):
    """What is sold."""

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="datasets"
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT, related_name="datasets"
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), null=True, blank=True, on_delete=models.PROTECT, related_name="datasets"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="datasets"
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="datasets")
    licence = models.CharField(_("licence"), max_length=100, blank=True, default="")
    update_frequency = models.CharField(
        _("update frequency"), max_length=12, choices=UpdateFrequency, default=UpdateFrequency.UNKNOWN
    )
    # Title, tags and description without case and accents: what the word search looks through; kept by the actions.
    search_text = models.TextField(editable=False, default="")

    objects = LiveManager.from_queryset(DatasetQuerySet)()
    all_objects = DatasetQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["-published_at", "-id"]
        default_manager_name = "objects"
        base_manager_name = "all_objects"
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=LIVE,
                name="catalog_dataset_slug_unique_among_live",
                violation_error_message=_("A dataset with this slug already exists."),
                violation_error_code="unique",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="catalog_dataset_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(monthly_price__isnull=True) | Q(monthly_price__gte=0),
                name="catalog_dataset_monthly_price_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(status=DatasetStatus.DRAFT) | Q(published_at__isnull=False),
                name="catalog_dataset_published_at_known_unless_draft",
            ),
        ]
        # Each serves one public ordering or filter; all are partial, since nobody but staff looks outside the shop window.
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=LIVE & Q(status=DatasetStatus.PUBLISHED),
                name="catalog_dataset_newest",
            ),
            models.Index(
                fields=["price", "id"],
                condition=LIVE & Q(status=DatasetStatus.PUBLISHED),
                name="catalog_dataset_by_price",
            ),
            models.Index(
                fields=["monthly_price", "id"],
                condition=LIVE & Q(status=DatasetStatus.PUBLISHED),
                name="catalog_dataset_monthly_price",
            ),
            models.Index(
                fields=["title", "id"],
                condition=LIVE & Q(status=DatasetStatus.PUBLISHED),
                name="catalog_dataset_by_title",
            ),
        ]


class Product(Offer, SoftDeleteModel, BaseModel):
    """A bundle of datasets sold as one unit, at its own prices."""

    datasets = models.ManyToManyField(
        Dataset, verbose_name=_("datasets"), through="ProductItem", related_name="products", blank=True
    )

    objects = LiveManager.from_queryset(ProductQuerySet)()
    all_objects = ProductQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("data product")
        verbose_name_plural = _("data products")
        ordering = ["-published_at", "-id"]
        default_manager_name = "objects"
        base_manager_name = "all_objects"
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=LIVE,
                name="catalog_product_slug_unique_among_live",
                violation_error_message=_("A product with this slug already exists."),
                violation_error_code="unique",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="catalog_product_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(monthly_price__isnull=True) | Q(monthly_price__gte=0),
                name="catalog_product_monthly_price_not_negative",
            ),
        ]


class ProductItem(BaseModel):
    """One dataset of a product."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="items")
    dataset = models.ForeignKey(
        Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="product_items"
    )

    class Meta:
        verbose_name = _("product item")
        verbose_name_plural = _("product items")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "dataset"],
                name="catalog_dataset_once_per_product",
                violation_error_message=_("The product contains this dataset already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.dataset}"
