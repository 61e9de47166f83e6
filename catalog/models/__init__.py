"""What is sold, where it comes from and where it lies: fields and constraints; ``actions`` writes them."""

from catalog.models.datasets import Category, Dataset, Product, ProductItem, Tag
from catalog.models.places import Location, Provider, Source

__all__ = ["Category", "Dataset", "Location", "Product", "ProductItem", "Provider", "Source", "Tag"]
