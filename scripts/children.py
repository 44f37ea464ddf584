"""The processes of one `make run`: started together, watched, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from plain import ROOT, Trouble, say

# Who lives shorter than this was never well: starting it again would not help.
WELL_AFTER = 30
PR_SET_PDEATHSIG = 1


class Child(NamedTuple):
    process: subprocess.Popen
    arguments: tuple[str, ...]
    born: float


class Children:
    def __init__(self, logs: Path):
        self.logs = logs
        self.by_name: dict[str, Child] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *arguments: str) -> None:
        """Run .venv's Python with `arguments` in this process group."""
        with open(self.logs / f"{name}.log", "w") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent(os.getpid()),
            )
        self.by_name[name] = Child(process, arguments, time.monotonic())

    def look_after(self) -> None:
        """Start again whoever ended; refuse for one that never got well."""
        for name, child in list(self.by_name.items()):
            if child.process.poll() is None:
                continue
            log = self.logs / f"{name}.log"
            end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            if time.monotonic() - child.born < WELL_AFTER:
                raise Trouble(f"“{name}” ended by itself. The end of {log}:\n{end}")
            log.replace(log.with_suffix(".before.log"))
            say(f"“{name}” ended by itself and is started again; {log} says more.")
            self.start(name, *child.arguments)

    def stop(self) -> None:
        """Ask each to end, wait, and end by force whoever does not."""
        processes = [child.process for child in self.by_name.values()]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + 15
        for process in processes:
            try:
                process.wait(max(0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.by_name.clear()


def _end_with_parent(parent: int):
    """On Linux a child ends when its parent does, even when that one was killed."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return bind
