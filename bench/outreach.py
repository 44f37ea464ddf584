"""Messages a second beside a bare loop, a million queued, what is due of ten million.

Run `python -m bench.outreach` (under a minute), or add `--long` for the sizes above. One
worker process sends a confidential survey's invitations: each has its own link, is asked
about once more, and is marked in the ledger before and after, all safeties on. The bare
loop, in turns with it, puts each mail together by the standard library, with the words
of the first of our own (text and HTML, so the same size), and sends it by smtplib over
one connection to the same sink; it renders nothing, asks nothing and records nothing
(docs/decisions/0032-what-sending-is-measured-against.md). A second loop sends the same
ready bytes over and over, and has no target: it shows how quick the sink is. Last, a
provider tells of 50,000 messages by web calls, 50 at once.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import outreach_hooks, servers
from bench.outreach_hooks import Told

SPEED_TARGET, GROWTH_TARGET = 0.5, 1.1
QUEUE_SECONDS_A_MILLION, DUE_MS = 60.0, 50.0
ROUNDS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="a million and ten")
    is_long = parser.parse_args().long
    messages = 7_000 if is_long else 300  # a round
    queued = 1_000_000 if is_long else 50_000
    ledger = 10_000_000 if is_long else 300_000
    calls = 50_000 if is_long else 1_000
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.run("manage.py", "migrate", "-v0", env=env)
        with tempfile.TemporaryDirectory() as folder:
            sent = _send(env, Path(folder), messages)
        made = _step(env, "outreach_queued", queued)
        due = _step(env, "outreach_due", ledger)
        told, folded = outreach_hooks.measure(env, calls)
    _print_table(sent, made, due)
    _print_told(told, folded)
    figures = [*_speed(sent), *_memory(sent), *_queued(made), *_due(due)]
    figures += _told(told, folded)
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _send(env: dict[str, str], folder: Path, messages: int) -> dict:
    record, first = folder / "received.txt", folder / "first.eml"
    command = [sys.executable, "-m", "tests.outreach.proof.sink", str(record)]
    with subprocess.Popen(
        [*command, "--keep", str(first)],
        cwd=servers.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as sink:
        port = int(sink.stdout.readline())
        env = env | {"CXSTUDIO_EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        step = ("outreach_sent", messages, ROUNDS, record, first)
        found = _step(env, *step)
        sink.stdin.close()
    return found


def _step(env: dict[str, str], program: str, *words: object) -> dict:
    asked = ("-m", "bench.ready", f"bench.{program}", *map(str, words))
    return json.loads(servers.run(*asked, env=env).splitlines()[-1])


def _print_table(sent: dict, made: dict, due: dict) -> None:
    print(f"{ROUNDS} rounds of {sent['messages']:,} mails of {sent['bytes']:,} bytes")
    print(f"{'messages a second':34}{'median':>10}{'each round':>30}")
    for name in ("product", "bare", "ready"):
        rounds = " ".join(f"{rate:8.0f}" for rate in sent[name])
        print(f"{name:34}{_median(sent[name]):10.0f}{rounds:>30}")
    print(f"{made['messages']:,} messages queued in {made['seconds']:.1f} s")
    print(f"of {made['started']:.1f} s that starting such a mailing took")
    print(f"{due['rows']:,} rows in the ledger; what is due, in milliseconds")
    for name in ("check", "claim"):
        times = due[name]
        print(f"{name:34}{_median(times):10.2f}{max(times):10.2f} at most")


def _median(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _speed(sent: dict) -> list[dict]:
    ratio, to_ready = (_ratio(sent, other) for other in ("bare", "ready"))
    return [
        _figure("messages", _median(sent["product"]), "a second", None),
        _figure("bare", _median(sent["bare"]), "a second", None),
        _figure("to_bare", ratio, "times", SPEED_TARGET, ratio >= SPEED_TARGET),
        _figure("to_ready", to_ready, "times", None),
        _figure("own_cpu", sent["cpu"] * 1000, "ms a message", None),
        _figure("not_right", sent["wrong"], "messages", 0, sent["wrong"] == 0),
    ]


def _ratio(sent: dict, other: str) -> float:
    """Of each round, so that a slow moment hits both."""
    pairs = zip(sent["product"], sent[other], strict=True)
    return _median([ours / theirs for ours, theirs in pairs])


def _memory(sent: dict) -> list[dict]:
    after_tenth, at_end = sent["memory"]
    growth = at_end / after_tenth
    return [
        _figure("memory", at_end, "MB", None),
        _figure(
            "memory_growth", growth, "times", GROWTH_TARGET, growth <= GROWTH_TARGET
        ),
    ]


def _queued(made: dict) -> list[dict]:
    """The target is of a million; of fewer, its share."""
    target = QUEUE_SECONDS_A_MILLION * made["messages"] / 1_000_000
    name, seconds = f"queue_{made['messages']}", made["seconds"]
    return [_figure(name, seconds, "s", target, seconds < target)]


def _due(due: dict) -> list[dict]:
    check, rows = _median(due["check"]), due["rows"]
    return [
        _figure(f"due_check_of_{rows}", check, "ms", DUE_MS, check < DUE_MS),
        _figure(f"claim_of_{rows}", _median(due["claim"]), "ms", None),
    ]


def _print_told(told: Told, folded: dict) -> None:
    print(
        f"{told.calls:,} calls of a provider, {outreach_hooks.AT_ONCE} at once:"
        f" {told.calls / told.seconds:.0f} a second, p95 {told.p95:.0f} ms;"
        f" {folded['news']:,} pieces of news laid to their messages in"
        f" {folded['seconds']:.1f} s"
    )


def _told(told: Told, folded: dict) -> list[dict]:
    """Each message was told of twice, so half of the calls are news."""
    lost = told.calls // 2 - folded["delivered"] + folded["left"]
    return [
        _figure("hooks", told.calls / told.seconds, "calls a second", None),
        _figure("hooks_p95", told.p95, "ms", None),
        _figure("hooks_refused", told.refused, "calls", 0, told.refused == 0),
        _figure("hooks_lost", lost, "messages", 0, lost == 0),
        _figure("hooks_folded", folded["seconds"], "s", None),
    ]


def _figure(
    name: str, figure: float, unit: str, target: float | None, met: bool = True
) -> dict:
    return {
        "name": f"outreach.{name}",
        "figure": round(figure, 3),
        "unit": unit,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    sys.exit(main())
