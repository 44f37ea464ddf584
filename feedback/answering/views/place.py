from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import get_script_prefix
from django.utils.http import quote
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cxstudio import guessing
from cxstudio.discarding import discard
from feedback.answering import (
    attempts,
    entries,
    kiosk,
    languages,
    plain_pages,
    walking,
)
from feedback.answering.attempts import Attempt
from feedback.surveys.models import SurveyVersion
from studies.people import kept_replies

# Ten long answers in a script of four-byte letters, each byte sent as three.
BODY_LIMIT = 1_000_000


@dataclass(frozen=True)
class Place:
    """One address that people answer at: `/s/<slug>/` or `/i/<token>/`."""

    address: str
    slug: str
    token: str
    attempt: Attempt | None  # of this visit, where there is one
    # The language of answers that this browser sent, where it began none since.
    sent_in: str = ""

    def entry(self) -> entries.Entry | None:
        return _entry(self.slug, self.token)


def _entry(slug: str, token: str) -> entries.Entry | None:
    return entries.by_slug(slug) if slug else entries.by_token(token)


def respondent(view: Callable) -> Callable:
    """A page that people answer on; the signed attempt stands for a CSRF cookie.

    What can't be read is refused in words, and nothing is kept by any cache.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def door(request, slug="", token="", **kwargs):
        response = refused(request, lambda: _entry(slug, token))
        response = response or kept_replies.find(request)
        if response is None:
            request.offers_again = True  # see cxstudio.errors.unavailable
            place = _place(request, slug, token)
            if _is_left_alone(request, place, kwargs):
                response = walking.start_over(place.address, place.attempt)
            else:
                response = _shown(view, request, place, kwargs)
                if request.method == "POST" and not _is_shared(place):
                    response = kept_replies.by_address(request, response)
            if token and response.status_code == 404:
                guessing.note_wrong(response, "link")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return door


def _is_left_alone(request: HttpRequest, place: Place, kwargs: dict) -> bool:
    """Whether it is a screen that nobody touched; a script that watched it knows best."""
    return kiosk.is_over(
        place.attempt,
        answers_question=request.method == "POST" and "number" in kwargs,
        is_watched=kiosk.WATCHED_FIELD in request.POST,
    )


def _is_shared(place: Place) -> bool:
    """Whether the next person finds this screen: nothing is left behind on it."""
    if place.attempt:
        return kiosk.is_one(place.attempt)
    entry = place.entry() if place.token else None
    return bool(entry and entry.is_kiosk)


def _shown(
    view: Callable, request: HttpRequest, place: Place, kwargs: dict
) -> HttpResponse:
    place = replace(place, attempt=kiosk.awake(place.attempt))
    try:
        response = view(request, place, **kwargs)
    except SurveyVersion.DoesNotExist:
        return plain_pages.bad_link()
    if kiosk.is_one(place.attempt) and attempts.COOKIE not in response.cookies:
        kept = attempts.kept(request, place.address)
        if kept and kept.response_id == place.attempt.response_id:
            attempts.keep(response, place.attempt, place.address)
    return response


def _place(request: HttpRequest, slug: str, token: str) -> Place:
    end = f"s/{slug}/" if slug else f"i/{quote(token)}/"
    address = get_script_prefix() + end
    attempt = attempts.of_request(request, address)
    asked = languages.asked(request) in dict(settings.LANGUAGES)
    sent_in = attempts.sent_in(request, address)
    spoken = attempt.language if attempt else sent_in
    if spoken and not asked:  # before anything can fail: a fault speaks it too
        languages.activate(spoken)
    return Place(address, slug, token, attempt, sent_in)


def refused(
    request: HttpRequest, entry: Callable[[], entries.Entry | None] = lambda: None
) -> HttpResponse | None:
    """The page that says so where what was sent can't be read, or is not from here.

    It names the agency whose survey `entry` finds.
    """
    if request.method != "POST":
        return None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return plain_pages.unreadable(entry())
    if int(length) > BODY_LIMIT:
        discard(request)
        return plain_pages.too_large(entry())
    try:
        request.POST  # noqa: B018  (parsing happens here)
    except (
        BadRequest,
        MultiPartParserError,
        SuspiciousOperation,
        UnreadablePostError,
    ):
        return plain_pages.unreadable(entry())
    return plain_pages.unreadable(entry()) if _is_foreign(request) else None


def _is_foreign(request: HttpRequest) -> bool:
    """Whether a form of another site sent this; a browser says so by itself."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc != request.get_host()
    except ValueError:  # no browser writes an address like that
        return True
