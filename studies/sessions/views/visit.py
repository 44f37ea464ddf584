"""The page on which somebody books, moves and cancels a visit. Its link was mailed."""

import logging
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxstudio import guessing
from cxstudio.browser_counts import BrowserCount
from cxstudio.refusal import Refusal
from studies.agencies import time_zones
from studies.agencies.doors import public
from studies.outreach.letters import page_url
from studies.people import kept_replies
from studies.planning import ages
from studies.sessions import booking as visits
from studies.sessions import calendar, own_page, spoken, when, writing
from studies.sessions.forms.visit import VisitForm
from studies.sessions.models import Booking
from studies.sessions.models.booking import State
from studies.sessions.texts import texts
from studies.wording.agency_face import face
from studies.wording.tags import language_name

# A link holds 128 bits; this slows whoever tries by hand, and never a shared address.
MOST_WRONG, WITHIN_SECONDS = 10, 5 * 60
WRONG = BrowserCount("cx_wrong_visits", WITHIN_SECONDS)

log = logging.getLogger(__name__)


@public("Whoever got our letter books a visit; the token in it is the proof.")
@csrf_exempt  # the token is the proof, and a right one gets no cookie
@never_cache
@kept_replies.at_an_address
def visit(request, token):
    """Opening it books nothing, because mail scanners open links; a button does."""
    now = timezone.now()
    booking = _find(request, token, now)
    if booking is None:
        return _over(request, token) or _nobody(request)
    _speak(request)
    changes = "change" in request.GET and booking.is_booked
    if booking.is_booked and (not changes or booking.slot.starts_at <= now):
        return _shown(request, booking, token, now)
    return _booking(request, booking, token, now)


@public("Whoever got our letter cancels a visit; the token in it is the proof.")
@csrf_exempt
@never_cache
def visit_cancel(request, token):
    now = timezone.now()
    booking = _find(request, token, now)
    if booking is None:
        return _nobody(request)
    if request.method == "POST":
        try:
            visits.cancel(booking.pk, now=now)
        except Refusal:  # it has begun: the page says how to reach us
            return _back(token)
        return _back(token, said="canceled")
    if booking.is_booked and booking.slot.starts_at <= now:
        return _back(token)
    context = _frame(booking, token) | _time(booking)
    return render(request, "sessions/visit_cancel.html", context)


@public("Whoever booked gets the file for their own calendar.")
@never_cache
def visit_calendar(request, token):
    now = timezone.now()
    booking = _find(request, token, now)
    if booking is None or not booking.is_booked:
        return _nobody(request)
    language = translation.get_language()
    entry = writing.visit(booking, texts(booking.session, language), language)
    content = calendar.for_team([entry], now=now)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="visit.ics"'},
    )


def _shown(
    request: HttpRequest, booking: Booking, token: str, now: datetime
) -> HttpResponse:
    begun = booking.slot.starts_at <= now
    context = _frame(booking, token) | _time(booking)
    said = "other" if _chose_another(request, booking) else _said(request)
    context |= {"begun": begun, "said": said, "booking": booking}
    if booking.interpreter:
        context["interpreter"] = capfirst(language_name(booking.interpreter))
    return render(request, "sessions/visit_booked.html", context)


def _chose_another(request: HttpRequest, booking: Booking) -> bool:
    """An old page was sent after they had booked; a double click chose the same."""
    is_booking = request.POST.get("act") == "book"
    return is_booking and request.POST.get("slot") != str(booking.slot_id)


def _booking(
    request: HttpRequest, booking: Booking, token: str, now: datetime
) -> HttpResponse:
    """The free times and what to say; a POST that is no booking keeps what is typed."""
    zone = _zone(request, booking)
    days = own_page.free_days(booking, zone, now)
    asked = own_page.Asked.of(booking, translation.get_language())
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        booking=booking,
        slots=[time.slot.pk for day in days for time in day.times],
        zone=zone.key,
        asked=asked,
    )
    if request.POST.get("act") == "book" and form.is_valid():
        if _booked(booking, form, now):
            return _back(token, said="booked")
        days = own_page.free_days(booking, zone, now)
    is_asking = request.method == "POST" and request.POST.get("act") != "book"
    if is_asking:  # another language or clock: nothing is wrong yet
        form.errors.clear()
    first, later = own_page.split(days)
    context = _frame(booking, token) | {
        "form": form,
        "asked": asked,
        "days": first,
        "later": later,
        "needs_open": form.says_something,
        "later_open": form.chosen in _pks(later) or form.is_bound,
        "zone_name": time_zones.zone_name(zone.key),
        "said": _said(request),
        "languages": _languages(),
        "languages_form": "visit",
    }
    return render(request, "sessions/visit.html", context)


