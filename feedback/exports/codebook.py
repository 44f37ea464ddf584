"""What each column and each code of an export means, as rows of a small table."""

from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse
from feedback.exports.plan import Plan
from feedback.results.asked import AskedQuestion, Documents, asked
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import NO_ANSWER, NOT_SHOWN

HEADER = ["column", "question", "kind", "text", "code", "meaning", "versions"]


def rows(plan: Plan, documents: Documents) -> list[list[str]]:
    """One row for each column and code, in the order of the columns."""
    newest = documents[max(documents)] if documents else {}
    questions = asked(documents, newest.get("source_language", ""))
    by_key = {question.key: question for question in questions}
    found = [[name, "", "", text, "", "", ""] for name, text in _about()]
    for column in plan.columns:
        question = by_key[column.key]
        versions = " ".join(str(number) for number in question.versions)
        start = [column.name, question.key, question.kind, column.label]
        found += [
            [*start, code, meaning, versions]
            for code, meaning in _codes(column.name, question)
        ]
    return found


def _about() -> list[tuple[str, str]]:
    modes = ", ".join(f"{mode.value} = {mode.label}" for mode in SurveyResponse.Mode)
    return [
        ("_response", _("Random number of the response")),
        ("_version", _("Version of the survey that was answered")),
        ("_language", _("Language in which the person answered")),
        ("_partner", _("Partner whose link was used; empty for none")),
        ("_day", _("Day on which the answers were sent")),
        ("_mode", _("How the answers were given: %(modes)s") % {"modes": modes}),
        ("_synthetic", _("1 = made up by a program, 0 = given by a person")),
        ("_practice", _("1 = practice, not counted anywhere; 0 = counted")),
    ]


def _codes(name: str, question: AskedQuestion) -> list[tuple[str, str]]:
    """Every value that a column can hold besides words of one's own."""
    kind = KINDS[question.kind]
    missing = [
        (NO_ANSWER, _("The question was shown and not answered")),
        (NOT_SHOWN, _("The question was not shown to this person")),
    ]
    if name.endswith("_text") and kind.has_choices:
        return [("", _("Words written beside the choice; empty for none"))]
    if question.kind == "several_choices":
        return [
            ("1", _("Picked")),
            ("0", _("Offered and not picked")),
            ("", _("Not offered, because the question was not shown")),
        ]
    if kind.is_text:
        return [("", _("The person's own words")), *missing]
    return [*((choice.code, choice.label) for choice in question.choices), *missing]
