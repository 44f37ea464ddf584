"""Starting, recognizing and ending a server process that outlives its starter."""

import contextlib
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_started: dict[int, subprocess.Popen] = {}


class ServicesFailed(Exception):
    """An embedded server would not start or stop; the message says what to do."""


def spawn(
    command: list[str | Path], log: Path, cwd: Path, user: pwd.struct_passwd | None
) -> int:
    """Start a server in a session of its own, so that Ctrl-C does not reach it."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=clean_environment(),
            start_new_session=True,
            umask=0o077,
            **identity(user),
        )
    _started[process.pid] = process
    return process.pid


def identity(user: pwd.struct_passwd | None) -> dict:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def clean_environment() -> dict[str, str]:
    """Ours without the variables by which PostgreSQL's programs find another server."""
    return {name: text for name, text in os.environ.items() if name[:2] != "PG"}


def is_alive(pid: int) -> bool:
    if pid in _started:  # our own child would stay a zombie
        return _started[pid].poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) != "Z"


def noted_pid(file: Path, marker: str) -> int | None:
    """The pid in `file`, if that process lives and its command line has `marker`.

    After a reboot the number may belong to a stranger, whom nobody may signal.
    """
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    # A dying process has lost its command line already.
    wait_until(lambda: not is_alive(pid) or _command_line(pid) != "", 5)
    return pid if is_alive(pid) and marker in _command_line(pid) else None


def wait_until(claim: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(pid: int, name: str, *signals: signal.Signals) -> None:
    """Send the signals one after another until the process is gone."""
    for number in (*signals, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until(lambda: not is_alive(pid), 15):
            _started.pop(pid, None)
            return
    raise ServicesFailed(f"{name} (process {pid}) does not stop. End it by hand.")


def last_lines(log: Path) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-8:])


def _state(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # gone since, or a system without /proc
        return ""
    return stat.rpartition(")")[2].split()[0]


def _command_line(pid: int) -> str:
    if not Path("/proc/self/cmdline").exists():
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True).stdout
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return raw.replace(b"\0", b" ").decode(errors="surrogateescape")
