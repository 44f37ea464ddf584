"""A marker says which text somebody was looking at when they began to change it."""

import hashlib
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Rule, Survey


class StaleEdit(Refusal):
    """Somebody else saved in between; both texts are worth showing."""


def refuse_stale(seen: str, present: str) -> None:
    if seen != present:
        raise StaleEdit(
            _(
                "Somebody else changed this while you were writing. Nothing was "
                "overwritten: both texts are here. Choose one, or join them, and save."
            ),
            code="stale",
        )


def survey_marker(survey: Survey) -> str:
    activity = survey.activity
    return _marker(
        survey.title,
        survey.purpose,
        survey.thanks,
        survey.layout,
        activity.anonymous,
        activity.round_id,
        str(activity.opens_at and activity.opens_at.timestamp()),
        str(activity.closes_at and activity.closes_at.timestamp()),
    )


def question_marker(question: Question, choices: Sequence[Choice]) -> str:
    """Everything that the question's form shows; its place in the order is not."""
    return _marker(
        question.kind,
        question.label,
        question.hint,
        question.required,
        question.show_when,
        question.require_when,
        question.message,
        question.settings,
        _row_labels(question),
        [
            [choice.code, choice.label, choice.exclusive, choice.other, choice.apart]
            for choice in choices
        ],
    )


def _row_labels(question: Question) -> list[str]:
    if not KINDS[question.kind].has_rows:
        return []
    return list(question.rows.current().values_list("label", flat=True))


def rule_marker(tree: object, rule: Rule | None = None) -> str:
    """What the form of a rule shows: its tree, and the rest of a survey's own rule."""
    if rule is None:
        return _marker(tree)
    return _marker(tree, rule.question_id, rule.section_id, rule.text)


def _marker(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
