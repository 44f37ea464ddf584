"""Anything sent to the public forms: how many pages fail, and what wrong is stored.

Run `python -m bench.fuzzing` (200 people), or add `--long` (10,000). The cases differ
each time; a case that fails is printed so that it can be played again.
"""

import argparse
import json
import sys

from bench import servers

FEW, MANY = 200, 10_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="fifty times as many")
    cases = MANY if parser.parse_args().long else FEW
    with servers.environment() as env:
        env |= {"DJANGO_SETTINGS_MODULE": "cxstudio.settings"}
        servers.make_ready(env)
        printed = servers.run("-m", "bench.ready", "bench.fuzzed", str(cases), env=env)
    found = json.loads(printed.splitlines()[-1])
    for wrong in found["wrong"]:
        print(wrong)
    print(f"{found['cases']} people sent {found['requests']} requests")
    figures = [
        _figure("cases", found["cases"], "people", cases, found["cases"] >= cases),
        _figure("faults", len(found["wrong"]), "people", 0, not found["wrong"]),
    ]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


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