def _booked(booking: Booking, form: VisitForm, now: datetime) -> bool:
    try:
        visits.book(
            booking.pk,
            form.cleaned_data["slot"],
            needs=form.said,
            agreement=form.agreement(translation.get_language()),
            time_zone=form.cleaned_data["zone"],
            now=now,
        )
    except Refusal as refusal:
        taken = refusal.code == "taken"
        form.add_error("slot" if taken else None, refusal.message)
        return False
    return True


def _pks(days: list[own_page.Day]) -> set[str]:
    return {str(time.slot.pk) for day in days for time in day.times}


def _zone(request: HttpRequest, booking: Booking) -> ZoneInfo:
    """The clock chosen on the page, else their own, else that of the place."""
    asked = request.POST.get("zone", "")
    own = booking.time_zone or booking.session.time_zone
    return ZoneInfo(asked if time_zones.is_zone(asked) else own)


def _time(booking: Booking) -> dict:
    if booking.slot is None:
        return {}
    zone = ZoneInfo(booking.time_zone or booking.session.time_zone)
    return {"time": when.spoken(booking.slot, zone)}


def _speak(request: HttpRequest) -> None:
    """A button of the form changes the language, so that what is typed comes along."""
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        translation.activate(code)
        request.LANGUAGE_CODE = code


def _languages() -> list[dict]:
    """Without addresses of their own: then each is a button of the form."""
    now = translation.get_language()
    return [
        {
            "code": code,
            "name_local": capfirst(get_language_info(code)["name_local"]),
            "current": code == now,
        }
        for code, _name in settings.LANGUAGES
    ]


def _said(request: HttpRequest) -> str:
    return request.GET.get("said", "") if request.method == "GET" else ""


def _frame(booking: Booking, token: str) -> dict:
    language = translation.get_language()
    return {
        "agency": face(booking.session.round.study.agency, language),
        "said_of_it": texts(booking.session, language),
        "session": booking.session,
        "age": ages.in_words(booking.session.round.study.youngest),
        "spoken": spoken.sentence(booking.session),
        "token": token,
        "is_canceled": booking.state == State.CANCELED,
        "is_booked": booking.is_booked,
    }


def _back(token: str, **asked: str) -> HttpResponse:
    asked["lang"] = translation.get_language()
    return redirect(f"{reverse('visit', args=[token])}?{urlencode(asked)}")


def _find(request: HttpRequest, token: str, now: datetime) -> Booking | None:
    return None if _must_wait(request) else own_page.find(token, now)


def _must_wait(request: HttpRequest) -> bool:
    """Whether no link is looked up now; a right one waits as a wrong one does."""
    return WRONG.read(request) >= MOST_WRONG


def _over(request: HttpRequest, token: str) -> HttpResponse | None:
    """Who holds a link that ended reads why; see docs/decisions/0035."""
    booking = None if _must_wait(request) else own_page.find_over(token)
    if booking is None:
        return None
    _speak(request)
    study, language = booking.session.round.study, translation.get_language()
    context = {
        "agency": face(study.agency, language),
        "said": _said(request),
        "study_address": page_url(study.slug, language) if study.counts else "",
    }
    return render(request, "sessions/visit_over.html", context)


def _nobody(request: HttpRequest) -> HttpResponse:
    """The same page for a link that was never ours and for one that has ended."""
    if _must_wait(request):
        return render(request, "outreach/again_wait.html", status=429)
    log.warning("unknown_link", extra={"door": "visit"})
    response = render(request, "sessions/visit_unknown.html", status=404)
    WRONG.add_one(request, response, path="/visit/")
    return guessing.note_wrong(response, "visit")
