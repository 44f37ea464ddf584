from django.http import HttpRequest, HttpResponse

from feedback.answering import (
    editions,
    enough_page,
    languages,
    plain_pages,
    statements,
    walking,
)
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.questions import settle_language, spoken
from feedback.answering.views.receipt import gone
from studies.agencies.doors import public


@public("People answer surveys without an account.")
@respondent
def enough(request: HttpRequest, place: Place) -> HttpResponse:
    """Enough people of a group have answered: said once, before somebody writes more."""
    if "stop" in request.GET:
        return _stopped(request, place)
    attempt = place.attempt
    if attempt is None:
        return walking.unknown(place.address)
    edition = editions.of(attempt)
    attempt = settle_language(request, edition, attempt)
    stored = statements.find(attempt.response_id)
    if stored is None or not stored.is_open:
        return gone(request, place, attempt, stored)
    pages = edition.pages(attempt.language)
    page = enough_page.draw(
        edition,
        attempt.language,
        onward="../" + walking.resume(edition.document, stored.answers),
        banner=pages.banner(attempt.is_practice, attempt.is_pilot, attempt.mode),
    )
    return spoken(HttpResponse(page), place, attempt)


def _stopped(request: HttpRequest, place: Place) -> HttpResponse:
    """It knows of no answer: these are erased by now."""
    entry = place.entry()
    if entry is None or entry.version_id is None:
        return plain_pages.bad_link()
    edition = editions.edition(entry.version_id)
    edition = edition.on_kiosk() if entry.is_kiosk else edition
    language = languages.settle(request, edition.document, "")
    languages.activate(language)
    return HttpResponse(enough_page.draw(edition, language))
