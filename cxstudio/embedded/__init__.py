"""Real PostgreSQL and Valkey from wheels, for a clone without servers of its own.

A process that called `start` holds the services until it calls `stop` or dies; the
last holder to call `stop` ends them. A killed holder leaves them running, and the next
`start` uses them again. Nothing outside this package knows of the wheels, and importing
it needs none of them: production sets both URLs and never starts anything here.
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from cxstudio.embedded import postgres, valkey
from cxstudio.embedded.places import Place
from cxstudio.embedded.processes import ServicesFailed

__all__ = [
    "Services",
    "ServicesFailed",
    "broker_url",
    "erase",
    "programs",
    "running",
    "start",
    "stop",
    "urls",
]


class Services(NamedTuple):
    database_url: str
    redis_url: str


_holds: dict[Path, int] = {}


def start(root: Path) -> Services:
    """Start, or use again, what this clone's environment names no server for."""
    root = root.resolve()
    place = Place.of(root)
    (root / "var").mkdir(exist_ok=True)
    if root not in _holds:
        _holds[root] = os.open(_uses(root), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(_holds[root], fcntl.LOCK_SH)
    try:
        with _alone(root):
            found = {}
            if not os.environ.get("CXSTUDIO_DATABASE_URL"):
                found["database_url"] = postgres.start(place)
            if not os.environ.get("CXSTUDIO_REDIS_URL"):
                found["redis_url"] = valkey.start(place)
            _record(root, found)
    except BaseException:  # Ctrl-C included: nothing half started stays
        stop(root)
        raise
    return Services(**_from_environment() | found)


def stop(root: Path) -> bool:
    """Let go of the services; True when they went, False while others use them."""
    root = root.resolve()
    if root in _holds:
        os.close(_holds.pop(root))
    if not (root / "var").exists():
        return True
    with _alone(root), _unused(root) as unused:
        if unused:
            place = Place.of(root)
            _note(root).unlink(missing_ok=True)
            valkey.stop(place)
            postgres.stop(place)
        return unused


def erase(root: Path) -> bool:
    """Stop the services and delete their data, unless somebody uses them."""
    root = root.resolve()
    if not stop(root):
        return False
    for folder in Place.of(root).folders():
        shutil.rmtree(folder, ignore_errors=True)
    return True


def running(root: Path) -> Services | None:
    """The addresses in use, after asking each embedded server whether it is well."""
    place = Place.of(root.resolve())
    found = _from_environment() | (urls(root) or {})
    if len(found) < len(Services._fields):
        return None
    if "database_url" not in _from_environment() and not postgres.is_ready(place):
        return None
    if "redis_url" not in _from_environment() and not valkey.is_ready(place):
        return None
    return Services(**found)


def urls(root: Path) -> dict[str, str] | None:
    """What `start` wrote down for this clone, without asking any server."""
    try:
        noted = json.loads(_note(root.resolve()).read_text())
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    # A copied clone brings the note of the clone it was copied from.
    if noted.pop("root") != str(root.resolve()):
        return None
    return noted


def programs() -> Path | None:
    """The folder with psql, pg_dump and pg_restore of the embedded server, if any."""
    try:
        return postgres.programs()
    except ServicesFailed:
        return None


def broker_url(redis_url: str) -> str:
    """Celery's spelling: kombu says redis+socket:// where redis-py says unix://."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    query = dict(parse_qsl(parts.query))
    if "db" in query:
        query["virtual_host"] = query.pop("db")
    asked = f"?{urlencode(query)}" if query else ""
    return f"redis+socket://{parts.netloc}{parts.path}{asked}"


def _from_environment() -> dict[str, str]:
    names = {field: f"CXSTUDIO_{field.upper()}" for field in Services._fields}
    return {
        field: os.environ[name] for field, name in names.items() if os.environ.get(name)
    }


def _record(root: Path, found: dict[str, str]) -> None:
    fresh = _note(root).with_suffix(".new")
    fresh.write_text(json.dumps({"root": str(root), **found}, indent=1) + "\n")
    fresh.replace(_note(root))


def _note(root: Path) -> Path:
    return root / "var" / "services.json"


def _uses(root: Path) -> Path:
    return root / "var" / "services.uses"


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One process of a clone at a time starts or stops."""
    with open(root / "var" / "services.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _unused(root: Path) -> Iterator[bool]:
    """Whether no living process holds the services; new ones wait until the end."""
    with open(_uses(root), "w") as uses:
        try:
            fcntl.flock(uses, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
