"""``manage.py load_locations``: Brazil's states and municipalities from the IBGE files, all of them or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.actions import load_locations
from catalog.rules.ibge import Fault, read_municipalities, read_states
from catalog.rules.tables import Table, TableError, read_csv

#: Enough to see what is wrong with a file; a wrong file has thousands.
MAX_FAULTS = 20


class Command(BaseCommand):
    help = "Loads states and municipalities; a second time it only changes what is different."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--municipalities",
            required=True,
            type=Path,
            metavar="FILE",
            help="codigo_ibge, nome, latitude, longitude, …",
        )
        parser.add_argument(
            "--states", required=True, type=Path, metavar="FILE", help="codigo_uf, uf, nome, latitude, longitude, …"
        )

    def handle(self, *args: Any, municipalities: Path, states: Path, **options: Any) -> None:
        state_places, faults = read_states(_table(states))
        _refuse(states, faults)
        municipality_places, faults = read_municipalities(_table(municipalities), states=state_places)
        _refuse(municipalities, faults)
        total = len(state_places) + len(municipality_places)
        with tqdm(total=total, unit=" places", disable=None) as progress:
            report = load_locations(
                states=state_places, municipalities=municipality_places, at=timezone.now(), on_progress=progress.update
            )
        message = _(
            "%(states)s states and %(municipalities)s municipalities read: %(created)s created, %(updated)s updated, %(unchanged)s unchanged."
        )
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(message % {"states": len(state_places), "municipalities": len(municipality_places), **counts})


def _table(path: Path) -> Table:
    try:
        return read_csv(path.read_bytes())
    except (OSError, TableError) as error:
        raise CommandError(f"{path}: {error}") from None


def _refuse(path: Path, faults: list[Fault]) -> None:
    if not faults:
        return
    lines = [f"{path}:{fault.line}: {fault.column}: {fault.reason}" for fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        lines.append(_("… and %s more") % (len(faults) - MAX_FAULTS))
    raise CommandError("\n".join([*lines, _("Nothing was loaded.")]))
