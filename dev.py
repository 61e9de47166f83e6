#!/usr/bin/env python3
"""The one way to run, test and check Nubo from a fresh checkout; needs nothing but Python 3.11 or newer.

    python3 dev.py run              install once, migrate, seed an empty database, serve on 127.0.0.1:8000
    python3 dev.py test [args]      install once, run pytest; every further argument goes to pytest
    python3 dev.py check            everything CI checks: lint, format, types, security, migrations, API, tests
    python3 dev.py manage <args>    manage.py inside the project's own environment

Environment:
    PORT            the port that `run` serves on (8000)
    DATABASE_URL    postgres://user:password@host:5432/name for PostgreSQL; without it, SQLite in nubo.sqlite3
    Every other variable is listed in .env.example and may stand in a file named .env.

All of it lives in .venv beside this file: delete that folder to start over.
"""

from __future__ import annotations  # parsed by old Pythons too, so that they get the message below

import difflib
import hashlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST_PYTHON = (3, 11)

RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
OPENAPI = ROOT / "docs" / "openapi.yaml"

# A believable production environment without a secret in it: what `check --deploy` and the rehearsal in .ci run under.
PRODUCTION_REHEARSAL = {
    "NUBO_ENV": "production",
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "nubo.example",
    "PUBLIC_URL": "https://nubo.example",
    "DATABASE_URL": "postgres://nubo@127.0.0.1:5432/nubo",
    "CACHE_URL": "redis://127.0.0.1:6379/1",
    "EMAIL_URL": "smtp://mail.nubo.example:587",
    "TRUSTED_PROXIES": "1",
    "ISSUER_TAX_ID": "12.ABC.345/01DE-35",
    "ISSUER_ADDRESS": "Avenida Paulista, 1000, Sao Paulo - SP",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return fail(f"Nubo needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.13 dev.py run")
    commands = {"run": run, "test": test, "check": check, "manage": manage}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    if arguments[0] not in commands:
        print(__doc__)
        return fail(f"There is no command {arguments[0]!r}.")
    os.chdir(ROOT)
    return commands[arguments[0]](arguments[1:])


# --- Commands -------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    if arguments:
        return fail("run takes no arguments; the port comes from the environment: PORT=8001 python3 dev.py run")
    port = chosen_port()
    install(RUNTIME)
    say("Preparing the database")
    require(manage_command("migrate", "--noinput", "--verbosity", "0"))
    require(manage_command("seed_demo", "--if-empty"))
    address = f"http://127.0.0.1:{port}"
    print(
        f"\n  API       {address}/datasets\n  API docs  {address}/docs\n  Admin     {address}/admin/\n"
        "\nSaved changes are picked up at once. Stop with Ctrl-C.\n",
        flush=True,
    )
    return serve(port)


def test(arguments: list[str]) -> int:
    install(DEVELOPMENT)
    # The whole suite is quickest in parallel; a few chosen tests are quickest without starting workers.
    parallel = [] if arguments else ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
    return python("-m", "pytest", *parallel, *arguments)


def manage(arguments: list[str]) -> int:
    install(RUNTIME)
    return python(*manage_command(*arguments))


def check(arguments: list[str]) -> int:
    if arguments:
        return fail("check takes no arguments.")
    install(DEVELOPMENT)
    rehearsal = {**os.environ, **PRODUCTION_REHEARSAL}
    steps = {
        "lint": lambda: python("-m", "ruff", "check", "."),
        "format": lambda: python("-m", "ruff", "format", "--check", "."),
        "types": lambda: python("-m", "mypy"),
        "security": lambda: python("-m", "bandit", "-q", "-c", "pyproject.toml", "-ll", "-r", "."),
        "missing migrations": lambda: python(*manage_command("makemigrations", "--check", "--dry-run")),
        "compiled translations": lambda: python(".ci/translations.py"),
        "OpenAPI schema": openapi_drift,
        "deployment settings": lambda: python(
            *manage_command("check", "--deploy", "--fail-level", "WARNING"), environment=rehearsal
        ),
        "tests": lambda: test([]),
    }
    # Every step runs even after a failure: one round shows everything there is to mend.
    failed = []
    for name, step in steps.items():
        say(f"Checking: {name}")
        if step() != 0:
            failed.append(name)
    if failed:
        return fail("Failed: " + ", ".join(failed) + ".")
    say(f"All {len(steps)} checks passed")
    return 0


def openapi_drift() -> int:
    """The committed schema is the API review: it must be exactly what the code says."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        code = python(
            *manage_command("spectacular", "--lang", "en", "--validate", "--fail-on-warn", "--file", str(fresh))
        )
        if code != 0:
            return code
        generated = fresh.read_text(encoding="utf-8").splitlines()
    committed = OPENAPI.read_text(encoding="utf-8").splitlines() if OPENAPI.exists() else []
    if generated == committed:
        return 0
    difference = difflib.unified_diff(committed, generated, "docs/openapi.yaml", "from the code", lineterm="")
    print("\n".join(list(difference)[:60]))
    return fail(
        "docs/openapi.yaml is behind the code: python3 dev.py manage spectacular --lang en --file docs/openapi.yaml"
    )


# --- Serving --------------------------------------------------------------------------------------------------------


def chosen_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(fail(f"PORT={text!r} is no port; choose a number from 1 to 65535."))
    with socket.socket() as probe:
        if not WINDOWS:  # there, the option would let two servers share one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            reason = f"Port {text} cannot be used ({error.strerror})."
            sys.exit(fail(f"{reason} Stop what runs there, or choose another: PORT=8001 python3 dev.py run"))
    return int(text)


def serve(port: int) -> int:
    """Become the server, so that Ctrl-C and SIGTERM reach it directly.

    gunicorn even in development: it is the server of production with the same threads and the same file, so what works
    here works there; its reloader also watches templates and translations (gunicorn.conf.py). It needs fork, so
    Windows gets Django's own server, without the reloader, whose second process does not end with the first.
    """
    address = f"127.0.0.1:{port}"
    if WINDOWS:
        return python(*manage_command("runserver", "--noreload", address))
    command = [str(PYTHON), "-m", "gunicorn", "-c", "gunicorn.conf.py", "--reload", "--bind", address, "nubo.wsgi"]
    os.execv(command[0], command)


# --- The environment in .venv ---------------------------------------------------------------------------------------


def install(files: tuple[str, ...]) -> None:
    """Make .venv and install the locked packages, once: a stamp holds the digest of each file that is installed."""
    create_environment()
    digests = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    stamps = {name: VENV / f"{name}.sha256" for name in files}
    if all(stamps[name].is_file() and stamps[name].read_text() == digests[name] for name in files):
        return
    say(f"Installing {' and '.join(files)} into .venv (once, about 30 s)")
    command = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    for name in files:
        command += ["-r", name]
    result = subprocess.run([str(PYTHON), *command], capture_output=True, text=True)
    if result.returncode != 0:
        print(result.stdout + result.stderr, file=sys.stderr)
        sys.exit(fail("The packages could not be installed; pip's own words stand above."))
    for name in files:
        stamps[name].write_text(digests[name])


def create_environment() -> None:
    if PYTHON.exists():
        return
    say(f"Creating .venv with Python {sys.version.split()[0]}")
    # Debian and Ubuntu ship Python without ensurepip, and `-m venv` then leaves half an environment behind.
    if importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(VENV)]
    elif importlib.util.find_spec("virtualenv"):
        command = [sys.executable, "-m", "virtualenv", "--quiet", str(VENV)]
    else:
        version = "{}.{}".format(*sys.version_info)
        sys.exit(fail(f"This Python cannot make environments. On Debian or Ubuntu: apt install python{version}-venv"))
    try:
        complete = subprocess.run(command).returncode == 0
    except BaseException:  # Ctrl-C included: half an environment would look like a whole one next time
        shutil.rmtree(VENV, ignore_errors=True)
        raise
    if not complete:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(fail("The environment in .venv could not be made; the reason stands above."))


def manage_command(*arguments: str) -> tuple[str, ...]:
    return ("manage.py", *arguments)


def python(*arguments: str, environment: dict[str, str] | None = None) -> int:
    return subprocess.run([str(PYTHON), *arguments], env=environment).returncode


def require(arguments: tuple[str, ...]) -> None:
    code = python(*arguments)
    if code != 0:
        sys.exit(fail(f"`python {' '.join(arguments)}` failed; the reason stands above."))


# --- Words ----------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def fail(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
