from collections.abc import Mapping
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
    mending,
    merging,
    reading,
    statements,
    walking,
    wiping,
)
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.error_list import EARLIER
from feedback.answering.mending import ToMend
from feedback.answering.statements import Whole
from feedback.answering.stored import Stored
from feedback.answering.views import page_of, sending
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.receipt import gone
from feedback.surveys.kinds import Answer, AnswerFault
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
    shown = {}
    if "again" in request.GET:
        is_later = "later" in request.GET and attempt.may_go_on_elsewhere
        shown = _to_mend(edition, attempt, index, stored, is_later=is_later)
    page = page_of.page(request, place, edition, attempt, stored, index, **shown)
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


def _save(
    request: HttpRequest, place: Place, edition: Edition, attempt: Attempt, index: int
) -> HttpResponse:
    document, post = edition.document, request.POST
    whole, stored = _found(request, edition, attempt)
    if stored is None:
        return gone(request, place, attempt, stored)
    drawn = merging.read(post.get("drawn", ""), attempt.response_id)
    asked = page_of.asked(edition, attempt, index, stored, drawn)
    stays = edition.stays
    read, faults = reading.read_page(document, asked, stored.answers, post, stays)
    too_late = partial(_too_late, request, place, attempt, read, faults)
    if not stored.is_open:
        return too_late(stored)
    stops = attempt.may_go_on_elsewhere and post.get("go") in going_on.WAYS
    is_anyway = stops and post["go"] == going_on.LATER_ANYWAY
    if is_anyway:
        read |= reading.beginnings(asked, faults, post, stays)
    goes_on = walking.goes_on(post)
    left_out = {}
    if goes_on:
        left_out = leaving_out.kinds_left_out(asked, read, post, stays)
    if whole and not (faults or left_out):
        response = sending.submit_page(request, place, edition, attempt, whole, read)
        if response:
            return response
    saved = actions.save(
        attempt.response_id,
        read if goes_on else _typed(read, stored),
        language=attempt.language,
        drawn=drawn,
        stored=stored,
    )
    if saved is None:
        return too_late(statements.find(attempt.response_id))
    faults = mending.to_fix(document, saved.answers, index, faults, goes_on=goes_on)
    if is_anyway or (stops and not faults):
        return _to_code(request, place, attempt, read, faults)
    if faults or left_out:
        typed = mending.typed_on(asked, read, post, stays) if faults else None
        found = ToMend(saved.clock, goes_on, typed, left_out)
        held = partial(_held, request, place, edition, attempt, index)
        response = held(saved, found, faults, is_later=stops)
        return _kept(response, request, place, attempt)
    return _onward(request, place, attempt, document, index, saved)


def _onward(
    request: HttpRequest,
    place: Place,
    attempt: Attempt,
    document: Mapping[str, Any],
    index: int,
    saved: Stored,
) -> HttpResponse:
    """To where the button leads; first to the word that a group of theirs is full."""
    goes_on = walking.goes_on(request.POST)
    full = actions.keep_places(attempt, document, saved) if goes_on else []
    if any(group.stops for group in full) and wiping.stop(attempt):
        return _stopped(place, attempt)
    where = walking.ENOUGH if full else _next(request, document, saved.answers, index)
    where = place.address + where
    return _kept(HttpResponseRedirect(where), request, place, attempt)


def _held(
    request: HttpRequest,
    place: Place,
    edition: Edition,
    attempt: Attempt,
    index: int,
    saved: Stored,
    found: ToMend,
    faults: Mapping[str, AnswerFault],
    *,
    is_later: bool,
) -> HttpResponse:
    """The same page, with what is to be mended.

    To an address of its own, so that Back and reload send no form again; at once where
    nothing can be kept for it, or nothing may be: on a shared screen.
    """
    if edition.is_kiosk or not mending.keep(attempt.response_id, index, found):
        shown = {"faults": faults, "typed": found.typed, "left_out": found.notices()}
        shown |= _alert(edition, attempt, is_later=is_later)
        return HttpResponse(
            page_of.page(request, place, edition, attempt, saved, index, **shown)
        )
    from_check = request.GET.get("from") == "check"
    where = mending.address(index, from_check=from_check, is_later=is_later)
    return HttpResponseRedirect(place.address + where)


def _to_mend(
    edition: Edition, attempt: Attempt, index: int, stored: Stored, *, is_later: bool
) -> dict[str, object]:
    """What `_held` kept of this page, read again as the answers stand now."""
    found = mending.find(attempt.response_id, index, stored.clock)
    if found is None:
        return {}
    document, shown = edition.document, {"left_out": found.notices()}
    typed, faults = found.typed, {}
    if typed is not None:
        asked = page_of.asked(edition, attempt, index, stored, None)
        read = reading.read_page(document, asked, stored.answers, typed, edition.stays)
        faults = read[1]
    goes_on = found.goes_on and typed is not None
    faults = mending.to_fix(document, stored.answers, index, faults, goes_on=goes_on)
    if faults:
        shown |= _alert(edition, attempt, is_later=is_later)
    return shown | {"faults": faults, "typed": typed if faults else None}


def _alert(edition: Edition, attempt: Attempt, *, is_later: bool) -> dict[str, str]:
    """For whoever wanted to stop: how to, now that something has to be mended."""
    pages = edition.pages(attempt.language)
    return {"alert": pages.part("later_anyway")} if is_later else {}


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


def _to_code(
    request: HttpRequest,
    place: Place,
    attempt: Attempt,
    read: Mapping[str, Answer],
    faults: Mapping[str, AnswerFault],
) -> HttpResponse:
    """To the page that says how to go on later, and what of this one was not kept."""
    going_on.offer(attempt.response_id)
    lost = {"cut" if key in read else "again": 1 for key in faults}
    where = place.address + walking.LATER + (f"?{urlencode(lost)}" if lost else "")
    return _kept(HttpResponseRedirect(where), request, place, attempt)


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
