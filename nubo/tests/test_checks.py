"""Each numbered system check: silent on good settings, and on bad ones it says its number."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.checks import run_checks
from django.core.checks.registry import registry

from nubo import checks

GOOD = {
    "DEFAULT_BILLING_TIME_ZONE": "America/Sao_Paulo",
    "DEFAULT_CURRENCY": "BRL",
    "PUBLIC_URL": "https://dados.example.com",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
    "SECURE_TLS": True,
    "TRUSTED_PROXIES": 1,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "CORS_ALLOWED_ORIGINS": ["https://painel.example.com"],
    "AXES_ENABLED": True,
    "THROTTLE_LOGIN": "10/min",
    "ISSUER_TAX_ID": "12ABC34501DE35",
    "ISSUER_ADDRESS": "Avenida Paulista, 1000",
}
WRONG = [
    ("nubo.E001", {"DEFAULT_BILLING_TIME_ZONE": "America/Sao Paulo"}),
    ("nubo.E001", {"DEFAULT_BILLING_TIME_ZONE": "../../etc/passwd"}),
    ("nubo.E001", {"DEFAULT_BILLING_TIME_ZONE": ""}),
    ("nubo.E002", {"DEFAULT_CURRENCY": "BLR"}),
    ("nubo.E003", {"PUBLIC_URL": "dados.example.com"}),
    ("nubo.E003", {"PUBLIC_URL": "ftp://dados.example.com"}),
    ("nubo.E003", {"PUBLIC_URL": "https://"}),
    ("nubo.E003", {"PUBLIC_URL": "https://dados.example.com?a=b"}),
    ("nubo.W001", {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}),
    ("nubo.W002", {"TRUSTED_PROXIES": 0}),
    ("nubo.W003", {"PUBLIC_URL": "http://127.0.0.1:8000", "SECURE_TLS": False}),
    ("nubo.W003", {"PUBLIC_URL": "http://dados.example.com"}),
    ("nubo.W004", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ("nubo.W005", {"CORS_ALLOWED_ORIGINS": ["http://painel.example.com"]}),
    ("nubo.W006", {"AXES_ENABLED": False, "THROTTLE_LOGIN": ""}),
    ("nubo.W007", {"ISSUER_TAX_ID": ""}),
    ("nubo.W007", {"ISSUER_ADDRESS": ""}),
]
OURS = [check for check in registry.get_checks(include_deployment_checks=True) if check.__module__ == checks.__name__]


def found(settings, changed) -> list[str]:
    for name, value in {**GOOD, **changed}.items():
        setattr(settings, name, value)
    return [message.id for check in OURS for message in check(app_configs=None)]


def test_good_settings_are_silent(settings):
    assert found(settings, {}) == []


@pytest.mark.parametrize("change", [{"TRUSTED_PROXIES": 0, "SECURE_TLS": False}, {"AXES_ENABLED": False}])
def test_deliberate_choices_are_silent(settings, change):
    assert found(settings, change) == []


@pytest.mark.parametrize(("number", "change"), WRONG)
def test_wrong_setting_is_numbered(settings, number, change):
    assert found(settings, change) == [number]


def test_every_number_is_used_once_and_tested():
    numbers = re.findall(r'id="(nubo\.[EW]\d{3})"', Path(checks.__file__).read_text(encoding="utf-8"))
    assert len(numbers) == len(set(numbers)) == len(OURS)
    assert set(numbers) == {number for number, change in WRONG}


def test_a_plain_start_runs_the_errors_only(settings):
    settings.DEFAULT_CURRENCY = "BLR"
    settings.TRUSTED_PROXIES, settings.SECURE_TLS = 0, True
    numbers = {message.id for message in run_checks() if message.id.startswith("nubo.")}
    assert numbers == {"nubo.E002"}


def test_manage_py_knows_them():
    # In a process of its own: importing the module above has registered the checks here.
    command = [sys.executable, "manage.py", "check"]
    result = subprocess.run(
        command,
        cwd=project_settings.BASE_DIR,
        env={**os.environ, "DEFAULT_CURRENCY": "BLR"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "nubo.E002" in result.stderr


def test_the_settings_of_development_start():
    assert project_settings.PUBLIC_URL
    assert [message for message in run_checks() if message.id.startswith("nubo.E")] == []
