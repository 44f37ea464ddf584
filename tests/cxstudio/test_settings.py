"""The start of a process in production, as an operator meets it."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

PRODUCTION = {
    "CXSTUDIO_SECRET_KEY": "xK4-9vQ_mZ2pT7wB1cR8nL5sD0fH3jG6yU-aE_oIqWtXzVb0pM3",
    "CXSTUDIO_VAULT_KEYS": "A" * 43 + "=",
    "CXSTUDIO_VAULT_HASH_KEY": "Hq7_n2LwP9xT4vZ",
    "CXSTUDIO_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "CXSTUDIO_REDIS_URL": "redis://127.0.0.1:1/0",
    "CXSTUDIO_BASE_URL": "https://studio.example.org",
}


def check(root: Path = ROOT, **changed: str | None) -> subprocess.CompletedProcess:
    """`manage.py check --deploy` in a production environment, with some of it changed."""
    variables = {k: v for k, v in {**PRODUCTION, **changed}.items() if v is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=root,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cxstudio.settings",
            # A clone's own var/env must not fill in what is missing here.
            "CXSTUDIO_ENV_FILE": "",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean():
    done = check()

    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_a_missing_setting_stops_the_start_and_is_named(name):
    done = check(**{name: None})

    [said] = done.stderr.splitlines()
    assert done.returncode == 1
    assert said == f"{name} is not set. docs/operations.md says what it is for."


def test_a_clone_whose_services_stand_still_says_how_to_start_them(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "cxstudio", tmp_path / "cxstudio")

    done = check(tmp_path, CXSTUDIO_DATABASE_URL=None, CXSTUDIO_DEMO="true")

    assert done.returncode == 1
    assert "-m cxstudio.embedded start" in done.stderr


def test_a_vault_key_that_is_no_key_stops_the_start():
    done = check(CXSTUDIO_VAULT_KEYS="not a key")

    assert done.returncode == 1
    assert done.stderr.startswith("CXSTUDIO_VAULT_KEYS: ")


def test_a_mail_provider_that_nobody_knows_stops_the_start():
    done = check(CXSTUDIO_EMAIL_PROVIDER="pigeon")

    assert done.returncode == 1
    assert done.stderr.startswith("CXSTUDIO_EMAIL_PROVIDER names no provider.")


def test_django_reads_every_module_of_the_settings():
    for module in sorted((ROOT / "cxstudio" / "settings").glob("[a-z]*.py")):
        read = importlib.import_module(f"cxstudio.settings.{module.stem}")
        named = {name for name in vars(read) if name.isupper() and name[0] != "_"}

        assert named <= set(dir(settings)), module.name


def test_every_setting_is_documented():
    modules = (ROOT / "cxstudio" / "settings").glob("*.py")
    source = "".join(module.read_text() for module in modules)
    named = set(re.findall(r"CXSTUDIO_[A-Z_]+[A-Z]", source)) - {"CXSTUDIO_ENV_FILE"}
    guide = (ROOT / "docs" / "operations.md").read_text()
    documented = set(re.findall(r"^\| `(CXSTUDIO_[A-Z_]+)`", guide, re.MULTILINE))

    assert documented == named
