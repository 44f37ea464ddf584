"""What 400 rules on 600 questions cost: a page, and publishing, beside bare Python.

Run `python -m bench.rules`, or add `--long`. A page is everything that the views do
between reading what was sent and the HTML of the next page, but for the one statement
that stores it. Publishing is the whole action: checklist with its proof, compiling,
storing. The reference evaluates the same conditions in a hand-written loop.
"""

import argparse
import json
import sys

from bench import servers

PAGE_TARGET_MS = 20.0
PUBLISH_TARGET_MS = 2000.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="five times as long")
    rounds = 15 if parser.parse_args().long else 3
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.make_ready(env)
        printed = servers.run("-m", "bench.ready", "bench.ruled", str(rounds), env=env)
    measured = json.loads(printed.splitlines()[-1])
    _print_table(measured)
    figures = _figures(measured)
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def _print_table(measured: dict) -> None:
    print(f"{measured['questions']} questions, {measured['rules']} rules; milliseconds")
    rows = [
        ("a page, median", "page_median"),
        ("a page, slowest", "page_slowest"),
        ("one walk through all rules", "walk"),
        ("the same conditions, bare", "bare"),
        ("publishing", "publish"),
        ("of that, our own processor", "publish_cpu"),
        ("the proof alone", "proof"),
        ("storing the document, bare", "kept"),
    ]
    for label, name in rows:
        print(f"{label:32}{measured[name]:12.2f}")


def _figures(measured: dict) -> list[dict]:
    return [
        _figure("page_slowest", measured["page_slowest"], "ms", PAGE_TARGET_MS),
        _figure("page_median", measured["page_median"], "ms", PAGE_TARGET_MS),
        _figure("publish", measured["publish"], "ms", PUBLISH_TARGET_MS),
        _figure("publish_cpu", measured["publish_cpu"], "ms", PUBLISH_TARGET_MS),
        _figure("proof", measured["proof"], "ms", PUBLISH_TARGET_MS),
        _figure("walk", measured["walk"], "ms", None),
        _figure("bare", measured["bare"], "ms", None),
        _figure("walk_to_bare", measured["walk"] / measured["bare"], "times", None),
        _figure("publish_bare", measured["kept"], "ms", None),
    ]


def _figure(name: str, figure: float, unit: str, target: float | None) -> dict:
    return {
        "name": f"rules.{name}",
        "figure": round(figure, 3),
        "unit": unit,
        "target": target,
        "met": target is None or figure < target,
    }


if __name__ == "__main__":
    sys.exit(main())
