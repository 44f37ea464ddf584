"""How long the plain-language checks take on 200 strings, with no result kept over.

    python -m bench.plain_language

Splitting a text is remembered for a moment while its rules run; that memory is emptied
between rounds, and the strings differ, so that each round does all of its work.
"""

import json
import statistics
import time

from studies.wording.checks import check, check_question
from studies.wording.findings import QuestionText, TextKind
from studies.wording.sentences import split

STRINGS = 200
TARGET_MS = 200.0
ROUNDS = 9
TEXTS = [
    "In the last 12 months, did you get letter {n} that asked you to renew your help?",
    "How easy and helpful was page {n} of the form that your office furnished to you?",
    "You shall submit form {n} prior to the expiration of the period, and/or call us.",
    "We keep your answers, the day and your language. We use them to fix letter {n}. "
    "We erase them 12 months after the study ends. You can take them back by code.",
    "Failure to return form {n} may result in termination of benefits. An interview "
    "may be scheduled in accordance with agency policy where it is deemed appropriate.",
]


def strings() -> list[str]:
    return [TEXTS[n % len(TEXTS)].format(n=n) for n in range(STRINGS)]


def milliseconds(work) -> float:
    split.cache_clear()
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def check_strings() -> None:
    for text in strings():
        check(text, "en", TextKind.MESSAGE)


def check_questions() -> None:
    """200 strings as 40 questions of one text and four choices."""
    texts = strings()
    for start in range(0, STRINGS, 5):
        label, *choices = texts[start : start + 5]
        check_question(QuestionText(label, choices=tuple(choices)), "en")


def main() -> None:
    works = {"texts": check_strings, "questions": check_questions}
    figures = []
    for name, work in works.items():
        work()  # the word list is read once in the life of a process
        taken = [milliseconds(work) for _ in range(ROUNDS)]
        figures.append((name, statistics.median(taken), max(taken)))
    print(f"{STRINGS} strings, {ROUNDS} rounds     median ms   slowest ms")
    for name, median, slowest in figures:
        print(f"{name:<24}{median:>14.1f}{slowest:>13.1f}")
    for name, median, _slowest in figures:
        line = {
            "name": f"plain_language_{name}_200",
            "figure": round(median, 1),
            "unit": "ms",
            "target": TARGET_MS,
            "met": median < TARGET_MS,
        }
        print(json.dumps(line))


if __name__ == "__main__":
    main()
