"""Which port the pages are served on."""

import errno
import socket
from collections.abc import Mapping

from plain import Trouble


def wanted(environment: Mapping[str, str]) -> int:
    told = environment.get("PORT") or "8000"
    if not told.isdigit() or not 0 < int(told) < 65536:
        raise Trouble(f"PORT is “{told}”. It must be a number from 1024 to 65535.")
    return int(told)


def free_from(first: int, host: str) -> int:
    """`first`, or the next one that no program on this machine listens on."""
    for port in range(first, min(first + 100, 65536)):
        if is_free(port, host):
            return port
    raise Trouble(f"No free port from {first} on. Choose another: PORT=9000 make run")


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Also on IPv6: a browser that opens localhost asks there first."""
    if _listens(socket.AF_INET6, ("::1", port)):
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if error.errno == errno.EACCES:
                raise Trouble(
                    f"Port {port} is kept for the system. Choose one from 1024 on."
                ) from None
            raise
    return True


def _listens(family: int, address: tuple[str, int]) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.settimeout(1)
            return probe.connect_ex(address) == 0
    except OSError:  # no IPv6 on this machine
        return False
