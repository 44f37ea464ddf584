"""The environment of a test run: secrets of its own, real services, one Valkey
database for each parallel process. Imported before Django reads any setting."""

import os
import shutil
import sys
from pathlib import Path

import django
from django.conf import settings

from cxstudio import embedded

ROOT = Path(__file__).resolve().parent.parent

FIXED = {
    # A browser test asks the database in the same thread as Playwright's loop.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    "CXSTUDIO_SECRET_KEY": "a key for tests, which guards nothing and is no secret",
    "CXSTUDIO_VAULT_KEYS": "A" * 43 + "=",
    "CXSTUDIO_VAULT_HASH_KEY": "a hash key for tests, which guards nothing",
    "CXSTUDIO_DEMO": "true",
    "CXSTUDIO_HTTPS": "false",
    "CXSTUDIO_BASE_URL": "http://localhost:8000",
    # Whatever a person's shell names, no test writes to a real server.
    "CXSTUDIO_EMAIL_URL": "smtp://127.0.0.1:1",
}


def prepare() -> None:
    """Name all that the settings ask for, start services if none run, then Django."""
    if settings.configured:
        sys.exit("Unset DJANGO_SETTINGS_MODULE: the tests name their settings.")
    keep_bytecode()
    os.environ.update(FIXED)
    number = 1
    if is_worker():
        number = 2 + int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    else:  # the workers of a parallel run inherit these
        services = embedded.start(ROOT)
        os.environ["CXSTUDIO_DATABASE_URL"] = services.database_url
        os.environ["CXSTUDIO_REDIS_URL"] = services.redis_url
    redis_url = with_database(os.environ["CXSTUDIO_REDIS_URL"], number)
    os.environ["CXSTUDIO_REDIS_URL"] = redis_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "cxstudio.settings"
    django.setup()
    # A worker that inherited it would read the settings before it comes to this file.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def keep_bytecode() -> None:
    """Where Python is told to write none, in `var`: so each module is compiled once,
    and not by each worker and by each program that a test starts."""
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(ROOT / "var" / "pycache")
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def is_worker() -> bool:
    """Whether this is one process of a parallel run, started by another."""
    return "PYTEST_XDIST_WORKER" in os.environ


def release() -> None:
    """Stop the services, unless `make run` or somebody else uses them too."""
    if not is_worker():
        embedded.stop(ROOT)


def with_database(redis_url: str, number: int) -> str:
    """The same server, another of its databases: 0 stays `make run`'s."""
    if redis_url.startswith("unix://"):
        return f"{redis_url.partition('?')[0]}?db={number}"
    server, query = redis_url.partition("?")[::2]
    scheme, address = server.split("://")
    host = address.split("/")[0]
    return f"{scheme}://{host}/{number}" + (f"?{query}" if query else "")


def chromium() -> str | None:
    """The browser named by CHROMIUM, else one on the path, else Playwright's own.

    Found without starting Playwright, whose driver needs libraries that a bare system
    gets only together with a browser.
    """
    named = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser"]
    on_path = (shutil.which(name) for name in [*named, "google-chrome"] if name)
    cached = Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome")
    return next(filter(None, [*on_path, *map(str, cached)]), None)
