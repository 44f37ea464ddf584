"""The markers of what people change in the editor; see `cxstudio.stale`."""

from collections.abc import Sequence

from cxstudio.stale import marker_of
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Rule, Survey


def survey_marker(survey: Survey) -> str:
    activity = survey.activity
    return marker_of(
        survey.title,
        survey.purpose,
        survey.legal,
        survey.thanks,
        survey.layout,
        survey.shows_answers,
        activity.anonymous,
        activity.round_id,
        str(activity.opens_at and activity.opens_at.timestamp()),
        str(activity.closes_at and activity.closes_at.timestamp()),
        activity.unsent_days,
        activity.unsent,
    )


def question_marker(question: Question, choices: Sequence[Choice]) -> str:
    """Everything that the question's form shows; its place in the order is not."""
    return marker_of(
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
        return marker_of(tree)
    return marker_of(tree, rule.question_id, rule.section_id, rule.text)
