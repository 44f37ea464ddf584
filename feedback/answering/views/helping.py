"""Who helps somebody, or answers for them, says so; no name is asked for."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from feedback.answering import (
    actions,
    attempts,
    editions,
    kiosk,
    languages,
    plain_pages,
    statements,
    walking,
    ways,
)
from feedback.answering.attempts import Attempt
from feedback.answering.entries import Door
from feedback.answering.forms import HelpForm, ProxyForm
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.receipt import gone
from feedback.answering.ways import Way
from studies.agencies.doors import public


@public("Whoever helps somebody to answer needs no account.")
@respondent
def helping(request: HttpRequest, place: Place) -> HttpResponse:
    entry = place.entry()
    if entry is None:
        return plain_pages.bad_link()
    attempt = attempts.kept(request, place.address)
    if entry.is_kiosk or kiosk.is_one(attempt):
        return _back(place, attempt)
    if attempt is None and entry.door != Door.OPEN:
        return HttpResponseRedirect(place.address)
    version = attempt.version_id if attempt else entry.version_id
    edition = editions.edition(version)
    kept = attempt.language if attempt else ""
    language = languages.settle(request, edition.document, kept)
    languages.activate(language)
    now = ways.of(attempt) if attempt else ways.chosen(request, place.address)
    forms = _forms(request, now)
    way = _asked(request, forms)
    if way is None:
        frame = plain_pages.frame(
            edition.pages(language).agency, language, edition.document["languages"]
        )
        context = frame | forms | {"mode": now.mode}
        return HttpResponse(render_to_string("answering/helping.html", context))
    if attempt:
        return _go_on(request, place, attempt.speaking(language), way)
    response = HttpResponseRedirect(f"{place.address}?{urlencode({'lang': language})}")
    ways.choose(response, way, place.address)
    return response


def _forms(request: HttpRequest, now: Way) -> dict[str, HelpForm | ProxyForm]:
    """Both forms; `form` is the one that was sent, for the list of what to mend."""
    sent = request.POST.get("way", "") if request.method == "POST" else ""
    kinds = ways.kinds_of_help(now.mode, now.detail)
    reason = ways.proxy_reason(now.mode, now.detail)
    found = {
        "helped": HelpForm(
            request.POST if sent == "helped" else None, initial={"help": kinds}
        ),
        "proxy": ProxyForm(
            request.POST if sent == "proxy" else None, initial={"reason": reason}
        ),
    }
    return found | {"form": found.get(sent)}


def _asked(request: HttpRequest, forms: dict) -> Way | None:
    """The way that was sent; None where nothing was, or something is missing."""
    if request.method != "POST":
        return None
    if request.POST.get("way") == "self":
        return ways.ALONE
    form = forms["form"]
    return form.way if form and form.is_valid() else None


def _go_on(
    request: HttpRequest, place: Place, attempt: Attempt, way: Way
) -> HttpResponse:
    """Back to where the answers stand, which are kept as they are."""
    if way.mode == ways.Mode.HELPED:
        way = ways.with_consent(way, ways.reads_consent(ways.of(attempt)))
    attempt = replace(attempt, mode=way.mode, detail=way.detail)
    if not actions.change_way(attempt):
        return gone(request, place, attempt, statements.find(attempt.response_id))
    response = _back(place, attempt)
    attempts.keep(response, attempt, place.address)
    return response


def _back(place: Place, attempt: Attempt | None) -> HttpResponse:
    """Where the answers stand; else the first page."""
    stored = statements.find(attempt.response_id) if attempt else None
    if stored is None or not stored.is_open:
        return HttpResponseRedirect(place.address)
    document = editions.edition(attempt.version_id).document
    return HttpResponseRedirect(
        place.address + walking.resume(document, stored.answers)
    )
