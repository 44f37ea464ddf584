"""What each column and each code of an export means, as rows of a small table."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse
from feedback.exports.plan import Plan, PlannedColumn
from feedback.results.asked import AskedQuestion, Documents, asked
from feedback.surveys.kinds import KINDS
from feedback.surveys.rules.piping import unasked_texts

# A question as one version asked it, and the labels of its columns by name.
Wording = tuple[AskedQuestion, Mapping[str, str]]
HEADER = ["column", "question", "kind", "text", "code", "meaning", "versions", "until"]


def rows(plan: Plan, documents: Documents) -> list[list[str]]:
    """One row for each column, code and wording, in the order of the columns.

    `versions` are those that said it in these words; `until` is the last of them
    where the newest version no longer says it.
    """
    found = [[name, "", "", text, "", "", "", ""] for name, text in _about()]
    wordings = _wordings(documents)
    for column in plan.columns:
        said = _said(column, wordings.get(column.key, {}))
        for (kind, text, code, meaning), numbers in said.items():
            versions = " ".join(str(number) for number in sorted(numbers))
            last = max(numbers)
            until = str(last) if last < max(documents) else ""
            start = [column.name, column.key, kind, text]
            found.append([*start, code, meaning, versions, until])
    return found


def _wordings(documents: Documents) -> dict[str, dict[int, Wording]]:
    """{question key: {version: its question as asked then}}, newest version first."""
    found: dict[str, dict[int, Wording]] = {}
    for number in sorted(documents, reverse=True):
        document = documents[number]
        source = document["source_language"]
        texts = unasked_texts(document["texts"][source])
        compiled = {question["key"]: question for question in document["questions"]}
        for question in asked({number: document}, source):
            kind = KINDS[question.kind]
            columns = kind.columns(compiled[question.key], texts)
            labels = {column.name: column.label for column in columns}
            found.setdefault(question.key, {})[number] = (question, labels)
    return found


def _said(
    column: PlannedColumn, wordings: Mapping[int, Wording]
) -> dict[tuple[str, str, str, str], list[int]]:
    """{(kind, text, code, meaning): versions} of one column."""
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for number, (question, labels) in wordings.items():
        if column.stem not in labels:
            continue
        meanings = KINDS[question.kind].meanings(question, column.stem)
        for code, meaning in meanings:
            said = (question.kind, labels[column.stem], code, meaning)
            found.setdefault(said, []).append(number)
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
        ("_pilot", _("1 = tried the questions out for the team; never counted")),
    ]
