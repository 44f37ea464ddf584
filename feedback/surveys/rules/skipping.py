"""What is left of a survey for whoever leaves its first question empty."""

from collections.abc import Mapping
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.rules.programs import prepare

# One question that follows from the first is how a follow-up looks; more is a survey.
FEWEST_BEHIND = 2


def hides_all(structure: Mapping[str, Any]) -> str:
    """The first question's key, where leaving it empty shows no other one; else "".

    Nothing that comes later can change that: no later question is there to answer.
    """
    asked = [question for question in structure["questions"] if _is_asked(question)]
    walk = prepare(structure).walk({})
    shown = [question["key"] for question in walk.shown if _is_asked(question)]
    if len(asked) <= FEWEST_BEHIND or len(shown) != 1:
        return ""
    [only] = (question for question in asked if question["key"] == shown[0])
    must = only["required"] or only["key"] in walk.required
    return "" if must or only is not asked[0] else only["key"]


def _is_asked(question: Mapping[str, Any]) -> bool:
    kind = KINDS[question["kind"]]
    return kind.is_asked and kind.is_on_page
