import time
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from feedback.answering import (
    actions,
    agreeing,
    attempts,
    consent_block,
    editions,
    first_page,
    given,
    kiosk,
    languages,
    pacing,
    plain_pages,
    statements,
    walking,
    ways,
    wiping,
)
from feedback.answering.agreeing import Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.entries import Door, Entry
from feedback.answering.pages import PageSet
from feedback.answering.views.kiosk import start
from feedback.answering.views.place import Place, respondent
from feedback.answering.views.receipt import gone
from feedback.answering.ways import Way
from studies.agencies.doors import public
from studies.partners import openings

# A browser or a mail program that looks ahead sends one of these.
PREFETCHED = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@public("People answer surveys without an account.")
@respondent
def first(request: HttpRequest, place: Place) -> HttpResponse:
    entry = place.entry()
    if entry is None:
        return plain_pages.bad_link()
    if entry.is_kiosk and request.method != "POST" and "lang" not in request.GET:
        return start(request, place, entry)
    attempt = place.attempt
    if _asks_for_language(request):
        if entry.is_kiosk and "consent" not in request.POST:
            return _in_language(request, place)
        attempt = kiosk.awake(attempts.kept(request, place.address))
    elif request.POST.get("go") == walking.HELPING and attempt:
        asked = urlencode({"lang": attempt.language})
        return HttpResponseRedirect(f"{place.address}{walking.HELPING}?{asked}")
    elif request.method == "POST" and attempt:
        response = _begin(request, place, entry, attempt)
        if response:
            return response
        attempt = attempt if entry.door == Door.OPEN else None  # nothing to finish
    if entry.is_kiosk and entry.door != Door.OPEN:
        return start(request, place, entry)
    if entry.door != Door.OPEN:
        may_finish = attempt is not None and entry.door != Door.DONE
        token = _to_finish(request, place, attempt) if may_finish else ""
        return plain_pages.not_open(
            entry,
            place.address,
            token,
            is_late="late" in request.GET and entry.door == Door.DONE,
            is_over="over" in request.GET,
            is_theirs=bool(place.sent_in),
        )
    if request.method == "GET" and _counts(request, entry):
        openings.note(entry.link.pk, "openings")
    return HttpResponse(_draw(request, place, entry, attempt))


def _asks_for_language(request: HttpRequest) -> bool:
    """Whether a button was pressed for the same page in another language."""
    return request.method == "POST" and "language" in request.POST


def _in_language(request: HttpRequest, place: Place) -> HttpResponse:
    """To an address, so that no step back on a shared screen sends a form again."""
    asked = urlencode({"lang": request.POST["language"]})
    return HttpResponseRedirect(f"{place.address}?{asked}")


def _begin(
    request: HttpRequest, place: Place, entry: Entry, attempt: Attempt
) -> HttpResponse | None:
    """Start, or go on where an attempt stands; None where neither may be."""
    attempt = ways.as_read(attempt, request.POST)
    if entry.terms and Ticked.of(request.POST, "").lacks_word(attempt.mode):
        return HttpResponse(_draw(request, place, entry, attempt, lacks_word=True))
    if "fresh" in request.POST and entry.door == Door.OPEN:
        wiping.wipe(attempt.response_id)
        attempt = _new_attempt(entry, attempt.language, ways.of(attempt))
    wait = _wait(request, place, entry, attempt)
    if wait:
        fields = request.POST.lists()
        kept = [(name, each) for name, all in fields for each in all]
        return plain_pages.wait(kept, wait, entry)
    edition = editions.of(attempt)
    ticked = Ticked.of(request.POST, attempt.language)
    is_new = entry.door == Door.OPEN and actions.start(
        attempt,
        survey_id=edition.survey_id,
        is_anonymous=edition.document["anonymous"],
        link=entry.link,
        is_kept_unsent=edition.keeps_unsent(attempt.mode),
        answers=given.answers(edition.document, request.GET),
        agreed=ticked.under(entry.terms) if entry.terms else None,
    )
    stored = None if is_new else statements.find(attempt.response_id)
    if not (is_new or stored):
        return None
    if stored and not stored.is_open:
        return gone(request, place, attempt, stored)
    if stored and ticked.version:
        agreeing.save(attempt.response_id, ticked)
        actions.change_way(attempt)
    where = walking.resume(edition.document, stored.answers if stored else {})
    response = HttpResponseRedirect(place.address + where)
    attempts.keep(response, attempt, place.address)
    if ways.COOKIE in request.COOKIES:
        ways.forget(response, place.address)
    return response


def _wait(
    request: HttpRequest, place: Place, entry: Entry, attempt: Attempt
) -> pacing.Wait | None:
    """How long somebody who starts has to wait; whoever has begun goes on."""
    kept = attempts.kept(request, place.address)
    has_begun = kept is not None and kept.response_id == attempt.response_id
    if entry.door != Door.OPEN or has_begun:
        return None
    return pacing.wait(request, entry, attempt)


