"""Two questions of load balancers: does this process live, and may it be sent requests? Names what is wrong, never details.

The reasons (addresses, users, statements) go to the log only: these routes are open to anyone.
"""

import asyncio
import dataclasses
import functools
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import async_to_sync
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Cache, Database
from health_check.exceptions import ServiceUnavailable


@dataclasses.dataclass
class Migrations(HealthCheck):
    """Every migration of this code is applied: during a deployment, new code must not answer from the old tables."""

    def run(self) -> None:
        try:
            # Runs in a thread of its own, whose connection nobody else would close.
            with connection.temporary_connection():
                applied = MigrationRecorder(connection).applied_migrations().keys()
        except DatabaseError as error:
            raise ServiceUnavailable("the table of migrations cannot be read") from error
        missing = known_migrations() - applied
        if missing:
            raise ServiceUnavailable(f"{len(missing)} migrations are not applied")


@functools.cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations on disk; they cannot change while the process runs, and reading them takes tens of milliseconds."""
    return frozenset(MigrationLoader(None).graph.nodes)


READINESS: dict[str, type[HealthCheck]] = {"database": Database, "migrations": Migrations, "cache": Cache}

# Of their own, because the event loop's threads would be waited for: with a database that does not answer, for its whole
# timeout. Four, so that probes of a database that hangs queue here instead of adding threads.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="probe")


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all. Asks nothing else: a lost database is no reason to restart every process."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when a request can be served, else 503 with each part's state; answers within about six seconds."""
    checks = async_to_sync(_states)()
    if all(state == "ok" for state in checks.values()):
        return JsonResponse({"status": "ok", "checks": checks})
    return JsonResponse({"status": "unavailable", "checks": checks}, status=503)


async def _states() -> dict[str, str]:
    results = await asyncio.gather(*(check().get_result(_threads) for check in READINESS.values()))
    return {name: "unavailable" if result.error else "ok" for name, result in zip(READINESS, results, strict=True)}
