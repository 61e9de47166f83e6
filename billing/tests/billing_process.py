"""A billing run in a process of its own, for tests of crashes and of two runs at once: ``billing_process.py DAY CHUNK [KILL]``.

Says ``ready``, waits for a line, runs. With KILL it dies by SIGKILL inside that chunk, after everything of the chunk is
written and before it is committed. Prints the number of invoices.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import django


def die_inside(chunk: int) -> None:
    """Wrap the last write of a chunk; production code knows nothing of this."""
    from billing.actions import billing_run

    write: Callable[..., None] = billing_run.insert_numbered_invoices
    calls = count(1)

    def write_and_die(**kwargs: Any) -> None:
        write(**kwargs)
        if next(calls) == chunk:
            os.kill(os.getpid(), signal.SIGKILL)

    billing_run.insert_numbered_invoices = write_and_die


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(day: str, chunk_size: str, kill: str = "") -> None:
    django.setup()
    from billing.actions import run_billing

    if kill:
        die_inside(int(kill))
    say("ready")
    sys.stdin.readline()
    report = run_billing(days=date.fromisoformat(day), chunk_size=int(chunk_size))
    assert report.failures == [], report.failures
    say(str(report.invoices))


if __name__ == "__main__":
    main(*sys.argv[1:])
