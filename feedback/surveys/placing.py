"""Where a draft's questions stand: moved to any place, once more below, or replaced."""

from typing import Any

from django.db import transaction

from feedback.surveys.copying import copy_translations
from feedback.surveys.models import Question, Rule, Section
from feedback.surveys.models.document import present_rule
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

# What rows keep rules in.
TREES = ("show_when", "require_when", "tree")


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
    """An own question in place of a locked one, to be worded freely under a new key.

    Rules that asked about the locked one ask about it: its choices have the same codes.
    """
    own = copy_question(question_id, by=by)
    fixed = archive_question(question_id, by=by)
    survey = fixed.survey
    for rows in (survey.questions, survey.sections, survey.rules):
        for row in rows.current():
            _ask_instead(row, fixed.key, own.key, by)
    own.refresh_from_db()
    return own


def _ask_instead(row: Question | Section | Rule, old: str, new: str, by: User) -> None:
    held_in = [name for name in TREES if hasattr(row, name)]
    trees = {name: present_rule(getattr(row, name)) for name in held_in}
    asked = {name: _asking(tree, old, new) for name, tree in trees.items()}
    if asked != trees:
        for name, tree in asked.items():
            setattr(row, name, tree)
        row._history_user = by
        row.save()


def _asking(tree: Any, old: str, new: str) -> Any:
    """The rule with one question in the place of another."""
    if isinstance(tree, list):
        return [_asking(part, old, new) for part in tree]
    if not isinstance(tree, dict):
        return tree
    tree = {name: _asking(part, old, new) for name, part in tree.items()}
    return tree | {"question": new} if tree.get("question") == old else tree


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
