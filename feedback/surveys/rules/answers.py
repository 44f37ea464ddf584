"""What a rule sees of an answer, whatever kind of question it belongs to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from feedback.surveys.kinds import Answer

DECLINED = "_declined"
# Codes that say why there is no answer; no rule can pick them as a choice.
APART = "_"


def held_codes(answer: Answer | None) -> set[str]:
    """The codes that a person chose, those apart from the list included."""
    if not answer:
        return set()
    return set(answer.get("codes", [])) | (
        {answer["code"]} if "code" in answer else set()
    )


def is_declined(answer: Answer | None) -> bool:
    return DECLINED in held_codes(answer) or bool(answer and answer.get("declined"))


def is_answered(answer: Answer | None) -> bool:
    """Whether it says something; "I would rather not say" is no answer."""
    return bool(answer) and not is_declined(answer)


def words(answer: Answer | None) -> str:
    """What was written, one space between words, ready to compare in any case."""
    return plain(str(answer.get("text", ""))) if answer else ""


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def value(answer: Answer | None) -> Decimal | date | None:
    """The number or date that was given; a choice that is numbered counts as such."""
    if not answer:
        return None
    for name in ("number", "date", "code"):
        if name in answer:
            return day(answer[name]) if name == "date" else number(answer[name])
    return None


def number(written: Any) -> Decimal | None:
    try:
        read = Decimal(str(written))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def picked(answer: Answer | None) -> int:
    return sum(not code.startswith(APART) for code in held_codes(answer))


Answers = Mapping[str, Answer]
