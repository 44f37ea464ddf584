"""Kills what sends a mailing at random moments: who is mailed twice, or forgotten?

Run `python -m bench.killing` (300 people, 6 kills), or add `--long` (20,000 people, 66
kills). PostgreSQL, Valkey, three workers and beat run as in production, beside a mail
sink that writes down each message. One of them is killed with kill -9 while messages go
out, and started again, over and over. `--seed` plays the same choice again; the moments
are counted in messages that have arrived.
"""

import argparse
import json
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.outreach.proof import killing
from tests.outreach.proof.house import House, migrated
from tests.outreach.proof.killing import Ending
from tests.outreach.proof.sink import Manners

FEW, MANY = (300, 6), (20_000, 66)
# A worker waits half of it for a database that is away.
LEASE_SECONDS = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="20,000 people, 66 kills")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = parser.parse_args()
    people, kills = MANY if asked.long else FEW
    print(f"{people:,} people, {kills} kills, --seed {asked.seed}", flush=True)
    began = time.monotonic()

    def say(what: str) -> None:
        passed = time.monotonic() - began
        print(f"{passed:6.0f} s  {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="killing") as folder:
        house = House(Path(folder), lease_seconds=LEASE_SECONDS, quick=False)
        try:
            house.open(Manners(), migrated)
            ending = killing.run(
                house, people, kills, asked.seed, hurry=not asked.long, say=say
            )
        finally:
            house.close()
    _print_table(ending)
    figures = _figures(ending, time.monotonic() - began)
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _print_table(ending: Ending) -> None:
    killed = ", ".join(f"{kind} {number}" for kind, number in ending.kills.items())
    print(f"killed: {killed}; workers that ended by themselves: {ending.ended_alone}")
    for state, number in ending.states.items():
        print(f"{state:34}{number:10,}")
    print(f"{'connections cut off':34}{ending.interrupted:10,}")


def _figures(ending: Ending, seconds: float) -> list[dict]:
    faults = [
        _figure(name.replace(" ", "_"), number, "messages", 0)
        for name, number in ending.faults.items()
    ]
    return [
        *faults,
        _figure("uncertain", ending.uncertain, "messages", ending.interrupted),
        _figure("kills", sum(ending.kills.values()), "kills", None),
        _figure("seconds", round(seconds), "s", None),
    ]


def _figure(name: str, figure: int, unit: str, target: int | None) -> dict:
    return {
        "name": f"killing.{name}",
        "figure": figure,
        "unit": unit,
        "target": target,
        "met": target is None or figure <= target,
    }


if __name__ == "__main__":
    sys.exit(main())
