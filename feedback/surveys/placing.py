"""Where a draft's questions stand: moved to any place, once more below, or replaced."""

from django.db import transaction

from feedback.surveys.copying import copy_translations
from feedback.surveys.models import Question, Section
from feedback.surveys.questions import (
    add_question,
    archive_question,
    freely_worded,
    held,
    number,
    place_after,
)
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.agencies.models import User


@transaction.atomic
def place_question(
    question_id: int, *, after: int = 0, section: int | None = None, by: User
) -> Question:
    """Behind the question named, first in the section named, or first of all.

    Answers are untouched.
    """
    question = held(question_id)
    before = (question.position, question.section_id)
    if section is not None:
        _place_first(question, question.survey.sections.current().get(pk=section))
    elif after != question.pk:
        place_after(question, after)
    if (question.position, question.section_id) != before:
        question._history_user = by
        question.save()
    return question


def _place_first(question: Question, section: Section) -> None:
    """Before the section's other questions, which may be none yet."""
    rows = draft_questions(question.survey)
    order = [row for row in rows if row.pk != question.pk]
    places = {row: place for place, row in enumerate(question.survey.drafted_sections)}
    earlier = [
        row
        for row in order
        if row.drafted_section is None or places[row.drafted_section] < places[section]
    ]
    order.insert(len(earlier), question)
    question.section = section
    number(order)


@transaction.atomic
def copy_question(question_id: int, *, by: User) -> Question:
    """The same question once more, below, under a key of its own.

    Its translations come along. The copy of a fixed wording may be worded freely.
    """
    question = held(question_id)
    own = freely_worded(question)
    copy = add_question(question.survey_id, own, after=question.pk, by=by)
    copy.require_when = question.require_when
    copy._history_user = by
    copy.save()
    _copy_texts(question, copy, by)
    return copy


@transaction.atomic
def replace_question(question_id: int, *, by: User) -> Question:
    """An own question in place of a locked one, to be worded freely under a new key."""
    own = copy_question(question_id, by=by)
    archive_question(question_id, by=by)
    return own


def _copy_texts(question: Question, copy: Question, by: User) -> None:
    """Texts are named by the key of their question: the same rest is the same text."""
    questions = draft_questions(question.survey)
    mine, twins = {}, {}
    for name, source in keyed_texts(question.survey, questions):
        key, colon, rest = name.partition(":")
        if key == question.key:
            mine[name] = source
        elif key == copy.key:
            twins[question.key + colon + rest] = source
    copy_translations(mine, twins, agency=question.survey.agency, by=by)
