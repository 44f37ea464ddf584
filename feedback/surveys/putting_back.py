"""Taking the last move of a question back, as long as the list is as it left it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.drafting import locked
from feedback.surveys.models import Question
from feedback.surveys.questions import held, number
from feedback.surveys.texts import draft_order
from studies.agencies.models import User

SALT = "feedback.surveys.putting_back"


@dataclass(frozen=True)
class Stood:
    """Where a question stood before a move, and a mark of the list after it."""

    question: int
    behind: int  # the question before it; 0 where it was first
    section: int | None
    mark: str


@transaction.atomic
def noted(question: Question, move: Callable[[], object]) -> Stood | None:
    """Make a move and say how to take it back; None where nothing moved.

    The survey is held meanwhile, so that nobody's move comes between.
    """
    survey = locked(question.survey_id)
    before = draft_order(survey)
    move()
    after = draft_order(survey)
    if question not in before or _mark(before) == _mark(after):
        return None
    place = before.index(question)
    behind = before[place - 1].pk if place else 0
    return Stood(question.pk, behind, before[place].section_id, _mark(after))


@transaction.atomic
def put_back(stood: Stood, *, by: User) -> Question:
    """Exactly where it stood; refused once anybody has changed the list since."""
    question = held(stood.question)
    order = draft_order(question.survey)
    if _mark(order) != stood.mark:
        raise Refusal(
            _(
                "The list has changed since. Nothing was moved, so that nobody's work "
                "is undone. Move the question yourself."
            ),
            code="list_changed",
        )
    rest = [row for row in order if row.pk != question.pk]
    places = [row.pk for row in rest]
    place = places.index(stood.behind) + 1 if stood.behind else 0
    rest.insert(place, question)
    number(rest)
    question.section_id = stood.section
    question._history_user = by
    question.save()
    return question


def _mark(order: Sequence[Question]) -> str:
    told = [[row.pk, row.section_id] for row in order]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def signed(stood: Stood, by: User) -> str:
    """As a page carries it to its button: for this person and nobody else."""
    return signing.dumps([by.pk, asdict(stood)], salt=SALT)


def read(text: str, by: User) -> Stood | None:
    try:
        owner, told = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Stood(**told) if owner == by.pk else None