def _to_finish(request: HttpRequest, place: Place, attempt: Attempt) -> str:
    """The attempt as it goes on, in the language that the page was asked for."""
    document = editions.edition(attempt.version_id).document
    language = languages.settle(request, document, attempt.language)
    return attempt.speaking(language).sign(place.address)


def _new_attempt(entry: Entry, language: str, way: Way) -> Attempt:
    return Attempt(
        response_id=attempts.new_id(),
        began_at=int(time.time()),
        version_id=entry.version_id,
        language=language,
        link_id=entry.link.pk if entry.link else None,
        is_personal=entry.is_personal,
        is_practice=entry.is_practice,
        is_pilot=entry.is_pilot,
        mode=way.mode,
        detail=way.detail,
    )


def _way(request: HttpRequest, place: Place, entry: Entry) -> Way:
    if entry.is_kiosk:
        return kiosk.way()
    return ways.chosen(request, place.address)


def _draw(
    request: HttpRequest,
    place: Place,
    entry: Entry,
    attempt: Attempt | None,
    *,
    lacks_word: bool = False,
) -> str:
    """The first page; with `lacks_word` where a helper has to say that they chose."""
    edition = editions.edition(entry.version_id)
    if entry.is_kiosk:
        edition = edition.on_kiosk()
    kept = attempt.language if attempt else place.sent_in
    language = languages.settle(request, edition.document, kept, entry.link)
    languages.activate(language)
    has_begun = attempt is not None
    if lacks_word:
        has_begun = statements.find(attempt.response_id) is not None
    way = ways.of(attempt) if attempt else _way(request, place, entry)
    # Who says that they help somebody needs no word on what others sent before.
    is_alone = attempt is None and way.mode == ways.Mode.SELF
    attempt = attempt or _new_attempt(entry, language, way)
    attempt = attempt.speaking(language)
    today = timezone.localdate()
    # Who began by phone and goes on by a code reads what everybody reads.
    said = ways.Mode.SELF if way.mode == ways.Mode.PHONE else way.mode
    segments = first_page.draw(edition, entry, language, today, said)
    pages = edition.pages(language)
    return segments.fill(
        {
            "token": attempt.sign(place.address),
            "begin": pages.part("begin_again" if has_begun else "begin"),
            "notice": _notice(
                request, pages, is_alone and bool(place.sent_in), lacks_word
            ),
            "mark": pages.part("error_mark") if lacks_word else "",
            "given": given.carried(edition.document, request.GET),
            "consent": _consent(
                request, edition, entry, attempt, has_begun, lacks_word
            ),
            "elsewhere": pages.elsewhere(place.token)
            if attempt.may_go_on_elsewhere
            else "",
        }
    )


def _notice(
    request: HttpRequest, pages: PageSet, was_sent: bool, lacks_word: bool
) -> str:
    """Why somebody is back on the first page."""
    if lacks_word:
        return pages.part("lacks_word")
    if was_sent:
        return pages.part("sent_here", is_over="over" in request.GET)
    is_form = request.method == "POST" and not _asks_for_language(request)
    return pages.part("lost") if is_form or "lost" in request.GET else ""


def _consent(
    request: HttpRequest,
    edition: Edition,
    entry: Entry,
    attempt: Attempt,
    has_begun: bool,
    lacks_word: bool,
) -> str:
    """What the person is asked; boxes that they ticked before are ticked still."""
    now = entry.terms
    before = agreeing.standing(attempt.response_id) if now and has_begun else None
    kept = before.agreed if before and before.is_settled else None
    if now and (lacks_word or _asks_for_language(request)):
        kept = Ticked.of(request.POST, attempt.language).under(now) or kept
    return consent_block.draw(
        edition,
        now,
        attempt.language,
        kept.purposes if kept else {},
        is_first=True,
        is_helped=attempt.mode == ways.Mode.HELPED,
        is_read_out=_is_read_out(request, attempt),
        lacks_word=lacks_word,
    )


def _is_read_out(request: HttpRequest, attempt: Attempt) -> bool:
    if _asks_for_language(request):
        return "read_out" in request.POST
    return ways.reads_consent(ways.of(attempt))


def _counts(request: HttpRequest, entry: Entry) -> bool:
    """Whether this looks like a person who opened a link; only its openings count.

    Nothing is counted that could say that one person opened an anonymous survey, nor
    anything while practicing.
    """
    if (
        entry.link is None
        or entry.is_practice
        or "lang" in request.GET
        or any(name in request.headers for name in PREFETCHED)
    ):
        return False
    return not (entry.is_personal and entry.is_anonymous)
