"""A database of its own, and web servers that are alike but for what they serve."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet
from psycopg import sql

from cxstudio import embedded

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.cpu_count() or 2
VALKEY_DATABASE = 9
START_SECONDS = 30
PEER = "_peer"


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def megabytes(self) -> list[float]:
        """The memory of each worker that its own pages take."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [_private(int(pid)) for pid in children.split()]


def _private(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = [int(line.split()[1]) for line in lines if line.startswith("Private_")]
    return sum(sizes) / 1024


@contextlib.contextmanager
def environment() -> Iterator[dict[str, str]]:
    """Variables that name a fresh database and secrets; all of it goes at the end."""
    services = embedded.start(ROOT)
    name = f"bench_{os.getpid()}"
    _execute(services.database_url, "CREATE DATABASE {}", name)
    with tempfile.TemporaryDirectory() as static:
        redis_url = services.redis_url.partition("?")[0]
        is_socket = redis_url.startswith("unix")
        end = f"?db={VALKEY_DATABASE}" if is_socket else f"/{VALKEY_DATABASE}"
        try:
            yield os.environ | {
                "CXSTUDIO_DATABASE_URL": _named(services.database_url, name),
                "CXSTUDIO_REDIS_URL": redis_url + end,
                "CXSTUDIO_SECRET_KEY": secrets.token_hex(32),
                "CXSTUDIO_VAULT_KEYS": Fernet.generate_key().decode(),
                "CXSTUDIO_VAULT_HASH_KEY": secrets.token_hex(32),
                "CXSTUDIO_HTTPS": "false",
                # Counted as for real, and never reached.
                "CXSTUDIO_STARTS_PER_MINUTE": str(10**9),
                "CXSTUDIO_DEMO": "false",
                "CXSTUDIO_BASE_URL": "http://127.0.0.1",
                "CXSTUDIO_STATIC_ROOT": static,
            }
        finally:
            for each in (name, name + PEER):
                drop = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
                _execute(services.database_url, drop, each)
            embedded.stop(ROOT)


def peers_database(url: str) -> str:
    """The address of the peer's own database, which goes when the bench ends."""
    return _named(url, url.partition("?")[0].rpartition("/")[2] + PEER)


def make_database(url: str) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    _execute(_named(url, "postgres"), "CREATE DATABASE {}", name)


def make_ready(env: dict[str, str]) -> None:
    """Tables and files, as an installation has them."""
    run("manage.py", "migrate", "-v0", env=env)
    run("manage.py", "collectstatic", "--noinput", "-v0", env=env)


def run(*arguments: str, env: dict[str, str], python: str = sys.executable) -> str:
    """A program of ours to its end; what it printed."""
    done = subprocess.run(
        [python, *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _named(url: str, name: str) -> str:
    """The same server, another database."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _execute(url: str, statement: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextlib.contextmanager
def gunicorn(
    application: str, settings: str, env: dict[str, str], python: str = sys.executable
) -> Iterator[Server]:
    """One server on a free port, the same for whatever it serves."""
    port = _free_port()
    command = [python, "-m", "gunicorn", application, "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--log-level", "warning"]
    env = env | {"DJANGO_SETTINGS_MODULE": settings}
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            _wait(port, process)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("The web server did not start.")
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=1),
        ):
            return
        time.sleep(0.1)
    raise SystemExit("The web server did not answer in time.")
