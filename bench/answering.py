"""Completions a second from the first page to the receipt, beside three references.

Run `python -m bench.answering` (five minutes), or add `--long` for 100,000 requests more.
Two bare Django sites make the same requests, one with hand-written templates, one with
ready HTML. The peer is django-survey-and-report from the package index, in an environment
of its own; it has no first page and shows no answers again, so its 3 requests stand
beside our 5 where a survey sends at once, and beside our 7 where it does not. All are
behind the same gunicorn and take turns, so that a slow moment hits each of them.
"""

import argparse
import json
import statistics
import sys

import psycopg

from bench import load, peers, servers
from bench.load import Flow
from bench.questions import AT_ONCE, LAYOUTS, pages

TEMPLATES_TARGET, READY_TARGET, PEER_TARGET = 0.5, 0.6, 5.0
ONE_PAGE = "few_pages"
CROWDS = (8, 50)
SOAK_REQUESTS = 100_000
# Caches fill first: what a worker holds after a tenth is where it starts from.
GROWTH_TARGET = 1.1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="100,000 requests more")
    is_long = parser.parse_args().long
    with servers.environment() as env:
        flows = _prepare(env)
        with (
            servers.gunicorn("cxstudio.wsgi", "cxstudio.settings", env) as ours,
            _bare(env, ready="true") as ready,
            _bare(env, ready="false") as templates,
            peers.server(env) as theirs,
        ):
            sites = {
                "product": ours,
                "ready HTML": ready,
                "templates": templates,
                "peer": theirs,
            }
            walked = _measure(sites, flows)
            soak = _soak(ours, flows["product", ONE_PAGE]) if is_long else None
        missing = _missing(env, walked, soak)
    _print_table(walked, flows)
    figures = [*_figures(walked, flows), *_soaked(soak), _lost(missing)]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _bare(env: dict[str, str], *, ready: str):
    own = env | {"BENCH_READY": ready}
    return servers.gunicorn("bench.bare.wsgi", "bench.bare.settings", own)


