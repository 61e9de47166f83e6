"""Import of many datasets by slug: creates, updates, leaves alone, or refuses each row by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.actions.datasets import create_dataset, update_dataset
from catalog.actions.providers import save_provider
from catalog.actions.tags import tags_from_words
from catalog.choices import DatasetStatus, LocationKind, SourceKind
from catalog.models import Category, Dataset, Location, Provider, Source
from catalog.rules import make_slug
from catalog.rules.imports import ImportRow, parse_fields
from nubo.shared.errors import Conflict

__all__ = ["ImportReport", "Refusal", "import_datasets"]

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not imported: one of its faults. ``field`` is empty for the row as a whole."""

    line: int
    field: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows, not faults."""
        return len({refusal.line for refusal in self.refusals})


def import_datasets(
    *,
    rows: Iterable[ImportRow],
    at: datetime,
    default_provider: str = "",
    publish: bool = False,
    dry_run: bool = False,
    on_progress: Callable[[int], None] = lambda count: None,
) -> ImportReport:
    """Each row in a transaction of its own: a faulty one is reported and writes nothing, the others are imported.

    Known by slug (made of the title where there is none): a second run creates nothing and changes nothing. A field
    that a row does not have stays as it is; an empty one is cleared. Providers, categories, tags and sources are made
    when first named. ``publish`` publishes drafts, never what staff retired. ``dry_run`` does all of it and keeps none.
    """
    report = ImportReport()
    first_lines: dict[str, int] = {}
    with transaction.atomic() if dry_run else nullcontext():
        for row in rows:
            try:
                with transaction.atomic():
                    outcome = _import_row(row, first_lines, default_provider, publish, at)
            except (ValidationError, Conflict, IntegrityError) as error:
                report.refusals += [Refusal(row.line, *fault) for fault in _faults(error)]
            else:
                setattr(report, outcome, getattr(report, outcome) + 1)
            on_progress(1)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import_row(
    row: ImportRow, first_lines: dict[str, int], default_provider: str, publish: bool, at: datetime
) -> Outcome:
    if row.faults:
        raise ValidationError(row.faults)
    data = parse_fields(row.fields)
    slug = data.get("slug") or make_slug(data.get("title", ""))
    if not slug:
        raise ValidationError({"title": _("A row has a title or a slug.")})
    # Of two rows for one dataset, the second would undo the first at every run.
    first = first_lines.setdefault(slug, row.line)
    if first != row.line:
        raise ValidationError({"slug": _("Line %(line)s has the same slug, %(slug)s.") % {"line": first, "slug": slug}})
    dataset = Dataset.objects.select_related("provider").filter(slug=slug).first()
    _resolve(data, dataset, default_provider)
    if publish and (dataset is None or dataset.status == DatasetStatus.DRAFT):
        data.setdefault("status", DatasetStatus.PUBLISHED)
    if dataset is None:
        create_dataset(data=data | {"slug": slug}, at=at)
        return "created"
    changes = _changes(dataset, data)
    if not changes:
        return "unchanged"
    update_dataset(dataset=dataset, data=changes, at=at)
    return "updated"


def _resolve(data: dict[str, Any], dataset: Dataset | None, default_provider: str) -> None:
    """Names into rows, in place."""
    name = data.pop("provider", "") or ("" if dataset else default_provider)
    if name:
        data["provider"] = _provider(name)
    elif dataset is None:
        raise ValidationError({"provider": _("A provider is named in the row or with --provider.")})
    provider = data.get("provider") or (dataset.provider if dataset else None)
    if "category" in data:
        data["category"] = _category(data["category"]) if data["category"] else None
    if "location" in data:
        data["location"] = _location(data["location"]) if data["location"] else None
    if "tags" in data:
        data["tags"] = tags_from_words(data["tags"])
    url, kind = data.pop("source_url", None), data.pop("source_kind", "") or SourceKind.PORTAL
    if url is not None:
        data["source"] = _source(provider, url, kind, data.get("location")) if url else None


@contextmanager
def _about(name: str) -> Iterator[None]:
    """A fault of another row that this one names is a fault of the column that names it."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def _provider(name: str) -> Provider:
    with _about("provider"):
        return Provider.objects.filter(name=name).first() or save_provider(provider=Provider(), data={"name": name})


def _category(name: str) -> Category:
    slug = make_slug(name, max_length=100)
    found = Category.objects.filter(slug=slug).first() or Category.objects.filter(name=name).first()
    if found is None:
        found = Category(name=name, slug=slug)
        with _about("category"):
            found.full_clean()
        found.save(force_insert=True)
    return found


def _location(text: str) -> Location:
    """The one place that is meant. A name that several places bear is refused: an IBGE code or ``city/UF`` says which."""
    places = list(Location.objects.named(text)[:20])
    if len(text) == 2:
        # State letters before country codes: in a Brazilian file PA is Pará, not Panama.
        places = [place for place in places if place.kind == LocationKind.STATE] or places
    if not places:
        raise ValidationError({"location": _("There is no place %r; load_locations loads them.") % text[:100]})
    if len(places) > 1:
        message = _("Several places are called %r; write the IBGE code, or city/UF.")
        raise ValidationError({"location": message % text[:100]})
    return places[0]


def _source(provider: Provider | None, url: str, kind: str, location: Location | None) -> Source:
    found = Source.objects.filter(provider=provider, url=url).first()
    if found is None:
        found = Source(provider=provider, url=url, kind=kind, location=location)
        with _about("source_url"):
            found.full_clean()
        found.save(force_insert=True)
    return found


def _changes(dataset: Dataset, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``data`` the dataset does not have yet, so that an import that changes nothing leaves no trace."""
    changes = {}
    for name, value in data.items():
        if name == "tags":
            present: Any = set(dataset.tags.values_list("pk", flat=True))
            wanted: Any = {tag.pk for tag in value}
        else:
            present, wanted = getattr(dataset, name), value
        if present != wanted:
            changes[name] = value
    return changes


def _faults(error: ValidationError | Conflict | IntegrityError) -> list[tuple[str, str]]:
    if isinstance(error, Conflict):
        return [("status", str(error))]
    if isinstance(error, IntegrityError):
        return [("", _("Someone else wrote the same at the same moment."))]
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return [
        ("" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in by_field.items()
        for message in messages
    ]
