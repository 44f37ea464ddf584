"""A screen that people share: where it waits, and how it says that somebody is there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from feedback.answering import (
    attempts,
    editions,
    kiosk,
    kiosk_start,
    languages,
    plain_pages,
    wiping,
)
from feedback.answering.entries import Door, Entry
from feedback.answering.views.place import Place, respondent
from studies.agencies.doors import public


def start(request: HttpRequest, place: Place, entry: Entry) -> HttpResponse:
    """Wait for the next person; what the last one left is erased, not just forgotten."""
    response = _waiting(place, entry)
    kept = attempts.kept(request, place.address)
    if kept and request.method == "GET" and not request.headers.get("Sec-Purpose"):
        wiping.wipe(kept.response_id)
        attempts.drop(response, place.address)
    return response


def _waiting(place: Place, entry: Entry) -> HttpResponse:
    spoken = []
    if entry.version_id:
        document = editions.edition(entry.version_id).document
        languages.activate(document["source_language"])
        spoken = languages.ours(document["languages"])
    if entry.door != Door.OPEN:
        return plain_pages.kiosk_waits(entry, place.address, spoken)
    edition = editions.edition(entry.version_id).on_kiosk()
    return HttpResponse(kiosk_start.page(edition, entry))


@public("The shared screen itself says that somebody is still there.")
@respondent
def awake(request: HttpRequest, place: Place) -> HttpResponse:
    """The attempt, seen just now; a page that was left alone is refused before this."""
    if request.method != "POST" or not kiosk.is_one(place.attempt):
        return HttpResponse(status=204)
    return HttpResponse(place.attempt.sign(place.address), content_type="text/plain")


@public("The browser of the shared screen reads how to show it.")
@respondent
def manifest(request: HttpRequest, place: Place) -> HttpResponse:
    entry = place.entry()
    if entry is None or not entry.is_kiosk:
        return plain_pages.bad_link()
    body = {
        "name": _("Survey"),
        "start_url": place.address,
        "scope": place.address,
        "display": "fullscreen",
    }
    return JsonResponse(body, content_type="application/manifest+json")
