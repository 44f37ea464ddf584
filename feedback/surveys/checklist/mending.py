"""Where what is found in a draft is mended: the very page and field, open."""

from collections.abc import Sequence

from django.urls import reverse

from feedback.surveys.models import Question, Rule, Section, Survey

Row = Survey | Question | Section | Rule


def row_and_field(
    survey: Survey, questions: Sequence[Question], name: str
) -> tuple[Row, str]:
    """Whose text `keyed_texts` calls by this name, and in which field it is written."""
    key, _colon, rest = name.partition(":")
    about, _slash, code = key.partition("/")
    if about == "section" and code:
        found = [row for row in survey.drafted_sections if row.key == code]
        return found[0], rest or "title"
    if about == "rule" and code:
        return next(row for row in survey.drafted_rules if row.key == code), "text"
    found = [row for row in questions if row.key == key]
    if not found:
        return survey, key
    if rest.startswith("row:"):
        return found[0], "rows"
    fields = {"": "label", "hint": "hint", ":message": "message"}
    return found[0], fields.get(rest, "choices")


def url_of(survey: Survey, row: Row, field: str = "") -> str:
    """The address at which `row` is open for changes, with the keyboard at `field`."""
    if isinstance(row, Question):
        page = reverse("survey-question", args=[survey.pk, row.pk])
        return page + _question_anchor(row, field)
    if isinstance(row, Section):
        anchor = f"#{field}-{row.pk}" if field else f"#section-{row.pk}"
        return reverse("survey-rules", args=[survey.pk]) + anchor
    if isinstance(row, Rule):
        return reverse("survey-rule", args=[survey.pk, "rule", row.pk])
    return reverse("survey-details", args=[survey.pk]) + f"#id_{field or 'purpose'}"


def _question_anchor(question: Question, field: str) -> str:
    """A fixed wording has no fields: its card says what can be done instead."""
    is_open = field and not question.locked
    return f"#q{question.pk}-{field}" if is_open else f"#question-{question.pk}"
