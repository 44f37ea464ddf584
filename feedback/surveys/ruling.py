"""The rule of one question, as the editor shows it: a sentence, and why it can't hold."""

from collections.abc import Sequence
from typing import Any

from feedback.surveys.models import Question
from feedback.surveys.rules.sentences import Sayer


def rule_sentence(show_when: Any, questions: Sequence[Question]) -> str:
    """The rule as a designer reads it, or "" where the question always shows.

    `questions` are the draft's, each with `drafted_choices`.
    """
    return Sayer(questions).show(show_when)
