"""django-survey-and-report, a survey app for Django from the package index.

It needs other packages than ours, so it lives in an environment of its own, which is
made on the first run. Without a package index the bench says so and goes on.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator

from bench import servers
from bench.load import Flow

FOLDER = servers.ROOT / "var" / "peer"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = servers.ROOT / "bench" / "peer" / "requirements.txt"
END = b"Survey submitted"


def prepare(env: dict[str, str]) -> Flow | None:
    """Install it, make its tables and the bench's survey; None where it is not had."""
    if not _installed():
        print("The peer could not be installed, so it is not measured.")
        return None
    env = _own(env)
    servers.make_database(env["CXSTUDIO_DATABASE_URL"])
    servers.run("-m", "django", "migrate", "-v0", env=env, python=str(PYTHON))
    program = ("-m", "bench.ready", "bench.peer.seeding")
    seeded = servers.run(*program, env=env, python=str(PYTHON))
    found = json.loads(seeded.splitlines()[-1])
    fields = tuple((name, value) for name, value in found["fields"])
    return Flow(found["address"], (fields,), END)


@contextlib.contextmanager
def server(env: dict[str, str]) -> Iterator[servers.Server | None]:
    if not PYTHON.exists():
        yield None
        return
    settings = "bench.peer.settings"
    with servers.gunicorn("bench.peer.wsgi", settings, _own(env), str(PYTHON)) as site:
        yield site


def _own(env: dict[str, str]) -> dict[str, str]:
    """A database of its own beside the bench's: both have tables of Django's."""
    own = servers.peers_database(env["CXSTUDIO_DATABASE_URL"])
    settings = {"DJANGO_SETTINGS_MODULE": "bench.peer.settings"}
    return env | settings | {"CXSTUDIO_DATABASE_URL": own}


def _installed() -> bool:
    if PYTHON.exists():
        return True
    uv = [sys.executable, "-m", "uv"]
    made = [*uv, "venv", "--quiet", "--python", sys.executable, str(FOLDER)]
    filled = [*uv, "pip", "install", "--quiet", "--require-hashes"]
    filled += ["--python", str(PYTHON), "-r", str(REQUIREMENTS)]
    return all(subprocess.run(step).returncode == 0 for step in (made, filled))
