"""What customers said at one office in one month, as readers outside the team may see it.

Months never share a person, and each is told once: there are no two tables of the same
people to take from each other. Whoever answered in a month of fewer than 11 is in no
later one. See docs/decisions/0020-what-an-office-is-told.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from feedback.answering.models import SurveyResponse
from feedback.results.asked import AskedQuestion, Documents, asked
from feedback.results.models import ANSWERED, EMPTY
from feedback.results.wordings import Histories, published
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import DECLINED, NOT_APPLICABLE
from feedback.surveys.models import Survey
from studies.disclosure.outside import FEWEST, rounded, withheld
from studies.partners.models import Partner
from studies.partners.offices import first_of_next

# A mail is read between two customers.
MOST_QUESTIONS = 5
# {survey: [(version number, [[question key, code], …]), …]}
Folded = dict[int, list[tuple[int, list]]]
# How people came through a question without choosing anything.
REST = (EMPTY, DECLINED, NOT_APPLICABLE)


def said(
    office: Partner, month: date, language: str, *, is_synthetic: bool = False
) -> list[dict[str, Any]]:
    """One entry for each survey that somebody answered from there in that month.

    {"title", "people", "questions": [{"label", "answers": [[label, people], …],
    "most": [label, …]}]}; `people` is rounded, and None where fewer than 11 answered.
    What more than half said, and no number may tell, stands in "most".
    """
    folded = _folded(office, month, is_synthetic)
    surveys = Survey.objects.filter(pk__in=folded).select_related("activity")
    return [
        _survey(survey, folded[survey.pk], language)
        for survey in surveys.order_by("activity_id")
    ]


def _folded(office: Partner, month: date, is_synthetic: bool) -> Folded:
    """What was counted of each who finished; practice and who was left out are in none."""
    rows = (
        SurveyResponse.objects.counted()
        .submitted()
        .filter(
            partner=office,
            submitted_on__gte=month,
            submitted_on__lt=first_of_next(month),
            is_synthetic=is_synthetic,
            folded__isnull=False,
        )
    )
    found: Folded = {}
    for survey_id, number, counts in rows.values_list(
        "survey", "version__number", "folded"
    ).order_by():
        found.setdefault(survey_id, []).append((number, counts))
    return found


def _survey(survey: Survey, rows: list[tuple[int, list]], language: str) -> dict:
    title = survey.activity.public_text("title", language) or survey.activity.name
    if len(rows) < FEWEST:
        return {"title": title, "people": None, "questions": []}
    versions = published(survey)
    questions = asked(_answered(versions.documents, rows), language)
    histories = Histories(versions)
    shown = (
        _question(question, rows)
        for question in questions
        if _is_closed(question)
        and not histories.of(question.key, question.versions).is_split
    )
    some = [one for one in shown if one["answers"] or one["most"]]
    return {
        "title": title,
        "people": rounded(len(rows)),
        "questions": some[:MOST_QUESTIONS],
    }


def _answered(documents: Documents, rows: Iterable[tuple[int, list]]) -> Documents:
    """The versions that somebody answered in that month."""
    numbers = {number for number, _counts in rows}
    return {number: documents[number] for number in numbers}


def _is_closed(question: AskedQuestion) -> bool:
    """Choices alone: no text, no figure, no table."""
    return bool(question.choices and not question.rows)


def _question(question: AskedQuestion, rows: list[tuple[int, list]]) -> dict:
    counts = Counter(
        code
        for _number, counted in rows
        for key, code in counted
        if key == question.key
    )
    people = len(rows)
    parts = dict(_open_parts(question, counts, people))
    most = [
        one.code
        for one in question.choices
        if one.code not in parts
        and counts[one.code] >= FEWEST
        and 2 * counts[one.code] > people
        and _is_asked_of_all(counts, people)
    ]
    return {
        "label": question.label,
        "answers": [[question.label_of(c), rounded(n)] for c, n in parts.items()],
        "most": [question.label_of(code) for code in most],
    }


def _is_asked_of_all(counts: Counter, people: int) -> bool:
    return counts[ANSWERED] + sum(counts[code] for code in REST) == people


def _open_parts(
    question: AskedQuestion, counts: Counter, people: int
) -> Iterator[tuple[str, int]]:
    """The choices that are shown by themselves, in their order.

    Whoever knows the whole and what is shown must not find a small group in the rest.
    Where only some were asked, an earlier answer says how many: then nothing is shown.
    """
    if not _is_asked_of_all(counts, people):
        return
    rest = {code: counts[code] for code in REST}
    chosen = {one.code: counts[one.code] for one in question.choices}
    if KINDS[question.kind].takes_several:
        for code, number in chosen.items():
            if number and not withheld({code: number, EMPTY: people - number}):
                yield code, number
        return
    hidden = withheld({**chosen, **rest})
    yield from ((c, n) for c, n in chosen.items() if n and c not in hidden)
