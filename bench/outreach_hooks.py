"""Very many calls of a mail provider at once: is one lost, and is all laid to its row?

`measure` is a part of outreach.py.
"""

import base64
import json
import multiprocessing
import socket
import statistics
import time
from dataclasses import dataclass, field

from bench import servers

SECRET = "hooks:a secret of the bench"
AT_ONCE = 50
WHERE = "/hooks/mail/postmark/"
TIMEOUT_SECONDS = 60


@dataclass
class Told:
    calls: int = 0
    refused: int = 0  # any answer but 200
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)  # of each call

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=100)[94] * 1000


def measure(env: dict[str, str], calls: int) -> tuple[Told, dict]:
    """Each message's news is told twice, as providers do that miss an answer."""
    env = env | {
        "CXSTUDIO_EMAIL_PROVIDER": "postmark",
        "CXSTUDIO_EMAIL_PROVIDER_SETTINGS": '{"POSTMARK_SERVER_TOKEN": "none"}',
        "CXSTUDIO_EMAIL_HOOK_SECRET": SECRET,
    }
    servers.run("manage.py", "collectstatic", "--noinput", "-v0", env=env)
    rows = _step(env, "made", str(calls // 2))
    with servers.gunicorn("cxstudio.wsgi", "cxstudio.settings", env) as server:
        told = _tell(server.port, [*rows, *rows])
    return told, _step(env, "folded")


def _step(env: dict[str, str], *words: str):
    asked = ("-m", "bench.ready", "bench.outreach_told", *words)
    return json.loads(servers.run(*asked, env=env).splitlines()[-1])


def _tell(port: int, rows: list[str]) -> Told:
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    crowd = [
        context.Process(target=_one_caller, args=(port, rows[place::AT_ONCE], results))
        for place in range(AT_ONCE)
    ]
    begun, told = time.monotonic(), Told()
    for caller in crowd:
        caller.start()
    for _ in crowd:
        refused, times = results.get(timeout=3600)
        told.refused += refused
        told.times += times
    told.calls, told.seconds = len(told.times), time.monotonic() - begun
    for caller in crowd:
        caller.join()
    return told


def _one_caller(port: int, rows: list[str], results) -> None:
    refused, times = 0, []
    for row in rows:
        begun = time.perf_counter()
        refused += not _call(port, row)
        times.append(time.perf_counter() - begun)
    results.put((refused, times))


def _call(port: int, row: str) -> bool:
    said = {
        "RecordType": "Delivery",
        "MessageID": f"provider-{row}",
        "Recipient": "customer@town.example.org",
        "DeliveredAt": "2027-04-14T12:00:00Z",
        "Metadata": {"reference": row},
    }
    body = json.dumps(said).encode()
    secret = base64.b64encode(SECRET.encode()).decode()
    head = (
        f"POST {WHERE} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    address = ("127.0.0.1", port)
    with socket.create_connection(address, timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(head.encode() + body)
        answer = connection.recv(64)
    return answer.startswith(b"HTTP/1.1 200")
