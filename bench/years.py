"""Years of mailings, changes of clocks and of minds: how many rules they break.

Run `python -m bench.years` (6 years), or add `--long` (200). Each year is drawn by a
number that is new each day; one that breaks a rule is printed with its number, and
`python -m bench.years --number N` plays that one again.
"""

import argparse
import json
import subprocess
import sys
from datetime import date

from bench import servers

FEW, MANY = 6, 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="many more years")
    parser.add_argument("--number", type=int, help="play this one year again")
    asked = parser.parse_args()
    first = asked.number or date.today().toordinal() * 1_000
    years = 1 if asked.number else MANY if asked.long else FEW
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.make_ready(env)
        # One after the other: each year is one transaction, and two at once would wait
        # for each other's rows of the same addresses and domains.
        played = _read(_begin(range(first, first + years), env))
    broken = [year for year in played if year["breaches"]]
    for year in broken:
        print(f"year {year['number']}: {year['breaches']}")
    mails = sum(year["mails"] for year in played)
    print(f"{len(played)} years, {mails} messages, {len(broken)} years break a rule")
    figures = [
        _figure("played", len(played), "years", years, len(played) == years),
        _figure("broken", len(broken), "years", 0, not broken),
    ]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _begin(share: range, env: dict[str, str]) -> subprocess.Popen:
    program = ["bench.yearly", *(str(number) for number in share)]
    command = [sys.executable, "-m", "bench.ready", *program]
    return subprocess.Popen(
        command, cwd=servers.ROOT, env=env, stdout=subprocess.PIPE, text=True
    )


def _read(program: subprocess.Popen) -> list[dict]:
    output, _nothing = program.communicate()
    if program.returncode:
        raise SystemExit("A process that played years did not end well.")
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def _figure(name: str, figure: int, unit: str, target: int, met: bool) -> dict:
    return {
        "name": f"years.{name}",
        "figure": figure,
        "unit": unit,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    sys.exit(main())
