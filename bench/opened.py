"""Many people at one link, at once: opening it, and answering where places are few."""

import json
import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from bench import load, servers

AT_ONCE = 50
OPENINGS = 1_000
PLACES = 20
READY_PAGE = "/s/few_pages/"
ENOUGH = "enough/"


@dataclass(frozen=True)
class Opened:
    """What 1,000 openings took, of the product and of a page that is ready HTML."""

    seconds: dict[str, list[float]]  # each request
    whole: dict[str, float]  # all of them
    errors: int

    def percentiles(self, site: str) -> tuple[float, float]:
        """p50 and p95 in milliseconds."""
        cuts = statistics.quantiles(self.seconds[site], n=100)
        return cuts[49] * 1000, cuts[94] * 1000

    def rate(self, site: str) -> float:
        return len(self.seconds[site]) / self.whole[site]


@dataclass(frozen=True)
class Places:
    """What became of the places of a quota, as the database says."""

    counted: int
    places: int
    over: int
    people: int


def measure(env: dict[str, str], *, rounds: int = 3) -> tuple[Opened, Places]:
    """In turns, so that a slow moment hits each of them."""
    product = env | {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
    bare = env | {
        "DJANGO_SETTINGS_MODULE": "bench.bare.settings",
        "BENCH_READY": "true",
    }
    servers.run("manage.py", "collectstatic", "--noinput", "-v0", env=env)
    servers.run("-m", "django", "migrate", "--run-syncdb", "-v0", env=bare)
    seeded = servers.run("-m", "bench.ready", "bench.linked", str(PLACES), env=product)
    addresses = json.loads(seeded.splitlines()[-1])
    with (
        servers.gunicorn("cxstudio.wsgi", "cxstudio.settings", env) as ours,
        servers.gunicorn("bench.bare.wsgi", "bench.bare.settings", bare) as ready,
    ):
        sites = {
            "product": (ours.port, addresses["link"]),
            "ready HTML": (ready.port, READY_PAGE),
        }
        opened = _open(sites, rounds)
        together(AT_ONCE, lambda _number: _answer(ours.port, addresses["quota"]))
    return opened, _places(env)


def _open(sites: dict[str, tuple[int, str]], rounds: int) -> Opened:
    seconds: dict[str, list[float]] = {name: [] for name in sites}
    whole, errors = dict.fromkeys(sites, 0.0), 0
    each = OPENINGS // AT_ONCE
    for port, path in sites.values():
        for _ in range(servers.WORKERS * 2):  # each draws its page once
            load.Browser(port, []).get(path)
    for _ in range(rounds):
        for name, (port, path) in sites.items():
            begun = time.perf_counter()
            found = together(AT_ONCE, lambda _n, p=port, a=path: _gets(p, a, each))
            whole[name] += time.perf_counter() - begun
            for timings, wrong in found:
                seconds[name] += timings
                errors += wrong
    return Opened(seconds, whole, errors)


def _gets(port: int, path: str, number: int) -> tuple[list[float], int]:
    timings, wrong = [], 0
    for _ in range(number):
        try:
            load.Browser(port, timings).get(path)
        except (AssertionError, OSError):
            wrong += 1
    return timings, wrong


def _answer(port: int, address: str) -> str:
    """One person of the group: whoever reads that it is full goes on all the same."""
    browser = load.Browser(port, [])
    browser.get(address)
    browser.post(())
    browser.post((("q1", "c1"),))
    if browser.path.endswith(ENOUGH):
        browser.get(f"{address}q/2/")
    browser.post((("q2", "It is long."),))
    page = browser.post(())
    assert b"receipt-code" in page, "no receipt"
    return browser.path


def together(number: int, act: Callable[[int], object]) -> list:
    """`number` processes that begin at the same moment; what each gave."""
    context = multiprocessing.get_context("fork")
    results, ready = context.Queue(), context.Barrier(number)

    def one(index: int) -> None:
        ready.wait()
        results.put(act(index))

    crowd = [context.Process(target=one, args=(index,)) for index in range(number)]
    for person in crowd:
        person.start()
    found = [results.get(timeout=load.TIMEOUT_SECONDS * 6) for _ in crowd]
    for person in crowd:
        person.join()
    return found


def _places(env: dict[str, str]) -> Places:
    with psycopg.connect(env["CXSTUDIO_DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE is_taken), count(*),"
            " (SELECT count(*) FROM feedback_surveyresponse WHERE is_over_quota),"
            " (SELECT count(*) FROM feedback_surveyresponse WHERE state = 'submitted')"
            " FROM studies_quotaplace"
        ).fetchone()
    return Places(*row)
