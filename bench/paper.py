"""How long a paper form of 600 questions takes in each language, as a page makes it.

Run `python -m bench.paper` (about half a minute) or add `--long`.
"""

import argparse
import json
import os
import statistics
import sys
import time
from zoneinfo import ZoneInfo

import django

from bench import servers

QUESTIONS = 600
TARGET_SECONDS = 15.0
TEXTS = {
    "en": "In the last 12 months, how often did you call us about letter {n}?",
    "es": "En los últimos 12 meses, ¿cuántas veces nos llamó por la carta {n}?",
    "ar": "كم مرة اتصلتم بنا في آخر 12 شهرًا بشأن الخطاب رقم {n}؟",
    "zh-hans": "在过去 12 个月里，您就第 {n} 封信给我们打过几次电话？",
}
KINDS = ("one_choice", "several_choices", "short_text", "long_text", "number", "date")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="five rounds, not one")
    rounds = 5 if parser.parse_args().long else 1
    with servers.environment() as env:
        os.environ.update(env, DJANGO_SETTINGS_MODULE="cxstudio.settings")
        django.setup()
        seconds = {language: _seconds(language, rounds) for language in TEXTS}
    figures = [
        {
            "bench": "paper",
            "name": f"form of {QUESTIONS} questions, {language}",
            "seconds": round(found, 2),
            "target": TARGET_SECONDS,
            "met": found <= TARGET_SECONDS,
        }
        for language, found in seconds.items()
    ]
    for figure in figures:
        print(json.dumps(figure))
    return 0 if all(figure["met"] for figure in figures) else 1


def document() -> dict:
    """Choices in a third of the questions, a rule at two of three."""
    questions = [_question(n) for n in range(QUESTIONS)]
    return {
        "format": 2,
        "source_language": "en",
        "languages": list(TEXTS),
        "later_languages": [],
        "anonymous": True,
        "texts": {language: _texts(language, questions) for language in TEXTS},
        "sections": [],
        "rules": [],
        "questions": questions,
        "pages": [[question["key"]] for question in questions],
    }


def _question(n: int) -> dict:
    kind = KINDS[n % len(KINDS)]
    flags = {"exclusive": False, "other": False, "apart": False, "driver": ""}
    first = n - n % len(KINDS)
    rule = {"op": "is", "question": f"q{first}", "choice": "c1"}
    return {
        "key": f"q{n}",
        "kind": kind,
        "required": False,
        "locked": False,
        "section": None,
        "show_when": rule if n % 3 and n > first else None,
        "require_when": None,
        "settings": {},
        "rows": [],
        "choices": [{"code": f"c{i}"} | flags for i in range(1, 6) if "choice" in kind],
    }


def _texts(language: str, questions: list[dict]) -> dict[str, str]:
    texts = {"title": TEXTS[language].format(n=0)}
    for n, question in enumerate(questions):
        texts[question["key"]] = TEXTS[language].format(n=n)
        for choice in question["choices"]:
            label = f"{choice['code'][1:]}. {TEXTS[language][:20]}"
            texts[f"{question['key']}:{choice['code']}"] = label
    return texts


def _seconds(language: str, rounds: int) -> float:
    # Here, because they need the settings that `main` has just named.
    from feedback.answering.editions import Edition, Surroundings
    from feedback.paper import sheets
    from studies.agencies.models import Agency
    from studies.wording.agency_face import faces

    agency = faces(Agency(name="Office of Household Support", slug="office"), [])
    around = Surroundings(
        agency=agency,
        zone=ZoneInfo("UTC"),
        study_id=None,
        study_slug="",
        tell_by=None,
        retention_months=12,
    )
    taken = []
    for _round in range(rounds):
        source = sheets.Source(Edition(0, 1, document(), around), None)
        started = time.perf_counter()
        sheets.form_pdf(source.sheet(language), {})
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
