"""People who answer as fast as the server lets them, all in one process.

Whoever measures works on the same cores as the server: a process for each person would
cost a fast site more than a slow one.
"""

import re
import selectors
import socket
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

HIDDEN = re.compile(rb'<input type="hidden" name="(\w+)" value="([^"]*)"')
COOKIE = re.compile(rb"^set-cookie: *([^=]+)=([^;\r\n]*)", re.IGNORECASE | re.MULTILINE)
LOCATION = re.compile(rb"^location: *(\S+)", re.IGNORECASE | re.MULTILINE)
TIMEOUT_SECONDS = 20
# Of one person, who gives up then.
MOST_ERRORS = 20


Fields = tuple[tuple[str, str], ...]
Result = TypeVar("Result")
# Gives the socket that it waits for, and goes on when there is something to read.
Waiting = Generator[socket.socket, None, Result]


@dataclass(frozen=True)
class Flow:
    """What one person sends from an address on, and what the last page says."""

    address: str
    forms: tuple[Fields, ...]
    end: bytes

    @property
    def requests(self) -> int:
        """The first page, then a form and the page it leads to, each time."""
        return 1 + 2 * len(self.forms)


@dataclass
class Walked:
    completions: int = 0
    errors: list[str] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)  # seconds each
    walks: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: "Walked") -> None:
        self.completions += other.completions
        self.errors += other.errors
        self.requests += other.requests
        self.walks += other.walks
        self.seconds += other.seconds


class Browser:
    """As little of a browser as the walk needs: cookies, forms and redirects."""

    def __init__(self, port: int, timings: list[float]):
        self.port = port
        self.timings = timings
        self.cookies: dict[bytes, bytes] = {}

    def get(self, path: str) -> bytes:
        return alone(self.getting(path))

    def post(self, fields: Fields) -> bytes:
        """Send the form of the page at hand and follow to the next page."""
        return alone(self.posting(fields))

    def getting(self, path: str) -> Waiting[bytes]:
        status, _head, body = yield from self._send("GET", path, b"")
        assert status == 200, f"GET {path}: {status}"
        self.path, self.hidden = path, HIDDEN.findall(body)
        return body

    def posting(self, fields: Fields) -> Waiting[bytes]:
        hidden = [(name.decode(), value.decode()) for name, value in self.hidden]
        body = urlencode([*hidden, *fields]).encode()
        status, head, _ = yield from self._send("POST", self.path, body)
        assert status == 302, f"POST {self.path}: {status}"
        return (yield from self.getting(LOCATION.search(head)[1].decode()))

    def _send(
        self, method: str, path: str, body: bytes
    ) -> Waiting[tuple[int, bytes, bytes]]:
        begun = time.perf_counter()
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=TIMEOUT_SECONDS
        ) as connection:
            connection.sendall(self._request(method, path, body))
            received = bytearray()
            yield connection
            while chunk := connection.recv(65536):
                received += chunk
                yield connection
        self.timings.append(time.perf_counter() - begun)
        head, _, content = bytes(received).partition(b"\r\n\r\n")
        self.cookies |= dict(COOKIE.findall(head))
        return int(head.split(b" ", 2)[1]), head, content

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        cookies = b"; ".join(
            b"=".join(each) for each in self.cookies.items() if each[1]
        )
        lines = [
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Accept-Language: en\r\nConnection: close\r\n".encode(),
            b"Cookie: " + cookies + b"\r\n" if cookies else b"",
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n" % len(body)
            if body
            else b"",
            b"\r\n",
            body,
        ]
        return b"".join(lines)


def alone(steps: Waiting[Result]) -> Result:
    """The result of somebody who has the process to themselves."""
    while True:
        try:
            next(steps)  # its own reading waits
        except StopIteration as ended:
            return ended.value


def walk(port: int, flow: Flow, timings: list[float]) -> None:
    """From the first page to the last, as one person with a fresh browser."""
    alone(_walking(port, flow, timings))


def _walking(port: int, flow: Flow, timings: list[float]) -> Waiting[None]:
    browser = Browser(port, timings)
    page = yield from browser.getting(flow.address)
    for fields in flow.forms:
        page = yield from browser.posting(fields)
    assert flow.end in page, "no receipt"


def _one_person(port: int, flow: Flow, until: float, walked: Walked) -> Waiting[None]:
    errors = 0
    while time.monotonic() < until and errors <= MOST_ERRORS:
        begun = time.perf_counter()
        try:
            yield from _walking(port, flow, walked.requests)
        except (AssertionError, OSError, TypeError) as error:
            walked.errors.append(repr(error))
            errors += 1
            continue
        walked.walks.append(time.perf_counter() - begun)
        walked.completions += 1


def people(port: int, flow: Flow, *, number: int, seconds: float) -> Walked:
    """`number` people at once for about `seconds`; the last walks are finished."""
    walked, begun = Walked(), time.monotonic()
    together(_one_person(port, flow, begun + seconds, walked) for _ in range(number))
    walked.seconds = time.monotonic() - begun
    return walked


def together(crowd: Iterable[Waiting[None]]) -> None:
    """All of them to their ends, each going on as soon as its answer comes."""
    with selectors.DefaultSelector() as waiting:
        for person in crowd:
            _go_on(person, waiting)
        while waiting.get_map():
            ready = waiting.select(TIMEOUT_SECONDS)
            if not ready:
                raise SystemExit("The web server does not answer any more.")
            for key, _events in ready:
                waiting.unregister(key.fileobj)
                _go_on(key.data, waiting)


def _go_on(person: Waiting[None], waiting: selectors.BaseSelector) -> None:
    """One step further, up to the next wait or the end."""
    connection = next(person, None)
    if connection is not None:
        waiting.register(connection, selectors.EVENT_READ, person)
