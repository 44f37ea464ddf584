"""How long a survey takes: reading its questions, then thinking and answering."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from feedback.surveys.kinds import KINDS
from studies.wording.findings import Finding, Rule

# Slower than silent reading of books (about 240): a form on a phone, read by people
# for whom it may be the second language.
WORDS_A_MINUTE = 150
# Past this, many people on a phone stop, or tick without reading.
MOST_MINUTES = 10


def minutes(questions: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> int:
    """Whole minutes, at least one, for somebody who answers every question.

    Both as in a compiled version; texts of the survey itself, which come before and
    after the questions, do not count.
    """
    kinds = {question["key"]: question["kind"] for question in questions}
    words = sum(
        _words(text) for name, text in texts.items() if name.split(":")[0] in kinds
    )
    seconds = sum(KINDS[kind].seconds for kind in kinds.values())
    return max(1, ceil(words / WORDS_A_MINUTE + seconds / 60 - 0.25))


def too_long(taken: int) -> Iterator[Finding]:
    """A finding on the whole survey, at most one."""
    if taken > MOST_MINUTES:
        facts = (("minutes", taken), ("most", MOST_MINUTES))
        yield Finding(Rule.TOO_LONG, "survey", 0, 0, facts=facts)


@dataclass(frozen=True)
class Burden:
    """The hours that a legal statement asks for: of one person, and of all of them."""

    people: int
    each: float
    total: int


def burden(taken: int, people: int = 1000) -> Burden:
    return Burden(people, round(taken / 60, 2), round(taken * people / 60))


def _words(text: str) -> float:
    """Chinese has no spaces: two of its characters are read as one word."""
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return han / 2 if han > len(text) / 3 else len(text.split())
