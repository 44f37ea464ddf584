"""An installation of its own, each process of which may be killed at any moment."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from django.db import connection

from cxstudio import embedded
from cxstudio.embedded import postgres, valkey
from cxstudio.embedded.places import Place
from cxstudio.embedded.processes import is_alive, last_lines, noted_pid, wait_until
from tests.outreach.proof.sink import Manners, Taken

ROOT = Path(__file__).resolve().parents[3]
WORKERS = ("worker1", "worker2", "worker3")
# As docs/operations.md starts them, with names because they share a machine.
WORKER = ("-A", "cxstudio", "worker", "--pool", "threads", "--concurrency", "4")
WORKER += ("--without-gossip", "--without-mingle")
BEAT = ("-A", "cxstudio", "beat")
PATIENCE = 120


class House:
    """PostgreSQL, Valkey, a mail sink, three workers and beat, in a folder."""

    def __init__(self, folder: Path, *, lease_seconds: float, quick: bool):
        self.folder = folder
        self.place = Place.of(folder.resolve())
        self.lease_seconds = lease_seconds
        self.quick = quick
        self.pids: dict[str, int] = {}
        self.away: set[str] = set()  # killed, and not started again yet
        self.ended_alone: list[str] = []
        self.taken = Taken(folder / "received.txt")
        self._children: dict[int, subprocess.Popen] = {}
        self._nursery: subprocess.Popen | None = None
        self._sink: subprocess.Popen | None = None

    def open(self, manners: Manners, fill: Callable[[str, dict], None]) -> None:
        """Start what the rest stands on; `fill` makes the tables."""
        (self.folder / "var").mkdir(parents=True, exist_ok=True)
        self.database_url = postgres.start(self.place)
        redis_url = valkey.start(self.place)
        port = self._listen(manners)
        self.env = _without_services() | {
            "CXSTUDIO_DATABASE_URL": self.database_url,
            "CXSTUDIO_REDIS_URL": redis_url,
            "CXSTUDIO_SECRET_KEY": secrets.token_hex(32),
            "CXSTUDIO_VAULT_KEYS": Fernet.generate_key().decode(),
            "CXSTUDIO_VAULT_HASH_KEY": secrets.token_hex(32),
            "CXSTUDIO_EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "CXSTUDIO_BASE_URL": "http://ask.example.org",
            "CXSTUDIO_HTTPS": "false",
            "CXSTUDIO_DEMO": "false",
            "DJANGO_SETTINGS_MODULE": "tests.outreach.proof.settings",
            "PROOF_LEASE_SECONDS": str(self.lease_seconds),
        }
        fill(self.database_url, self.env)
        if self.quick:
            self._nursery = self._program("tests.outreach.proof.nursery")
            if self._nursery.stdout.readline() != "ready\n":
                raise RuntimeError("The nursery did not start.")

    def _listen(self, manners: Manners) -> int:
        options = [
            f"--{name.replace('_', '-')}={number}"
            for name, number in vars(manners).items()
        ]
        sink = "tests.outreach.proof.sink"
        self._sink = self._program(sink, str(self.taken.record), *options)
        return int(self._sink.stdout.readline())

    def _program(self, module: str, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=getattr(self, "env", None),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, name: str) -> None:
        """Start it, or start it again."""
        self.away.discard(name)
        if name == "postgres":
            postgres.start(self.place)
        elif name == "valkey":
            valkey.start(self.place)
        elif name == "beat":
            files = ("--schedule", str(self.folder / "schedule"))
            files += ("--pidfile", str(self.folder / "beat.pid"))
            self.pids[name] = self._begin(name, "celery", *BEAT, *files)
        else:
            self.pids[name] = self._begin(name, "celery", *WORKER, "-n", f"{name}@%h")

    def run(self, module: str, *arguments: str) -> str:
        """A program of ours to its end; what it printed."""
        name = module.rpartition(".")[2]
        pid = self._begin(name, module, *arguments)
        wait_until(lambda: not self.lives(pid), PATIENCE * 10)
        return self.log(name).read_text()

    def _begin(self, name: str, module: str, *arguments: str) -> int:
        log = str(self.log(name))
        if self._nursery:
            self._nursery.stdin.write(json.dumps([module, arguments, log]) + "\n")
            self._nursery.stdin.flush()
            return int(self._nursery.stdout.readline())
        with open(log, "a") as output:
            child = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._children[child.pid] = child
        return child.pid

    def lives(self, pid: int) -> bool:
        child = self._children.get(pid)
        return child.poll() is None if child else is_alive(pid)

    def kill(self, name: str) -> None:
        """kill -9, and nothing else: whoever it was could not say goodbye."""
        pid = self._pid(name)
        while pid is None:  # it ended by itself this moment
            self.look_after()
            pid = self._pid(name)
        self.away.add(name)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.lives(pid), PATIENCE)

    def look_after(self) -> None:
        """Start again whoever ended by itself, as systemd does."""
        for name, pid in list(self.pids.items()):
            if not self.lives(pid) and name not in self.away:
                self.ended_alone.append(name)
                self.start(name)

    def end_workers(self) -> None:
        """Ask the workers to finish what they are at, and wait for it."""
        names = [name for name in WORKERS if name in self.pids]
        pids = [pid for pid in map(self.pids.pop, names) if self.lives(pid)]
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        if not wait_until(lambda: not any(map(self.lives, pids)), PATIENCE):
            raise RuntimeError("A worker does not end.")

    def _pid(self, name: str) -> int | None:
        if name == "postgres":
            data = self.place.postgres_data
            return noted_pid(data / "postmaster.pid", str(data))
        if name == "valkey":
            file = self.place.valkey_data / "valkey.pid"
            return noted_pid(file, str(self.place.sockets))
        pid = self.pids[name]
        return pid if self.lives(pid) else None

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def end_of(self, name: str) -> str:
        """Its last words, without the long ones of a trace."""
        return "\n".join(line[:300] for line in last_lines(self.log(name)).split("\n"))

    def close(self) -> None:
        """End what was started, by pid, and take its data away."""
        for pid in self.pids.values():
            if self.lives(pid):
                os.kill(pid, signal.SIGKILL)
        for child in (*self._children.values(), self._nursery, self._sink):
            if child:
                for stream in filter(None, (child.stdin, child.stdout)):
                    stream.close()
                child.wait(PATIENCE)
        embedded.erase(self.folder)


def _without_services() -> dict[str, str]:
    """The environment as it is, but for a file that would name other servers."""
    return dict(os.environ) | {"CXSTUDIO_ENV_FILE": ""}


def of_this_run() -> str:
    """The address of the database of this test run, whose tables can be copied."""
    before, _, query = os.environ["CXSTUDIO_DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def copied_from(database_url: str) -> Callable[[str, dict], None]:
    """Tables like those of a database that has been migrated already."""

    def fill(url: str, env: dict) -> None:
        dump = ["pg_dump", "--no-owner", "--no-privileges", "--schema-only"]
        read = ["psql", "--no-psqlrc", "-q", "-1", "-v", "ON_ERROR_STOP=1"]
        folder = embedded.programs()
        made = subprocess.run(
            [folder / dump[0], *dump[1:], database_url],
            check=True,
            stdout=subprocess.PIPE,
        )
        subprocess.run(
            [folder / read[0], *read[1:], url],
            input=made.stdout,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    return fill


def migrated(url: str, env: dict) -> None:
    """Tables as an installation makes them."""
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
