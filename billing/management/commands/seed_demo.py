"""``manage.py seed_demo``: fills an empty database with a believable demo."""

import argparse
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from billing.demo.accounts import LOGINS, PASSWORD
from billing.demo.seeding import MOST_DATASETS, SeedPlan, is_empty, seed


class Command(BaseCommand):
    help = "Fill an empty database with a demo: catalogue, accounts, purchases and months of invoices."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--datasets", type=_between(20, MOST_DATASETS), default=300, help=_("how many (300)"))
        parser.add_argument("--accounts", type=_between(4, 10_000), default=25, help=_("how many (25)"))
        parser.add_argument("--months", type=_between(1, 60), default=8, help=_("how far back the story goes (8)"))
        parser.add_argument("--seed", type=int, default=1, help=_("another number, another demo (1)"))
        parser.add_argument(
            "--if-empty", action="store_true", help=_("do nothing, successfully, where data is already")
        )
        parser.add_argument("--yes-really", action="store_true", help=_("run with NUBO_ENV=production too"))

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["yes_really"]:
            raise CommandError(
                _(
                    "This is production: the demo makes a superuser with a published password. "
                    "If that is what you want, say --yes-really."
                )
            )
        if not is_empty():
            if options["if_empty"]:
                self.stdout.write(_("The database is not empty: no demo data made."))
                return
            raise CommandError(
                _("The database is not empty; demo data goes into an empty one only. Nothing was changed.")
            )
        plan = SeedPlan(**{name: options[name] for name in ("datasets", "accounts", "months", "seed")})
        self._seed(plan)
        self._show_logins()

    def _seed(self, plan: SeedPlan) -> None:
        totals = {"datasets": plan.datasets, "accounts": plan.accounts}
        bars: dict[str, tqdm] = {}

        def show(what: str, more: int) -> None:
            if what not in bars:
                # Silent off a terminal.
                bars[what] = tqdm(desc=what, total=totals.get(what), unit="", disable=None, file=self.stderr)
            bars[what].update(more)

        try:
            seed(plan=plan, at=timezone.now(), on_progress=show)
        finally:
            for bar in bars.values():
                bar.close()

    def _show_logins(self) -> None:
        message = _("Demo data made. Sign in with the password %(password)s as")
        self.stdout.write(f"\n{message % {'password': PASSWORD}}\n\n")
        width = max(map(len, LOGINS))
        for email, who in LOGINS.items():
            self.stdout.write(f"  {email:<{width}}  {who}")


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            message = _("must be a whole number from %(least)s to %(most)s")
            raise argparse.ArgumentTypeError(message % {"least": least, "most": most})
        return int(text)

    return number
