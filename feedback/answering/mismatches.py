"""Answers that do not go together, as the rules of a version have it."""

from collections.abc import Collection, Mapping
from typing import Any

from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.rules import Walk, program

Document = Mapping[str, Any]


class Mismatch(AnswerFault):
    """Checks across questions that these answers do not pass; their texts say why.

    `checks` are their rules, each with the questions on pages that it is about.
    """

    def __init__(self, checks: dict[str, tuple[str, ...]]):
        super().__init__("", code="check")
        self.checks = checks


def mismatches(document: Document, walk: Walk) -> dict[str, AnswerFault]:
    """Question key → what is wrong there with the answers together, in order.

    A fault stands at the last question on a page that takes part and is shown.
    """
    questions = {question["key"]: question for question in walk.shown}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for check in program(document).faults(walk):
        shown = [key for key in check.asks if key in questions]
        seen = [key for key in shown if KINDS[questions[key]["kind"]].is_on_page]
        if seen:
            found.setdefault(seen[-1], {})[check.key] = tuple(seen)
    places = [key for key in questions if key in found]
    return {key: Mismatch(found[key]) for key in places}


def on_page(
    document: Document, answers: Mapping[str, Answer], keys: Collection[str]
) -> dict[str, AnswerFault]:
    """Those that the page with these questions is the place for."""
    walk = program(document).walk(answers)
    found = mismatches(document, walk)
    return {key: fault for key, fault in found.items() if key in keys}
