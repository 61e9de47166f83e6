"""Starts Nubo as its users do, asks it, and stops it: `first-run` as a newcomer, `production` as the Dockerfile does.

    python3 .ci/rehearse.py first-run     a fresh copy of the checkout, `dev.py run`, pages answer, SIGTERM ends it
    python3 .ci/rehearse.py production    collectstatic, migrate and gunicorn under production settings on PostgreSQL

Standard library only. `production` makes a database of its own beside the one in DATABASE_URL and drops it again.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import dev  # noqa: E402 (found through the line above)

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
CACHE = "redis://127.0.0.1:6379/1"


def first_run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy_checkout(Path(folder))
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        command = [sys.executable, "dev.py", "run"]
        # Five minutes, because the packages are installed first.
        with serving(command, Path(folder), {**environment, "PORT": str(port)}, seconds=300):
            address = f"http://127.0.0.1:{port}"
            await_ready(f"{address}/health/ready", seconds=300)
            for path in ("/datasets", "/docs", "/schema", "/admin/login/"):
                expect(f"{address}{path}", 200)
            if not json.loads(fetch(f"{address}/datasets")[1])["count"]:
                sys.exit("The empty database was not seeded: GET /datasets counts 0.")
            expect(f"{address}/invoices", 401)


def production() -> None:
    url = os.environ.get("DATABASE_URL", SERVER)
    with database_of_its_own(url) as own_url, tempfile.TemporaryDirectory() as folder:
        # In a copy, so that the checkout's own static files and .env have no part in it.
        copy_checkout(Path(folder))
        port = free_port()
        settings = {"DATABASE_URL": own_url, "CACHE_URL": os.environ.get("CACHE_URL", CACHE)}
        environment = {**os.environ, **dev.PRODUCTION_REHEARSAL, **settings, "BIND": f"127.0.0.1:{port}"}
        for arguments in (["collectstatic", "--noinput", "--verbosity", "0"], ["migrate", "--noinput", "-v", "0"]):
            subprocess.run([dev.PYTHON, "manage.py", *arguments], cwd=folder, env=environment, check=True)
        command = [str(dev.PYTHON), "-m", "gunicorn", "-c", "gunicorn.conf.py", "nubo.wsgi"]
        with serving(command, Path(folder), environment, seconds=60):
            address = f"http://127.0.0.1:{port}"
            # As a load balancer asks: by address, over plain HTTP.
            await_ready(f"{address}/health/ready", seconds=60)
            behind_proxy = {"Host": "nubo.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
            for path in ("/datasets", "/docs", "/admin/login/"):
                expect(f"{address}{path}", 200, behind_proxy)
            expect(f"{address}/datasets", 301, {"Host": "nubo.example"})
            expect(f"{address}/datasets", 400, {**behind_proxy, "Host": "elsewhere.example"})


def copy_checkout(folder: Path) -> None:
    """What a clone would hold, with changes that are not committed yet."""
    # safe.directory: in CI the clone may belong to another user than the one who runs this.
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():  # a deleted file is still in git's list
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())


@contextlib.contextmanager
def database_of_its_own(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    name = "nubo_rehearsal_" + secrets.token_hex(4)
    statement = "import psycopg, sys; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"
    subprocess.run([dev.PYTHON, "-c", statement, url, f"CREATE DATABASE {name}"], check=True)
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        subprocess.run([dev.PYTHON, "-c", statement, url, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


@contextlib.contextmanager
def serving(command: list[str], folder: Path, environment: dict[str, str], *, seconds: int) -> Iterator[None]:
    """Run the server for the block, then demand that SIGTERM ends it cleanly; its output is shown when something fails."""
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        # Should the block hang: the alarm interrupts it, and the server is stopped below.
        signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"No end after {seconds} seconds."))
        signal.alarm(seconds)
        try:
            yield
            server.send_signal(signal.SIGTERM)
            if server.wait(timeout=40) != 0:
                sys.exit(f"The server ended with {server.returncode} after SIGTERM.")
        except BaseException:
            log.seek(0)
            print(log.read().decode(errors="replace")[-8000:], file=sys.stderr)
            raise
        finally:
            signal.alarm(0)
            if server.poll() is None:
                server.terminate()
                server.wait(timeout=40)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


# Straight to the server, whatever proxy the environment names.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def fetch(url: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    try:
        with _opener.open(urllib.request.Request(url, headers=headers or {}), timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def expect(url: str, status: int, headers: dict[str, str] | None = None) -> None:
    got, body = fetch(url, headers)
    print(f"    {got} {url} {headers or ''}".rstrip(), flush=True)
    if got != status:
        sys.exit(f"Expected {status}: {body[:500]!r}")


def await_ready(url: str, *, seconds: int) -> None:
    end = time.monotonic() + seconds
    answer: object = "nothing"
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            answer = fetch(url)
            if answer[0] == 200:
                print(f"    200 {url}", flush=True)
                return
        time.sleep(0.5)
    sys.exit(f"{url} answered {answer!r} until the end.")


if __name__ == "__main__":
    commands = {"first-run": first_run, "production": production}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
