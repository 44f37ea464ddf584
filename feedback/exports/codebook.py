"""What each column and each code of an export means, as rows of a small table."""

from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse
from feedback.exports.plan import Plan
from feedback.results.asked import Documents, asked
from feedback.surveys.kinds import KINDS

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
            for code, meaning in KINDS[question.kind].meanings(question, column.name)
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
