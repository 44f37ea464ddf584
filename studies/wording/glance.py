"""How a text reads, in two figures: to see whether a new draft reads better."""

from dataclasses import dataclass

from studies.wording.checks import check
from studies.wording.findings import TextKind
from studies.wording.readability import measure


@dataclass(frozen=True)
class Glance:
    """`grade` is a school grade, `ease` a score of 100; neither below 100 words."""

    found: int
    grade: float | None = None
    ease: float | None = None


def glance(text: str, language: str) -> Glance:
    found = len(check(text, language, TextKind.MESSAGE))
    reading = measure(text, language)
    if reading is None:
        return Glance(found)
    return Glance(found, reading.grade, reading.szigriszt)
