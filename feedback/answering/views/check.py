from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from feedback.answering import (
    actions,
    agreeing,
    attempts,
    consent_block,
    editions,
    going_on,
    merging,
    reading,
    statements,
    submitting,
    walking,
    ways,
    worried,
)
from feedback.answering.agreeing import Standing, Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.error_list import CHANGE
from feedback.answering.filling import Filling
from feedback.answering.stored import Stored
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.questions import settle_language, spoken
from feedback.answering.views.receipt import gone
from feedback.answering.views.sending import submit
from feedback.surveys.rules import program
from studies.agencies.doors import public


@public("People answer surveys without an account.")
@respondent
def check(request: HttpRequest, place: Place) -> HttpResponse:
    attempt = place.attempt
    if attempt is None:
        return walking.unknown(place.address)
    edition = editions.of(attempt)
    ticked = Ticked.of(request.POST, attempt.language)
    attempt = settle_language(request, edition, attempt)
    attempt = _with_word(request, attempt)
    lacks_word = ticked.lacks_word(attempt.mode)
    stays_here = request.POST.get("language") or request.POST.get("go")
    if stays_here:
        _keep_boxes(attempt, ticked)
    if request.POST.get("language"):
        response = HttpResponseRedirect(f"{place.address}{walking.CHECK}")
        attempts.keep(response, attempt, place.address)
        return response
    if request.method == "POST" and not (stays_here or lacks_word):
        try:
            return submit(request, place, edition, attempt, ticked=ticked)
        except (
            submitting.Unanswered,
            submitting.Changed,
            agreeing.ConsentChanged,
        ) as why:
            _keep_boxes(attempt, ticked)
            return _look_again(place, attempt, why)
    told: dict[str, object] = {"has_changed": "changed" in request.GET}
    if lacks_word:
        told["alert"] = edition.pages(attempt.language).part("lacks_word")
    return _show(request, place, edition, attempt, ticked, **told)


def _look_again(place: Place, attempt: Attempt, why: Exception) -> HttpResponse:
    """To the same page by an address, so that Back and reload send no form again."""
    asked = {submitting.Unanswered: "?again=1", submitting.Changed: "?changed=1"}
    where = f"{place.address}{walking.CHECK}{asked.get(type(why), '')}"
    return spoken(HttpResponseRedirect(where), place, attempt)


def _with_word(request: HttpRequest, attempt: Attempt) -> Attempt:
    """Keep what a helper says of the boxes, if this form asked for it."""
    read = ways.as_read(attempt, request.POST)
    if read != attempt:
        actions.change_way(read)
    return read


def _keep_boxes(attempt: Attempt, ticked: Ticked) -> None:
    """Whatever way somebody leaves this page, a box that they emptied stays empty."""
    if ticked.version:
        agreeing.save(attempt.response_id, ticked.with_word(attempt.mode))


def _show(
    request: HttpRequest,
    place: Place,
    edition: Edition,
    attempt: Attempt,
    ticked: Ticked,
    **told,
) -> HttpResponse:
    whole = statements.find_whole(attempt.response_id)
    stored = whole.stored if whole else None
    if stored is None or not stored.is_open:
        return gone(request, place, attempt, stored)
    go = request.POST.get("go", "")
    if go == going_on.LATER and attempt.may_go_on_elsewhere:
        going_on.offer(attempt.response_id)
        return spoken(
            HttpResponseRedirect(place.address + walking.LATER), place, attempt
        )
    if go in ("back", walking.HELPING) or go.startswith(CHANGE):
        where = _elsewhere(go, edition, stored)
        return spoken(HttpResponseRedirect(place.address + where), place, attempt)
    faults = {}
    if "again" in request.GET:
        walk = program(edition.document).walk(stored.answers)
        faults = reading.before_sending(edition.document, walk)
    filling = Filling(
        answers=stored.answers,
        faults=faults,
        token=attempt.sign(place.address),
        drawn=merging.draw(stored, (), set()).sign(attempt.response_id),
        replaced=stored.replaced,
        may_need_help=worried.anywhere(edition.document, stored.answers),
        is_practice=attempt.is_practice,
        is_pilot=attempt.is_pilot,
        mode=attempt.mode,
        can_go_back=True,
        can_finish_later=attempt.may_go_on_elsewhere,
        **_consent(edition, attempt, ticked, agreeing.standing_of(whole)),
        **told,
    )
    page = edition.pages(attempt.language).check_page(filling)
    return spoken(HttpResponse(page), place, attempt)


def _elsewhere(go: str, edition: Edition, stored: Stored) -> str:
    """The last page, or the question that a button names."""
    document, answers = edition.document, stored.answers
    if go == walking.HELPING:
        return go
    if go == "back":
        return walking.before(document, answers, len(document["pages"]))
    key = go.removeprefix(CHANGE)
    return walking.to_question(document, answers, key, walking.CHECK, "?from=check")


def _consent(
    edition: Edition, attempt: Attempt, ticked: Ticked, found: Standing
) -> dict[str, object]:
    """What is asked, ticked as just now, else as before; nothing new is ticked."""
    if found.now is None:
        return {}
    typed = ticked.under(found.now)
    kept = typed or (found.agreed if found.is_settled else agreeing.Agreed())
    drawn = consent_block.draw(
        edition,
        found.now,
        attempt.language,
        kept.purposes,
        is_helped=attempt.mode == ways.Mode.HELPED,
        is_read_out=ways.reads_consent(ways.of(attempt)),
        lacks_word=ticked.lacks_word(attempt.mode),
    )
    return {"consent": drawn, "asks_anew": not (typed or found.is_settled)}
