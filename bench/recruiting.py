"""How fast people are taken in from a list, and come in by a link, many at once.

Run `python -m bench.recruiting` (two minutes), or add `--long` for XLSX too. A list of
100,000 people goes from the file to the vault. Each step is a process of its own, as a worker's is: it checks every row and stops, adds the
people, or meets the same file a second time. The reference in the same run does the
least that could do it: read the CSV, seal three cells with the same keys, hash two,
COPY the rows.

Then 50 people at once open an invite link 1,000 times, beside a page of ready HTML
behind the same server; and 50 who belong to one group answer at once where there are
20 places: 20 must be counted, no more and no fewer.
"""

import argparse
import json
import sys

from bench import opened, servers
from bench.opened import Opened, Places

PEOPLE = 100_000
# The whole way, as the designer waits for it: checking and adding together.
TARGET_SECONDS = 60.0
TARGET_MEGABYTES = 400.0
# The product finds the link and the survey behind it, which ready HTML does not.
OPENING_TARGET = 0.3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="XLSX as well as CSV")
    formats = ["csv", "xlsx"] if parser.parse_args().long else ["csv"]
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.run("manage.py", "migrate", "-v0", env=env)
        bare = _step(env, "bare", "csv")
        steps = {
            (ending, step): _step(env, step, ending)
            for ending in formats
            for step in ("receive", "check", "add", "again")
        }
        opening, places = opened.measure(env)
    _print_table(bare, steps)
    _print_openings(opening, places)
    figures = [each for ending in formats for each in _figures(ending, bare, steps)]
    figures += [*_openings(opening), *_quota(places)]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _step(env: dict[str, str], step: str, ending: str) -> dict:
    program = ("-m", "bench.ready", "bench.recruited")
    printed = servers.run(*program, step, ending, str(PEOPLE), env=env)
    return json.loads(printed.splitlines()[-1])


def _print_table(bare: dict, steps: dict[tuple[str, str], dict]) -> None:
    print(
        f"{PEOPLE:,} people{'seconds':>26}{'our CPU':>14}{'MB at most':>14}{'of that, it':>14}"
    )
    rows = {f"{ending}, {step}": found for (ending, step), found in steps.items()}
    rows["bare: read, seal, hash, COPY"] = bare
    for label, found in rows.items():
        print(
            f"{label:30}{found['seconds']:10.1f}{found['processor']:14.1f}"
            f"{found['peak']:14.0f}"
            f"{found['grown']:14.0f}"
        )


def _figures(ending: str, bare: dict, steps: dict[tuple[str, str], dict]) -> list[dict]:
    of = {step: found for (kind, step), found in steps.items() if kind == ending}
    whole = sum(of[step]["seconds"] for step in ("receive", "check", "add"))
    cpu = sum(of[step]["processor"] for step in ("receive", "check", "add"))
    peak = max(found["peak"] for found in of.values())
    added, again = of["add"]["people"], of["again"]["people"]
    return [
        _figure(f"{ending}.import", whole, "s", TARGET_SECONDS),
        _figure(f"{ending}.import_cpu", cpu, "s", TARGET_SECONDS),
        _figure(
            f"{ending}.same_file_again", of["again"]["seconds"], "s", TARGET_SECONDS
        ),
        _figure(f"{ending}.worker_peak", peak, "MB", TARGET_MEGABYTES),
        _figure(f"{ending}.to_bare", whole / bare["seconds"], "times", None),
        _figure(f"{ending}.left_out", PEOPLE - added, "people", 0),
        _figure(f"{ending}.added_twice", again - added, "people", 0),
    ]


def _print_openings(opening: Opened, places: Places) -> None:
    number = len(opening.seconds["product"])
    print(
        f"{number:,} openings, {opened.AT_ONCE} at once{'a second':>16}{'p50':>8}{'p95 ms':>10}"
    )
    for site in opening.seconds:
        p50, p95 = opening.percentiles(site)
        print(f"{site:34}{opening.rate(site):10.0f}{p50:12.1f}{p95:9.1f}")
    print(
        f"{places.people} answered at once for {opened.PLACES} places: "
        f"{places.counted} counted, {places.over} over quota"
    )


def _openings(opening: Opened) -> list[dict]:
    p50, p95 = opening.percentiles("product")
    ratio = opening.rate("product") / opening.rate("ready HTML")
    return [
        _figure("opening.p50", p50, "ms", None),
        _figure("opening.p95", p95, "ms", None),
        _figure(
            "opening.to_ready", ratio, "times ready HTML", OPENING_TARGET, least=True
        ),
        _figure("opening.errors", opening.errors, "requests", 0),
    ]


def _quota(places: Places) -> list[dict]:
    empty = opened.PLACES - places.counted
    lost = opened.AT_ONCE - places.people
    return [
        _figure("quota.overfilled", max(0, -empty), "people", 0),
        _figure("quota.left_empty", max(0, empty), "places", 0),
        _figure(
            "quota.neither", places.people - places.counted - places.over, "people", 0
        ),
        _figure("quota.lost", lost, "answers", 0),
    ]


def _figure(
    name: str, figure: float, unit: str, target: float | None, *, least: bool = False
) -> dict:
    met = target is None or (figure >= target if least else figure <= target)
    return {
        "name": f"recruiting.{name}",
        "figure": round(figure, 3),
        "unit": unit,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    sys.exit(main())
