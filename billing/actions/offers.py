"""What is for sale at this moment, and what an account has already: the checks before any purchase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Account
from billing.actions.subscriptions import end_expired_subscriptions
from billing.choices import LIVE_STATUSES, ConflictCode, TransactionKind
from billing.models import Subscription, TransactionItem
from catalog.choices import DatasetStatus
from catalog.models import Dataset, Product, ProductItem
from nubo.shared.errors import Conflict

__all__ = ["Offer", "current_offers", "refuse_if_had", "single_currency"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One dataset or product at the price of this moment; exactly one of the two is given."""

    dataset: Dataset | None
    product: Product | None
    title: str
    price: Decimal
    currency: str


def current_offers(*, kind: TransactionKind, datasets: Sequence[Dataset], products: Sequence[Product]) -> list[Offer]:
    """The offers behind these rows, datasets first, read anew: prices come from the catalogue and nowhere else.

    Refuses with ValidationError: none at all, one named twice, a dataset beside a product that contains it; with
    Conflict: ``dataset_unavailable``, ``not_sold_that_way``.
    """
    if not datasets and not products:
        raise _invalid("datasets", _("Give at least one dataset or product."), "required")
    _refuse_duplicates(datasets=datasets, products=products)
    # all_objects, so that what was deleted in between is refused by name rather than missed.
    fresh_datasets = (
        Dataset.all_objects.select_related("provider").in_bulk([row.pk for row in datasets]) if datasets else {}
    )
    fresh_products = Product.all_objects.in_bulk([row.pk for row in products]) if products else {}
    offers = []
    for given in datasets:
        dataset = fresh_datasets.get(given.pk)
        if dataset is None or not _for_sale(dataset) or dataset.provider.is_deleted:
            # By its id, not its title: a draft's is nobody's business yet.
            _refuse(ConflictCode.DATASET_UNAVAILABLE, str(given.pk))
        offers.append(Offer(dataset, None, dataset.title, _price(dataset, kind), dataset.currency))
    for given_product in products:
        product = fresh_products.get(given_product.pk)
        if product is None or not _for_sale(product):
            _refuse(ConflictCode.DATASET_UNAVAILABLE, str(given_product.pk))
        offers.append(Offer(None, product, product.title, _price(product, kind), product.currency))
    return offers


def single_currency(offers: Iterable[Offer]) -> str:
    """The one currency of all. Refuses with ValidationError on ``datasets``: several; one invoice has one."""
    currencies = {offer.currency for offer in offers}
    if len(currencies) > 1:
        raise _invalid(
            "datasets", _("These are priced in different currencies: buy them separately."), "mixed_currencies"
        )
    return currencies.pop()


def refuse_if_had(
    *, account: Account, kind: TransactionKind, offers: Sequence[Offer], start: date, today: date, at: datetime
) -> None:
    """Refuse what the account has: ``already_purchased``, ``already_subscribed``; its row must be locked.

    For a subscription also a ``start`` inside the days of an earlier, ended one: no day is billed twice.
    """
    datasets = [offer.dataset for offer in offers if offer.dataset]
    products = [offer.product for offer in offers if offer.product]
    if kind == TransactionKind.ONE_OFF:
        had = TransactionItem.objects.bought_by(account).covering(datasets=datasets, products=products)
        title = had.values_list("description", flat=True).first()
        if title is not None:
            _refuse(ConflictCode.ALREADY_PURCHASED, title)
        return
    theirs = list(Subscription.objects.filter(account=account).covering(datasets=datasets, products=products))
    live = next((row for row in theirs if row.status in LIVE_STATUSES and not row.is_over(today)), None)
    if live is not None:
        _refuse(ConflictCode.ALREADY_SUBSCRIBED, live.description, hint=live.cancel_at_period_end)
    if any(row.status in LIVE_STATUSES for row in theirs):
        # Over, but no run has been since their last day.
        end_expired_subscriptions(account=account, day=today)
    if start < today and any(row.was_used_on_or_after(start) for row in theirs):
        raise _invalid("start_date", _("An earlier subscription to this covers that day."), "overlaps")


def _for_sale(offer: Dataset | Product) -> bool:
    return not offer.is_deleted and offer.status == DatasetStatus.PUBLISHED


def _price(offer: Dataset | Product, kind: TransactionKind) -> Decimal:
    price = offer.price if kind == TransactionKind.ONE_OFF else offer.monthly_price
    if price is None:
        _refuse(ConflictCode.NOT_SOLD_THAT_WAY, offer.title)
    return price


def _refuse_duplicates(*, datasets: Sequence[Dataset], products: Sequence[Product]) -> None:
    for field, rows in (("datasets", datasets), ("products", products)):
        if len({row.pk for row in rows}) < len(rows):
            raise _invalid(field, _("Each may be named once."), "duplicate")
    if datasets and products and ProductItem.objects.filter(product__in=products, dataset__in=datasets).exists():
        raise _invalid("datasets", _("One of the products contains one of these datasets."), "duplicate")


def _invalid(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})


def _refuse(code: ConflictCode, title: str, *, hint: bool = False) -> NoReturn:
    detail = f"{code.label} ({title})"
    if hint:
        detail = f"{detail} " + _("It ends with its period: undo the cancellation instead.")
    raise Conflict(detail, code=code.value)
