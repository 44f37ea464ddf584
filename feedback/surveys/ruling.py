"""Rules on the draft's rows: said as a sentence, and checked before publishing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.models import Question


def rule_sentence(
    show_when: Mapping[str, Any] | None, questions: Sequence[Question]
) -> str:
    """The rule as a designer reads it, or "" where the question always shows.

    `questions` are the draft's in order, each with `drafted_choices`; a name that is
    not there any more is shown as it stands in the rule.
    """
    if not show_when or not show_when["any"]:
        return ""
    numbers = {question.key: number for number, question in enumerate(questions, 1)}
    rows = {question.key: question for question in questions}
    parts = [
        _part(rows.get(key), numbers.get(key), key, codes)
        for key, codes in show_when["any"]
    ]
    return _("Shows when %(conditions)s.") % {"conditions": _either(parts)}


def _part(
    question: Question | None, number: int | None, key: str, codes: Sequence[str]
) -> str:
    labels = {c.code: c.label for c in question.drafted_choices} if question else {}
    picked = [_("“%(words)s”") % {"words": labels.get(code, code)} for code in codes]
    if number is None:
        words = {"name": key, "choices": _either(picked)}
        return _("the answer to “%(name)s” is %(choices)s") % words
    words = {"number": number, "choices": _either(picked)}
    return _("the answer to question %(number)d is %(choices)s") % words


def _either(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    words = {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return _("%(first)s or %(last)s") % words


def rule_faults(questions: Sequence[Question]) -> dict[int, str]:
    """Question pk → why its rule can't hold, for the draft's questions in order."""
    faults, earlier = {}, {}
    keys = {question.key for question in questions}
    for question in questions:
        if question.show_when:
            fault = _fault(question.show_when, earlier, keys)
            if fault:
                faults[question.pk] = fault
        earlier[question.key] = {choice.code for choice in question.drafted_choices}
    return faults


def _fault(
    show_when: Mapping[str, Any], earlier: Mapping[str, set[str]], keys: set[str]
) -> str:
    for key, codes in show_when["any"]:
        if key not in keys:
            return _("Its rule asks about a question that is gone.")
        if key not in earlier:
            return _("Its rule asks about a question that comes later.")
        if not set(codes) <= earlier[key]:
            return _("Its rule asks about a choice that is gone.")
    return ""
