"""The environment of a test run: secrets of its own, real services, one Valkey
database for each parallel process. Imported before Django reads any setting."""

import os
from pathlib import Path

from cxstudio import embedded

ROOT = Path(__file__).resolve().parent.parent

FIXED = {
    "DJANGO_SETTINGS_MODULE": "cxstudio.settings",
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
    """Name everything that settings.py asks for; start the services if none run."""
    os.environ.update(FIXED)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:  # the workers of a parallel run inherit these
        services = embedded.start(ROOT)
        os.environ["CXSTUDIO_DATABASE_URL"] = services.database_url
        os.environ["CXSTUDIO_REDIS_URL"] = services.redis_url
    number = int(worker.removeprefix("gw") or 0) + 1 if worker else 0
    os.environ["CXSTUDIO_REDIS_URL"] = with_database(
        os.environ["CXSTUDIO_REDIS_URL"], number + 1
    )


def release() -> None:
    """Stop the services, unless `make run` or somebody else uses them too."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        embedded.stop(ROOT)


def with_database(redis_url: str, number: int) -> str:
    """The same server, another of its databases: 0 stays `make run`'s."""
    if redis_url.startswith("unix://"):
        return f"{redis_url.partition('?')[0]}?db={number}"
    server, query = redis_url.partition("?")[::2]
    scheme, address = server.split("://")
    host = address.split("/")[0]
    return f"{scheme}://{host}/{number}" + (f"?{query}" if query else "")
