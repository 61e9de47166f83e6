"""How gunicorn serves Nubo, in production and under `dev.py run`; each number says why.

Variables: PORT, BIND, WEB_CONCURRENCY (processes), WEB_THREADS (threads of each). Everything else comes from the settings.
"""

import os
import runpy
from pathlib import Path

_root = Path(__file__).resolve().parent

# Read here as well as in the workers: a wrong variable stops the start with one message, instead of workers that die and
# are started again for ever. run_path, not import: an imported module would be inherited by every worker, and --reload
# would then never see a change of it.
_settings = runpy.run_path(str(_root / "nubo" / "settings.py"))

# Inside a container the port is published on purpose; `dev.py run` passes --bind 127.0.0.1.
bind = os.environ.get("BIND") or f"0.0.0.0:{os.environ.get('PORT') or 8000}"


def _number(name: str, default: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise SystemExit(f"{name}={text!r} is no whole number from 1 to {most}.")
    return int(text)


# Threads, because most of a request is spent waiting for the database, and a slow client then blocks one thread and not a
# process. Four: with the interpreter's lock more of them only queue. No more than DATABASE_POOL_SIZE, or they wait there.
worker_class = "gthread"
threads = _number("WEB_THREADS", 4, 64)

# One process a core, at most four unless asked for: WEB_CONCURRENCY x DATABASE_POOL_SIZE connections must fit into the
# database. Without a shared cache only one, because throttles are counted in the cache: two processes with a cache each
# would let twice as many attempts through.
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_shared_cache = "locmem" not in _settings["CACHES"]["default"]["BACKEND"]
workers = _number("WEB_CONCURRENCY", min(_cores, 4) if _shared_cache else 1, 64)

# Not preloaded: the threads of the database pool do not survive a fork, so a pool that start-up code opened in the parent
# would hang every worker; --reload needs it so, too. It costs each worker its own copy of the code, about 100 MB.
preload_app = False

# Longer than the 60 s after which load balancers drop an idle connection: whoever closes first must not be us, or the
# balancer sends a request into a closing connection and answers 502.
keepalive = 75

# For a worker that no longer answers at all; a thread's slow request does not count, statements end by the database's own
# timeout. After SIGTERM, requests in flight have 25 s: container platforms kill after 30.
timeout = 60
graceful_timeout = 25

# Workers are renewed now and then, against slow leaks; the jitter keeps them from doing so together. In development there is
# one worker, whose renewal would be a pause.
max_requests = 20_000 if _settings["PRODUCTION"] else 0
max_requests_jitter = 2_000

# Trust in proxies is decided in one place, Django's TRUSTED_PROXIES; gunicorn itself believes no forwarded header.
forwarded_allow_ips = ""

# The heartbeat file in memory: on a container's overlay disk, writing it may block and the worker is killed as hung.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # nosec B108

# django-structlog logs each request once, with its id and user; gunicorn's own words go through the same format.
accesslog = None
logconfig_dict = {
    **_settings["LOGGING"],
    "loggers": {
        **_settings["LOGGING"]["loggers"],
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

# No command socket in the home directory: nothing here uses it, and a container's user has no home to write to.
control_socket_disable = True

# With --reload (`dev.py run`) these count as code as well: Django keeps them in memory.
_kept = ("templates/**/*", "*/templates/**/*", "nubo/*/templates/**/*", "locale/**/*.mo")
reload_extra_files = [str(path) for pattern in _kept for path in _root.glob(pattern) if path.is_file()]
