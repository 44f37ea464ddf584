"""One page of questions as somebody is to see it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from feedback.answering import merging, walking, worried
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.filling import Filling
from feedback.answering.merging import Drawn
from feedback.answering.stored import Stored
from feedback.answering.views import sending
from feedback.answering.views.place import Place
from feedback.surveys.rules import shown_questions


def page(
    request: HttpRequest,
    place: Place,
    edition: Edition,
    attempt: Attempt,
    stored: Stored,
    index: int,
    **more,
) -> str:
    keys = edition.document["pages"][index]
    shown = {q["key"] for q in shown_questions(edition.document, stored.answers)}
    filling = Filling(
        answers=stored.answers,
        may_need_help=worried.by_page(
            edition.document, stored.answers, index, more.get("typed")
        ),
        token=attempt.sign(place.address),
        drawn=merging.draw(stored, keys, shown).sign(attempt.response_id),
        replaced=stored.replaced,
        is_practice=attempt.is_practice,
        is_pilot=attempt.is_pilot,
        mode=attempt.mode,
        can_finish_later=attempt.may_go_on_elsewhere,
        can_go_back=_can_go_back(edition, stored, index),
        sends=sending.sends(request, edition),
        seed=attempt.response_id.hex,
        **more,
    )
    return edition.pages(attempt.language).question_page(index, filling)


def asked(
    edition: Edition,
    attempt: Attempt,
    index: int,
    stored: Stored,
    drawn: Drawn | None,
) -> list[Mapping[str, Any]]:
    """The questions that the page showed, by its own account where it has one.

    A hidden one's older answer stays.
    """
    pages = edition.pages(attempt.language)
    keys = edition.document["pages"][index]
    if drawn:
        return [pages.questions[key] for key in drawn.asked(keys)]
    questions = [pages.questions[key] for key in keys]
    if len(keys) == 1 or not any(_may_hide(edition, each) for each in questions):
        return questions
    shown = shown_questions(edition.document, stored.answers)
    return [question for question in shown if question["key"] in keys]


def _may_hide(edition: Edition, question: Mapping[str, Any]) -> bool:
    """Whether some answer could leave the question out of its page."""
    return bool(question["show_when"] or question["section"] or edition.has_turns)


def _can_go_back(edition: Edition, stored: Stored, index: int) -> bool:
    """On a kiosk the page before the first question is for the next person."""
    before = walking.before(edition.document, stored.answers, index)
    return bool(before) or not edition.is_kiosk
