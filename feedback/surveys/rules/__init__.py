"""Rules: one expression tree, one evaluator, on the server only."""

from collections.abc import Mapping
from typing import Any

from feedback.surveys.rules.answers import Answers, held_codes
from feedback.surveys.rules.evaluating import claim
from feedback.surveys.rules.programs import Program, Walk, program
from feedback.surveys.rules.trees import condition

__all__ = [
    "Program",
    "Walk",
    "held_codes",
    "is_shown",
    "program",
    "shown_questions",
]


def is_shown(show_when: Mapping[str, Any] | None, answers: Answers) -> bool:
    """Whether one rule lets its question show, given the answers so far."""
    return not show_when or claim(condition(show_when))(answers)


def shown_questions(
    document: Mapping[str, Any], answers: Answers
) -> list[Mapping[str, Any]]:
    """The questions that show, in order; a hidden one's old answer decides nothing."""
    return program(document).walk(answers).shown
