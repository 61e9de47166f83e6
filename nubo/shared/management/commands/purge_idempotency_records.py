"""Forget the answers to repeated money writes once nobody can still be repeating them; for a daily cron job or timer."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nubo.shared.models import IdempotencyRecord

#: Keys are promised for 24 hours; the default leaves room for a client that retries over a weekend.
LEAST_HOURS = 24
DEFAULT_HOURS = 72
MOST_HOURS = 24 * 366 * 10
#: Small enough that the requests of that moment do not wait for the purge.
CHUNK_SIZE = 5_000


class Command(BaseCommand):
    help = "Deletes the stored answers of Idempotency-Keys that are older than so many hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than-hours", type=int, default=DEFAULT_HOURS, help="24 or more; 72 unless told")

    def handle(self, *args: Any, older_than_hours: int, **options: Any) -> None:
        if not LEAST_HOURS <= older_than_hours <= MOST_HOURS:
            raise CommandError(f"--older-than-hours takes {LEAST_HOURS} to {MOST_HOURS}.")
        old = IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - timedelta(hours=older_than_hours))
        deleted = 0
        # One statement each, by its own index: a crash in between loses nothing, the next run goes on.
        while ids := list(old.order_by("created_at").values_list("pk", flat=True)[:CHUNK_SIZE]):
            deleted += IdempotencyRecord.objects.filter(pk__in=ids).delete()[0]
        self.stdout.write(f"{deleted} idempotency records older than {older_than_hours} hours deleted.")
