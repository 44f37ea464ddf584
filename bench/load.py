"""People who answer as fast as the server lets them, each in a process of its own."""

import multiprocessing
import re
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(rb'<input type="hidden" name="(\w+)" value="([^"]*)"')
COOKIE = re.compile(rb"^set-cookie: *([^=]+)=([^;\r\n]*)", re.IGNORECASE | re.MULTILINE)
LOCATION = re.compile(rb"^location: *(\S+)", re.IGNORECASE | re.MULTILINE)
TIMEOUT_SECONDS = 20


Fields = tuple[tuple[str, str], ...]


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
        status, head, body = self._send("GET", path, b"")
        assert status == 200, f"GET {path}: {status}"
        self.path, self.hidden = path, HIDDEN.findall(body)
        return body

    def post(self, fields: Fields) -> bytes:
        """Send the form of the page at hand and follow to the next page."""
        hidden = [(name.decode(), value.decode()) for name, value in self.hidden]
        body = urlencode([*hidden, *fields]).encode()
        status, head, _ = self._send("POST", self.path, body)
        assert status == 302, f"POST {self.path}: {status}"
        return self.get(LOCATION.search(head)[1].decode())

    def _send(self, method: str, path: str, body: bytes) -> tuple[int, bytes, bytes]:
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
        begun = time.perf_counter()
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=TIMEOUT_SECONDS
        ) as connection:
            connection.sendall(b"".join(lines))
            received = bytearray()
            while chunk := connection.recv(65536):
                received += chunk
        self.timings.append(time.perf_counter() - begun)
        head, _, content = bytes(received).partition(b"\r\n\r\n")
        self.cookies |= dict(COOKIE.findall(head))
        return int(head.split(b" ", 2)[1]), head, content


def walk(port: int, flow: Flow, timings: list[float]) -> None:
    """From the first page to the last, as one person with a fresh browser."""
    browser = Browser(port, timings)
    page = browser.get(flow.address)
    for fields in flow.forms:
        page = browser.post(fields)
    assert flow.end in page, "no receipt"


def _one_person(port, flow, until, results) -> None:
    walked = Walked()
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            walk(port, flow, walked.requests)
        except (AssertionError, OSError, TypeError) as error:
            walked.errors.append(repr(error))
            if len(walked.errors) > 20:
                break
            continue
        walked.walks.append(time.perf_counter() - begun)
        walked.completions += 1
    results.put(walked)


def people(port: int, flow: Flow, *, number: int, seconds: float) -> Walked:
    """`number` people at once for about `seconds`; the last walks are finished."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    begun = time.monotonic()
    crowd = [
        context.Process(target=_one_person, args=(port, flow, begun + seconds, results))
        for _ in range(number)
    ]
    for person in crowd:
        person.start()
    total = Walked()
    for _ in crowd:
        total.add(results.get(timeout=seconds + TIMEOUT_SECONDS * 4))
    for person in crowd:
        person.join()
    total.seconds = time.monotonic() - begun
    return total
