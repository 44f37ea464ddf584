"""What may speak against a response, noted when it is sent. No time is kept for it."""

import time
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from feedback.surveys.kinds import KINDS, Answer

# Nobody reads a first page, answers, and sends in less.
FASTEST_SECONDS = 3
# On fewer lines, the same point may well be meant.
LINES = 5
# The field that people do not see, on the page before sending.
TRAP_FIELD = "more"

Question = Mapping[str, Any]


class Sign(StrEnum):
    QUICK = "quick"
    TRAP = "trap"
    STRAIGHT = "straight"


def signs(
    questions: Iterable[Question],
    answers: Mapping[str, Answer],
    *,
    began_at: int = 0,
    is_trapped: bool = False,
) -> list[str] | None:
    """All that hold, None for nothing. `began_at` 0: nobody knows when it began."""
    # A clock that was put back meanwhile says nothing.
    took = time.time() - began_at
    found = {
        Sign.QUICK: bool(began_at) and 0 <= took < FASTEST_SECONDS,
        Sign.TRAP: is_trapped,
        Sign.STRAIGHT: is_straight(questions, answers),
    }
    return [str(sign) for sign, holds in found.items() if holds] or None


def is_straight(questions: Iterable[Question], answers: Mapping[str, Answer]) -> bool:
    """One point on all scales, or on all lines of one matrix, of at least five."""
    scales = [q for q in questions if KINDS[q["kind"]].is_scale]
    places = [_places(q, answers.get(q["key"]) or {}) for q in scales]
    whole = [place for found in places for place in found]
    return any(
        len(found) >= LINES and len(set(found)) == 1 for found in [whole, *places]
    )


def _places(question: Question, answer: Answer) -> list[int]:
    """Where on its scale each answer stands; those beside the scale say nothing."""
    points = [choice["code"] for choice in question["choices"] if not choice["apart"]]
    codes = (
        answer.get("rows", {}).values() if "rows" in answer else [answer.get("code")]
    )
    return [points.index(code) for code in codes if code in points]
