"""``manage.py import_datasets FILE``: datasets from CSV or JSON by slug; see docs/import-datasets.md."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.actions import ImportReport, import_datasets
from catalog.rules.imports import IMPORT_FIELDS, ImportRow
from catalog.rules.mappings import ColumnMapping
from catalog.rules.tables import Table, TableError, read_csv, read_json


class Command(BaseCommand):
    help = "Creates and updates datasets by slug. Exit code 1 if any row was refused; the others are imported all the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["csv", "json"], help="unless the file's name ends in it")
        parser.add_argument(
            "--map", type=Path, metavar="FILE.json", dest="mapping", help="how foreign columns become fields"
        )
        parser.add_argument(
            "--provider", default="", metavar="NAME", help="the provider of new datasets whose row names none"
        )
        parser.add_argument("--publish", action="store_true", help="publish what is new or a draft")
        parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")

    def handle(self, *args: Any, file: Path, mapping: Path | None, provider: str, **options: Any) -> None:
        table = _table(file, options["format"])
        rows = _rows(table, _mapping(mapping, table.columns, file))
        with tqdm(total=len(table.rows), unit=" rows", disable=None) as progress:
            report = import_datasets(
                rows=rows,
                at=timezone.now(),
                default_provider=provider,
                publish=options["publish"],
                dry_run=options["dry_run"],
                on_progress=progress.update,
            )
        self._show(file, report, dry_run=options["dry_run"])

    def _show(self, file: Path, report: ImportReport, *, dry_run: bool) -> None:
        for refusal in report.refusals:
            self.stderr.write(": ".join(filter(None, [f"{file}:{refusal.line}", refusal.field, refusal.reason])))
        message = _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused.")
        counts = {
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "refused": report.refused,
        }
        self.stdout.write(message % counts + (" " + _("Dry run: nothing was written.") if dry_run else ""))
        if report.refused:
            raise CommandError(_("Rows were refused: %s.") % report.refused)


def _table(file: Path, kind: str | None) -> Table:
    kind = kind or file.suffix.lower().removeprefix(".")
    try:
        data = file.read_bytes()
        if kind == "json":
            return read_json(data)
        if kind in {"csv", "tsv", "txt"}:
            return read_csv(data)
    except (OSError, TableError) as error:
        raise CommandError(f"{file}: {error}") from None
    raise CommandError(_("%s: say --format csv or --format json.") % file)


def _mapping(path: Path | None, columns: list[str], file: Path) -> ColumnMapping | None:
    if path is None:
        unknown = sorted(set(columns) - IMPORT_FIELDS)
        if unknown:
            # A misspelt column would be lost in silence; a foreign table needs a mapping.
            message = _("%(file)s: unknown columns %(unknown)s; known are %(known)s. A foreign table needs --map.")
            raise CommandError(
                message % {"file": file, "unknown": ", ".join(unknown), "known": ", ".join(sorted(IMPORT_FIELDS))}
            )
        return None
    try:
        return ColumnMapping(json.loads(path.read_text(encoding="utf-8")), columns=columns, fields=IMPORT_FIELDS)
    except (OSError, ValueError, RecursionError) as error:  # MappingError and JSON's own errors are ValueErrors
        raise CommandError(f"{path}: {error}") from None


def _rows(table: Table, mapping: ColumnMapping | None) -> Iterator[ImportRow]:
    for row in table.rows:
        faults = {"": _("There are more cells than columns.")} if row.extra else {}
        fields = row.cells
        if mapping is not None:
            fields, unknown = mapping.apply(row.cells)
            faults |= unknown
        yield ImportRow(row.line, fields, faults)
