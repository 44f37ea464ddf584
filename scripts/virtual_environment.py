"""`.venv`, with exactly the packages of requirements-dev.txt, each checked by hash."""

import contextlib
import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from plain import ROOT, VAR, Trouble, say, step

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
DONE = FOLDER / "installed.txt"
LOCK = ROOT / "requirements-dev.txt"
UV_LOCK = ROOT / "requirements-uv.txt"

NO_VENV = """Python's module "venv" is missing. Install it, then try again. As root:
  apt-get install python3-venv"""
NO_PACKAGES = """The packages could not be installed; the reason stands above.
Most often the network is down, or a proxy or mirror has to be named: pip reads
PIP_INDEX_URL and its own configuration. What is installed is kept: try again."""
DISK_FULL = "The disk is full. Free about 1 GB, then try again."
CHANGED = """A package is not the one that requirements-dev.txt names: its hash differs.
Nothing of it was installed. A mirror may have changed it; ask whoever runs the mirror."""


def make_ready() -> None:
    if is_done():
        return
    with _alone():
        if is_done():  # the other command did it
            return
        if not works():
            create()
        install()
        DONE.write_text(fingerprint())


def is_done() -> bool:
    return DONE.exists() and DONE.read_text() == fingerprint() and works()


def fingerprint() -> str:
    """Changes with the lock and with Python."""
    parts = [LOCK.read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def works() -> bool:
    """Whether its Python starts and is the one of this command."""
    wanted = f"{sys.version_info[0]}.{sys.version_info[1]}"
    program = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    if not PYTHON.exists():
        return False
    told = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True)
    return told.stdout.strip() == wanted


def create() -> None:
    say("Making the virtual environment .venv …")
    if not importlib.util.find_spec("ensurepip"):
        raise Trouble(NO_VENV)
    command = [sys.executable, "-m", "venv", "--clear", str(FOLDER)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    told = made.stdout + made.stderr
    if "No space left" in told:
        raise Trouble(DISK_FULL)
    if "ensurepip" in told:
        raise Trouble(NO_VENV)
    raise Trouble(f"The virtual environment could not be made:\n{told.strip()}")


def install() -> None:
    """With uv, which takes seconds; with pip where uv does not get through."""
    say("Installing packages (about 500 MB; a minute or two the first time) …")
    if _pip("--quiet", "-r", UV_LOCK) == 0:
        step("with uv")
        uv = ["-m", "uv", "pip", "install", "--quiet", "--require-hashes"]
        if call(*uv, "--python", PYTHON, "-r", LOCK) == 0:
            return
        # uv knows nothing of pip's own configuration, where a mirror may be named.
        step("uv did not get through (see above); with pip, which takes longer")
    else:
        step("uv is not to be had here; with pip, which takes longer")
    if _pip("--progress-bar", "off", "-r", LOCK):
        raise Trouble(_reason())


def lock() -> None:
    """Compile the pins for every Python from 3.11 on, naming no package index."""
    for name in ("requirements", "requirements-dev", "requirements-uv"):
        compiled = call(
            *("-m", "uv", "pip", "compile", "--quiet", "--universal", "--no-header"),
            *("--python-version", "3.11", "--generate-hashes"),
            *("--no-emit-index-url", "--no-emit-find-links"),
            *(f"{name}.in", "-o", f"{name}.txt"),
        )
        if compiled:
            raise Trouble(f"{name}.txt is as it was; the reason stands above.")
        step(f"{name}.txt")


def call(*arguments: str | Path) -> int:
    """A program of .venv, in the clone, its output shown; returns its exit code."""
    return subprocess.run([PYTHON, *arguments], cwd=ROOT).returncode


def _pip(*options: str | Path) -> int:
    """pip, shown and remembered, so that its reason for failing can be told apart."""
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", *options]
    with open(VAR / "pip.log", "w") as log:
        ran = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in ran.stdout:
            log.write(line)
            if line.startswith(("Collecting", "ERROR", "WARNING: Retrying")):
                step(line.strip())
        return ran.wait()


def _reason() -> str:
    told = (VAR / "pip.log").read_text()
    if "No space left" in told:
        return DISK_FULL
    if "DO NOT MATCH THE HASHES" in told:
        return CHANGED
    return NO_PACKAGES


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two commands at once: the second waits and finds the work done."""
    with open(VAR / "setup.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up this clone; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
