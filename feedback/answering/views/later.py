from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from feedback.answering import (
    codes,
    editions,
    going_on,
    languages,
    later_page,
    walking,
    worried,
)
from feedback.answering.stored import Stored
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.questions import settle_language, spoken
from feedback.answering.views.receipt import gone
from studies.agencies.doors import public


@public("People answer surveys without an account.")
@respondent
def later(request: HttpRequest, place: Place) -> HttpResponse:
    """The code to go on by, for whoever asked for it on the page before."""
    attempt = place.attempt
    response = going_on.asked_for(attempt.response_id) if attempt else None
    if response is None:
        return HttpResponseRedirect(place.address)
    stored = Stored.of_row(response.state, {}, response.clock, response.merging)
    if not stored.is_open:
        return gone(request, place, attempt, stored)
    edition = editions.edition(attempt.version_id)
    attempt = settle_language(request, edition, attempt)
    languages.activate(attempt.language)
    pages = edition.pages(attempt.language)
    is_worrying = worried.anywhere(edition.document, response.answers)
    page = later_page.draw(
        edition,
        attempt.language,
        code=codes.resume_code(attempt.response_id),
        started_on=response.started_on,
        today=timezone.localdate(),
        onward=walking.resume(edition.document, response.answers),
        lost={"again", "cut"}.intersection(request.GET),
        is_kept=response.is_kept_unsent,
        banner=pages.banner(attempt.is_practice, attempt.is_pilot, attempt.mode),
        help_box=pages.part("may_need_help") if is_worrying else "",
    )
    return spoken(HttpResponse(page), place, attempt)