def _prepare(env: dict[str, str]) -> dict[tuple[str, str], Flow]:
    """Migrate, collect files and make the surveys; (site, layout) → how to answer."""
    product = env | {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
    bare = env | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    servers.make_ready(env)
    servers.run("-m", "django", "migrate", "--run-syncdb", "-v0", env=bare)
    seeded = servers.run("-m", "bench.ready", "bench.seeding", env=product)
    addresses = json.loads(seeded.splitlines()[-1])
    flows = {}
    for layout in LAYOUTS:
        asked = [
            tuple((key, value) for key, *_, sent in page for value in sent)
            for page in pages(layout)
        ]
        forms = ((), *asked) if layout == AT_ONCE else ((), *asked, ())
        flows["product", layout] = Flow(addresses[layout], forms, b"receipt-code")
        for name in ("ready HTML", "templates")[: 1 if layout == AT_ONCE else 2]:
            flows[name, layout] = Flow(f"/s/{layout}/", forms, b"receipt-code")
    if found := peers.prepare(env):
        flows["peer", ONE_PAGE] = flows["peer", AT_ONCE] = found
    return flows


def _measure(sites, flows, *, seconds: float = 5.0, rounds: int = 3):
    """(site, layout, people at once) → what they did, in turns."""
    walked = {}
    for crowd in CROWDS:
        for layout in LAYOUTS if crowd == CROWDS[0] else [ONE_PAGE, AT_ONCE]:
            taking_part = [name for name in sites if (name, layout) in flows]
            for name in taking_part:
                walked[name, layout, crowd] = load.Walked()
                for _ in range(servers.WORKERS * 2):  # each draws its pages once
                    load.walk(sites[name].port, flows[name, layout], [])
            for _ in range(rounds):
                for name in taking_part:
                    walked[name, layout, crowd].add(
                        load.people(
                            sites[name].port,
                            flows[name, layout],
                            number=crowd,
                            seconds=seconds,
                        )
                    )
    return walked


def _soak(site: servers.Server, flow: Flow) -> dict:
    """Many requests in a row, and the memory of each worker before and after."""
    walked, before = load.Walked(), []
    while len(walked.requests) < SOAK_REQUESTS:
        if not before and len(walked.requests) >= SOAK_REQUESTS / 10:
            before = site.megabytes()
        walked.add(load.people(site.port, flow, number=CROWDS[0], seconds=10.0))
        if len(walked.errors) > 100:
            break
    return {"walked": walked, "before": before, "after": site.megabytes()}


def _missing(env: dict[str, str], walked, soak: dict | None) -> int:
    """Completions that people saw a receipt for and that the database does not hold."""
    seen = sum(found.completions for key, found in walked.items() if "product" in key)
    seen += soak["walked"].completions if soak else 0
    with psycopg.connect(env["CXSTUDIO_DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT count(*) FROM feedback_surveyresponse WHERE state = 'submitted'"
        ).fetchone()
    return max(0, seen - row[0])


def _rate(walked: load.Walked) -> float:
    return walked.completions / walked.seconds


def _percentiles(seconds: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def _print_table(walked, flows) -> None:
    print(f"{servers.WORKERS} workers; milliseconds a request")
    for layout, what in LAYOUTS.items():
        print(f"{layout}: {what}")
    columns = ("completed/s", "requests/s", "p50", "p95", "p99", "errors")
    print(f"{'':46}" + "".join(f"{name:>12}" for name in columns))
    for (name, layout, crowd), found in walked.items():
        figures = [_rate(found), len(found.requests) / found.seconds]
        figures += _percentiles(found.requests)
        each = f"{flows[name, layout].requests} requests"
        print(
            f"{f'{layout}, {crowd} people, {name}, {each}':46}"
            + "".join(f"{figure:12.1f}" for figure in figures)
            + f"{len(found.errors):12d}"
        )


def _figures(walked, flows) -> list[dict]:
    figures = []
    for (name, layout, crowd), found in walked.items():
        figures.append(
            _figure(
                f"{layout}.{crowd}.{name.split()[0]}",
                _rate(found),
                "completions a second",
            )
        )
        if name != "product":
            continue
        p50, _, p99 = _percentiles(found.requests)
        ready = _rate(walked["ready HTML", layout, crowd])
        if templates := walked.get(("templates", layout, crowd)):
            figures.append(
                _figure(
                    f"{layout}.{crowd}.to_templates",
                    _rate(found) / _rate(templates),
                    "times the templates",
                    TEMPLATES_TARGET,
                )
            )
        figures += [
            _figure(
                f"{layout}.{crowd}.to_ready",
                _rate(found) / ready,
                "times ready HTML",
                None if layout == "one_a_page" else READY_TARGET,
            ),
            _figure(f"{layout}.{crowd}.p99", p99 / p50, "times p50", 5.0, at_most=True),
        ]
        if ("peer", layout, crowd) in walked:
            figures += _beside_peer(found, walked["peer", layout, crowd], layout, crowd)
    errors = sum(
        len(found.errors) for key, found in walked.items() if "peer" not in key
    )
    return [*figures, _figure("errors", errors, "requests", 0, at_most=True)]


def _beside_peer(ours, theirs, layout: str, crowd: int) -> list[dict]:
    """By completion, the target is for the survey that asks as little as the peer."""
    by_request = (len(ours.requests) / ours.seconds) / (
        len(theirs.requests) / theirs.seconds
    )
    name = f"{layout}.{crowd}.to_peer"
    target = PEER_TARGET if layout == AT_ONCE else None
    return [
        _figure(name, _rate(ours) / _rate(theirs), "times the peer", target),
        _figure(f"{name}_by_request", by_request, "times the peer"),
    ]


def _soaked(soak: dict | None) -> list[dict]:
    if soak is None:
        return []
    walked = soak["walked"]
    growth = max(soak["after"]) / max(soak["before"])
    return [
        _figure("soak.requests", len(walked.requests), "requests", SOAK_REQUESTS),
        _figure("soak.errors", len(walked.errors), "requests", 0, at_most=True),
        _figure("soak.memory", max(soak["after"]), "MB a worker"),
        _figure("soak.growth", growth, "times a tenth in", GROWTH_TARGET, at_most=True),
    ]


def _lost(missing: int) -> dict:
    return _figure("lost", missing, "answers", 0, at_most=True)


def _figure(name, figure, unit, target=None, *, at_most=False) -> dict:
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
