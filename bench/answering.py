"""Completions a second from the first page to the receipt, beside bare Django views.

Run `python -m bench.answering` (about a minute) or add `--long`. Product and reference
make the same requests (pages, redirects, one write per POST) under the same gunicorn,
in turns, so that a slow moment of the machine hits both.
"""

import argparse
import json
import statistics
import subprocess
import sys

import psycopg

from bench import load, servers
from bench.questions import LAYOUTS

RATIO_TARGET = 0.5
PEOPLE = 8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="five times as long")
    chosen = parser.parse_args()
    seconds, rounds = (20.0, 5) if chosen.long else (5.0, 3)
    with servers.environment() as env:
        addresses = _prepare(env)
        with (
            servers.gunicorn("cxstudio.wsgi", "cxstudio.settings", env) as ours,
            servers.gunicorn("bench.bare.wsgi", "bench.bare.settings", env) as bare,
        ):
            walked = _measure(ours, bare, addresses, seconds, rounds)
        missing = _missing(env, _completions(walked, "product"))
    _print_table(walked)
    figures = _figures(walked, missing)
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _prepare(env: dict[str, str]) -> dict[str, str]:
    """Migrate, collect files and make the two surveys; layout → address."""
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=servers.ROOT,
            env=env,
            check=True,
        )
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"],
        cwd=servers.ROOT,
        env=env | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"},
        check=True,
    )
    seeded = subprocess.run(
        [sys.executable, "-m", "bench.ready", "bench.seeding"],
        cwd=servers.ROOT,
        env=env | {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(seeded.stdout.splitlines()[-1])


def _missing(env: dict[str, str], completions: int) -> int:
    """Completions that people saw a receipt for and that the database does not hold."""
    with psycopg.connect(env["CXSTUDIO_DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT count(*) FROM feedback_surveyresponse WHERE state = 'submitted'"
        ).fetchone()
    return max(0, completions - row[0])


def _measure(ours, bare, addresses, seconds, rounds):
    targets = [("product", ours), ("bare", bare)]
    walked = {}
    for layout in LAYOUTS:
        for name, port in targets:
            walked[name, layout] = load.Walked()
            address = addresses[layout] if name == "product" else f"/s/{layout}/"
            for _ in range(servers.WORKERS * 2):  # each worker draws its pages once
                load.walk(port, address, layout, [])
        for _ in range(rounds):
            for name, port in targets:
                address = addresses[layout] if name == "product" else f"/s/{layout}/"
                walked[name, layout].add(
                    load.people(port, address, layout, number=PEOPLE, seconds=seconds)
                )
    return walked


def _rate(walked: load.Walked) -> float:
    return walked.completions / walked.seconds


def _percentiles(seconds: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def _completions(walked, name: str) -> int:
    return sum(walked[name, layout].completions for layout in LAYOUTS)


def _print_table(walked) -> None:
    print(f"{PEOPLE} people at once, {servers.WORKERS} workers; milliseconds a request")
    print(f"{'':24}{'completions/s':>14}{'p50':>8}{'p95':>8}{'p99':>8}{'errors':>8}")
    for (name, layout), result in walked.items():
        p50, p95, p99 = _percentiles(result.requests)
        print(
            f"{layout + ', ' + name:24}{_rate(result):14.1f}"
            f"{p50:8.1f}{p95:8.1f}{p99:8.1f}{len(result.errors):8d}"
        )


def _figures(walked, missing: int) -> list[dict]:
    figures = []
    for layout in LAYOUTS:
        product, bare = walked["product", layout], walked["bare", layout]
        ratio = _rate(product) / _rate(bare)
        p50, _, p99 = _percentiles(product.requests)
        figures += [
            _figure(f"{layout}.completions", _rate(product), "per second", None),
            _figure(f"{layout}.bare", _rate(bare), "per second", None),
            _figure(f"{layout}.ratio", ratio, "of bare", RATIO_TARGET),
            _figure(f"{layout}.p99", p99 / p50, "times p50", 5.0, at_most=True),
        ]
    errors = sum(len(result.errors) for result in walked.values())
    figures.append(_figure("errors", errors, "requests", 0, at_most=True))
    figures.append(_figure("lost", missing, "answers", 0, at_most=True))
    return figures


def _figure(name, figure, unit, target, *, at_most=False) -> dict:
    met = target is None or (figure <= target if at_most else figure >= target)
    return {
        "name": f"answering.{name}",
        "figure": round(figure, 3),
        "unit": unit,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    sys.exit(main())
