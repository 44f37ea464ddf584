"""What a rule sees of an answer, whatever kind of question it belongs to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from feedback.surveys.kinds import Answer

# The choices of a way out of answering; see kinds.base.
DECLINED = "_declined"
NOT_APPLICABLE = "_not_applicable"
WAYS_OUT = {DECLINED, NOT_APPLICABLE}

Answers = Mapping[str, Answer]
# Between the name of a question with several lines and the code of one of them.
LINE = ":"


def on_line(answer: Answer | None, line: str) -> Answer | None:
    """The answer to one line of a question with several, as if it stood alone.

    A way out of the whole question is one out of each line.
    """
    if not answer or "rows" not in answer:
        return answer
    code = answer["rows"].get(line)
    return {"code": code} if code else {}


def named(answers: Answers, name: str) -> Answer | None:
    """The answer to a question, or to "question:line"."""
    key, _colon, line = name.partition(LINE)
    answer = answers.get(key)
    return on_line(answer, line) if line else answer


def held_codes(answer: Answer | None) -> set[str]:
    """The codes that a person chose, those apart from the list included."""
    if not answer:
        return set()
    return set(answer.get("codes", [])) | (
        {answer["code"]} if "code" in answer else set()
    )


def is_declined(answer: Answer | None) -> bool:
    return bool(answer) and answer.get("code") == DECLINED


def is_answered(answer: Answer | None) -> bool:
    """Whether it says something; "I would rather not say" is no answer."""
    return bool(answer) and answer.get("code") not in WAYS_OUT


def written(answer: Answer | None) -> str:
    """What was written, as it was."""
    return str(answer.get("text", answer.get("value", ""))) if answer else ""


def words(answer: Answer | None) -> str:
    """What was written, one space between words, ready to compare in any case."""
    return plain(written(answer))


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def value(answer: Answer | None) -> Decimal | date | None:
    """The number or date that was given; a choice that is numbered counts as such."""
    if not answer:
        return None
    return amount(answer.get("value", answer.get("code")))


def amount(written: Any) -> Decimal | date | None:
    """A stored value as what it is; None where it is neither number nor date."""
    if not isinstance(written, str):
        return None
    try:
        return date.fromisoformat(written) if written[4:5] == "-" else Decimal(written)
    except (ValueError, InvalidOperation):
        return None


def picked(answer: Answer | None) -> int:
    return len(held_codes(answer) - WAYS_OUT)
