"""Anything sent to the public forms: how many pages fail, and what wrong is stored.

Run `python -m bench.fuzzing` (200 people), or add `--long` (10,000). The cases differ
each time; a case that fails is printed so that it can be played again. Half of them play
in each of two processes, and every ten seconds it says how far they are.
"""

import argparse
import json
import subprocess
import sys
import threading
import time

from bench import servers

FEW, MANY = 200, 10_000
PROCESSES = 2
SAID_EVERY = 10.0
COUNTED = ("cases", "requests")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="fifty times as many")
    cases = MANY if parser.parse_args().long else FEW
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.make_ready(env)
        played = _play(cases, env)
    people, requests = (sum(found[name] for found in played) for name in COUNTED)
    wrong = [each for found in played for each in found["wrong"]]
    for each in wrong:
        print(each)
    print(f"{people} people sent {requests} requests")
    figures = [
        _figure("cases", people, "people", cases, people >= cases),
        _figure("faults", len(wrong), "people", 0, not wrong),
    ]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _play(cases: int, env: dict[str, str]) -> list[dict]:
    """What each process counted last; ends with the first that does not end well."""
    shares = [cases // PROCESSES + (i < cases % PROCESSES) for i in range(PROCESSES)]
    played: list[dict] = [{"cases": 0, "requests": 0, "wrong": []} for _ in shares]
    programs = [_begin(share, place, env) for place, share in enumerate(shares)]
    readers = [
        threading.Thread(target=_read, args=(program, found), daemon=True)
        for program, found in zip(programs, played, strict=True)
    ]
    for reader in readers:
        reader.start()
    begun = said = time.monotonic()
    while any(reader.is_alive() for reader in readers):
        for reader in readers:
            reader.join(timeout=0.5)
        if time.monotonic() - said >= SAID_EVERY:
            said = time.monotonic()
            _say(sum(found["cases"] for found in played), cases, said - begun)
    if any(program.wait() for program in programs):
        raise SystemExit("A process that played people did not end well.")
    return played


def _begin(share: int, place: int, env: dict[str, str]) -> subprocess.Popen:
    program = ["bench.fuzzed", str(share), str(place)]
    command = [sys.executable, "-m", "bench.ready", *program]
    return subprocess.Popen(
        command, cwd=servers.ROOT, env=env, stdout=subprocess.PIPE, text=True
    )


def _read(program: subprocess.Popen, found: dict) -> None:
    """Each line is what was counted until then; anything else is for who looks on."""
    for line in program.stdout:
        if line.startswith("{"):
            found.update(json.loads(line))
        else:
            print(line, end="", file=sys.stderr)


def _say(done: int, cases: int, seconds: float) -> None:
    rate = done / seconds
    left = f", {(cases - done) / rate / 60:.0f} min left" if rate else ""
    said = f"{done:,} of {cases:,} people, {rate:.1f} a second{left}"
    print(said, file=sys.stderr, flush=True)


def _figure(name: str, figure: int, unit: str, target: int, met: bool) -> dict:
    return {
        "name": f"fuzzing.{name}",
        "figure": figure,
        "unit": unit,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    sys.exit(main())
