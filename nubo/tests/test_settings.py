"""Settings refuse nonsense at the start and name the variable; production refuses what only development may do without."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "not-a-real-secret-" + "0123456789abcdef" * 3
PRODUCTION = {
    "NUBO_ENV": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "nubo.example",
    "DATABASE_URL": "postgres://nubo@127.0.0.1/nubo",
}
# Whatever the developer's own environment or .env says must not decide these tests: an empty folder has no .env, but the
# settings look beside themselves, so each variable is set or removed here and the file's reader is switched off.
PROGRAM = """
import environs
environs.Env.read_env = lambda *args, **kwargs: True
from nubo import settings
print(eval(sys.argv[1], vars(settings)))
"""


def start(variables: dict[str, str], show: str = "'started'") -> subprocess.CompletedProcess:
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import sys" + PROGRAM, show],
        cwd=ROOT,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(variables: dict[str, str]) -> str:
    result = start(variables)
    assert result.returncode != 0, result.stdout
    return result.stderr.strip().splitlines()[-1]


def test_development_needs_no_variable():
    result = start({}, "(DEBUG, DATABASES['default']['ENGINE'].rpartition('.')[2], SECURE_TLS)")
    assert result.stdout.strip() == "(True, 'sqlite3', False)", result.stderr


def test_production_starts_with_what_it_needs():
    result = start(PRODUCTION, "(DEBUG, SECURE_SSL_REDIRECT, SESSION_COOKIE_SECURE, CORS_ALLOWED_ORIGINS)")
    assert result.stdout.strip() == "(False, True, True, [])", result.stderr


def test_production_names_everything_that_is_missing():
    message = refusal({"NUBO_ENV": "production"})
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        assert name in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "development-only-key-" + "0" * 40),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "nubo.example,*"),
        ("DATABASE_URL", "sqlite:///nubo.sqlite3"),
        ("DEBUG", "true"),
    ],
)
def test_production_refuses(name, value):
    message = refusal({**PRODUCTION, name: value})
    assert name in message
    # What is printed at the start ends up in logs.
    assert SECRET not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NUBO_ENV", "produção"),
        ("DEBUG", "talvez"),
        ("DATABASE_URL", "banco de dados"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/nubo"),
        ("DATABASE_POOL_SIZE", "-1"),
        ("DATABASE_POOL_SIZE", "muitas"),
        ("THROTTLE_LOGIN", "dez por minuto"),
        ("THROTTLE_LOGIN", "0/min"),
        ("THROTTLE_ANON", "10"),
        ("THROTTLE_USER", "10/fortnight"),
        ("LOCKOUT_AFTER", "-3"),
        ("LOCKOUT_AFTER", "dez"),
        ("LOCKOUT_MINUTES", "0"),
        ("TRUSTED_PROXIES", "10.0.0.1"),
        ("SELF_SIGN_UP", "perhaps"),
        ("SECURE_TLS", "ja"),
        ("CACHE_URL", "carrier-pigeon://127.0.0.1"),
        ("DEFAULT_CURRENCY", "R$"),
        ("ISSUER_NAME", ""),
        ("ISSUER_NAME", "株式会社"),
        ("ISSUER_ADDRESS", "x" * 201),
        ("PIX_CITY", "—"),
        ("PIX_KEY", "12.ABC.345/01DE-35"),
        ("PIX_KEY", "Financeiro@Nubo.example"),
        ("PIX_KEY", "uma chave"),
        ("LOG_LEVEL", "loud"),
        ("LOG_JSON", "2"),
        ("EMAIL_URL", "pigeon://mail.example"),
    ],
)
def test_nonsense_is_refused_by_name(name, value):
    assert name in refusal({name: value})


def test_all_wrong_variables_are_named_at_once():
    message = refusal({"DEBUG": "talvez", "LOCKOUT_MINUTES": "never"})
    assert "DEBUG" in message
    assert "LOCKOUT_MINUTES" in message


@pytest.mark.parametrize("name", ["THROTTLE_LOGIN", "THROTTLE_ANON", "THROTTLE_USER", "LOCKOUT_AFTER"])
def test_a_limit_may_be_switched_off(name):
    assert start({name: ""}).stdout.strip() == "started"


@pytest.mark.parametrize(
    "key",
    ["", "12ABC34501DE35", "39053344705", "+5511987654321", "a@b.example", "123e4567-e12b-12d1-a456-426655440000"],
)
def test_every_kind_of_pix_key_is_accepted(key):
    assert start({"PIX_KEY": key}).stdout.strip() == "started"


def test_every_variable_is_in_the_example_file():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "nubo" / "settings.py").read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE))
    read_elsewhere = {"PORT", "BIND", "WEB_CONCURRENCY", "WEB_THREADS", "POSTGRES_PASSWORD"}
    assert listed - read_elsewhere == read
    # Each stands below a line that says what it means.
    lines = example.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"#?(?!BIND|WEB_THREADS)[A-Z_]+=", line):
            assert lines[number - 1].startswith("# "), line
