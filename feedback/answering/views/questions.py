from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from feedback.answering import (
    actions,
    attempts,
    editions,
    going_on,
    languages,
    leaving_out,
    merging,
    reading,
    statements,
    walking,
    wiping,
    worried,
)
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.error_list import EARLIER
from feedback.answering.filling import Filling
from feedback.answering.merging import Drawn
from feedback.answering.mismatches import on_page
from feedback.answering.statements import Whole
from feedback.answering.stored import Stored
from feedback.answering.views import sending
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.receipt import gone
from feedback.surveys.kinds import Answer, AnswerFault
from feedback.surveys.rules import shown_questions
from studies.agencies.doors import public


@public("People answer surveys without an account.")
@respondent
def question(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    attempt = place.attempt
    if attempt is None:
        return walking.unknown(place.address)
    edition = editions.of(attempt)
    attempt = settle_language(request, edition, attempt)
    index = number - 1
    if not 0 <= index < len(edition.document["pages"]):
        return HttpResponseRedirect(place.address)
    if request.method == "POST":
        return _save(request, place, edition, attempt, index)
    stored = statements.find(attempt.response_id)
    if stored is None or not stored.is_open:
        return gone(request, place, attempt, stored)
    if index not in walking.shown_pages(edition.document, stored.answers):
        where = walking.after(edition.document, stored.answers, index)
        return HttpResponseRedirect(place.address + where)
    page = _page(request, place, edition, attempt, stored, index)
    return spoken(HttpResponse(page), place, attempt)


def settle_language(
    request: HttpRequest, edition: Edition, attempt: Attempt
) -> Attempt:
    """Speak the language that a button asked for, else the attempt's own.

    A link asks too, on the page that says why nothing could be read.
    """
    is_asked = request.method != "POST" or request.POST.get("language")
    asked = languages.asked(request) if is_asked else ""
    offered = edition.document["languages"]
    language = asked if asked in offered else attempt.language
    language = languages.page_language(edition.document, language)
    languages.activate(language)
    return attempt.speaking(language)


def spoken(response: HttpResponse, place: Place, attempt: Attempt) -> HttpResponse:
    """Let the browser keep a language that was asked for in the address."""
    if place.attempt != attempt:
        attempts.keep(response, attempt, place.address)
    return response


def _can_go_back(edition: Edition, stored: Stored, index: int) -> bool:
    """On a kiosk the page before the first question is for the next person."""
    before = walking.before(edition.document, stored.answers, index)
    return bool(before) or not edition.is_kiosk


def _page(
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


def _save(
    request: HttpRequest, place: Place, edition: Edition, attempt: Attempt, index: int
) -> HttpResponse:
    document, post = edition.document, request.POST
    whole, stored = _found(request, edition, attempt)
    if stored is None:
        return gone(request, place, attempt, stored)
    drawn = merging.read(post.get("drawn", ""), attempt.response_id)
    asked = _asked(edition, attempt, index, stored, drawn)
    stays = edition.stays
    read, faults = reading.read_page(document, asked, stored.answers, post, stays)
    too_late = partial(_too_late, request, place, attempt, read, faults)
    if not stored.is_open:
        return too_late(stored)
    if post.get("go") == going_on.LATER and attempt.may_go_on_elsewhere:
        is_whole = all(fault.code == "required" for fault in faults.values())
        save = partial(actions.save, drawn=drawn, stored=stored)
        done = _finish_later(
            request, place, attempt, _typed(read, stored), is_whole=is_whole, save=save
        )
        return done or too_late(statements.find(attempt.response_id))
    goes_on = walking.goes_on(post)
    left_out = leaving_out.notices(asked, read, post, stays) if goes_on else {}
    if whole and not (faults or left_out):
        response = sending.submit_page(request, place, edition, attempt, whole, read)
        if response:
            return response
    if not goes_on:  # what must be answered may wait until the person goes on
        faults = {k: fault for k, fault in faults.items() if fault.code != "required"}
    saved = actions.save(
        attempt.response_id,
        read if goes_on else _typed(read, stored),
        language=attempt.language,
        drawn=drawn,
        stored=stored,
    )
    if saved is None:
        return too_late(statements.find(attempt.response_id))
    if drawn and drawn.clock < saved.clock - 1:
        faults = _still_asked(document, saved.answers, faults)
    if goes_on and not faults:
        faults = on_page(document, saved.answers, document["pages"][index])
    if faults or left_out:
        typed = leaving_out.in_fields(asked, read, post) if faults else None
        shown = {"faults": faults, "left_out": left_out, "typed": typed}
        page = _page(request, place, edition, attempt, saved, index, **shown)
        return _kept(HttpResponse(page), request, place, attempt)
    full = actions.keep_places(attempt, document, saved) if goes_on else []
    if any(group.stops for group in full) and wiping.stop(attempt):
        return _stopped(place, attempt)
    where = walking.ENOUGH if full else _next(request, document, saved.answers, index)
    where = place.address + where
    return _kept(HttpResponseRedirect(where), request, place, attempt)


def _found(
    request: HttpRequest, edition: Edition, attempt: Attempt
) -> tuple[Whole | None, Stored | None]:
    """What is stored; all that sending needs, where this page's button sends."""
    if not sending.is_pressed(request, edition):
        return None, statements.find(attempt.response_id)
    whole = statements.find_whole(attempt.response_id)
    return whole, whole.stored if whole else None


def _stopped(place: Place, attempt: Attempt) -> HttpResponse:
    """To the page that thanks somebody whose group is full; nothing of them is left."""
    asked = urlencode({"stop": 1, "lang": attempt.language})
    response = HttpResponseRedirect(f"{place.address}{walking.ENOUGH}?{asked}")
    attempts.drop(response, place.address)
    return response


def _typed(read: Mapping[str, Answer], stored: Stored) -> dict[str, Answer]:
    """What is kept of a page that nobody went on from.

    A question left empty was not passed: whoever comes back is led to it.
    """
    return {k: answer for k, answer in read.items() if answer or k in stored.answers}


def _too_late(
    request: HttpRequest,
    place: Place,
    attempt: Attempt,
    read: Mapping[str, Answer],
    faults: Mapping[str, AnswerFault],
    stored: Stored | None,
) -> HttpResponse:
    """The answers were sent meanwhile; who wrote something new here is told."""
    before = stored.answers if stored else {}
    is_new = any(before.get(key, {}) != answer for key, answer in read.items())
    does_not_fit = any(fault.code != "required" for fault in faults.values())
    return gone(request, place, attempt, stored, is_late=is_new or does_not_fit)


def _finish_later(
    request: HttpRequest,
    place: Place,
    attempt: Attempt,
    typed: Mapping[str, Answer],
    *,
    is_whole: bool,
    save: Callable[..., Stored | None],
) -> HttpResponse | None:
    """Keep what was typed, hold nobody back, and lead to the code; None if too late."""
    saved = save(attempt.response_id, typed, language=attempt.language)
    if saved is None:
        return None
    going_on.offer(attempt.response_id)
    where = place.address + walking.LATER + ("" if is_whole else "?again=1")
    return _kept(HttpResponseRedirect(where), request, place, attempt)


def _asked(
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


def _still_asked(
    document, answers: dict[str, Answer], faults: dict[str, AnswerFault]
) -> dict[str, AnswerFault]:
    """Nobody is held by a question that another page has made pointless meanwhile."""
    shown = {question["key"] for question in shown_questions(document, answers)}
    return {key: fault for key, fault in faults.items() if key in shown}


def _may_hide(edition: Edition, question: Mapping[str, Any]) -> bool:
    """Whether some answer could leave the question out of its page."""
    return bool(question["show_when"] or question["section"] or edition.has_turns)


def _next(request: HttpRequest, document, answers, index: int) -> str:
    from_check = request.GET.get("from") == "check"
    kept = "?from=check" if from_check else ""
    here = walking.page(index) + kept
    if request.POST.get("language"):
        return here
    go = request.POST.get("go", "")
    if go.startswith(EARLIER):
        key = go.removeprefix(EARLIER)
        return walking.to_question(document, answers, key, here, kept)
    if go == walking.HELPING:
        return walking.HELPING
    if go == "back":
        if from_check:
            return walking.CHECK
        return walking.before(document, answers, index)
    if from_check:
        return walking.resume(document, answers)
    return walking.after(document, answers, index)


def _kept(
    response: HttpResponse, request: HttpRequest, place: Place, attempt: Attempt
) -> HttpResponse:
    """Let the browser keep the attempt, where it does not already."""
    if request.COOKIES.get(attempts.COOKIE) != attempt.sign(place.address):
        attempts.keep(response, attempt, place.address)
    return response
