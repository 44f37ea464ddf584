from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from cxstudio.refusal import Refusal
from feedback.answering import (
    attempts,
    codes,
    editions,
    kiosk,
    languages,
    plain_pages,
    receipts,
    sent_elsewhere,
    statements,
    walking,
    worried,
)
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.forms import ASKS, TELLS, TellMeForm
from feedback.answering.stored import Stored
from feedback.answering.views.place import Place, respondent
from feedback.surveys.rules import program
from studies.agencies.doors import public
from studies.people import updates as requests


@public("The browser that sent the answers shows their code, for half an hour.")
@respondent
def receipt(request: HttpRequest, place: Place) -> HttpResponse:
    if "elsewhere" in request.GET:
        return _sent_elsewhere(request, place)
    attempt = attempts.finished(request, place.address)
    if attempt is None:
        if place.sent_in:
            return HttpResponseRedirect(f"{place.address}?over=1")
        is_lost = "lost" in request.GET
        return walking.lost(place.address) if is_lost else _to_first(place)
    stored = statements.find(attempt.response_id)
    if stored is None or stored.is_open or stored.is_partial:
        return _to_first(place)
    return HttpResponse(_page(request, place, attempt, stored))


def _sent_elsewhere(request: HttpRequest, place: Place) -> HttpResponse:
    mark = request.GET["elsewhere"]
    why = sent_elsewhere.read(place.address, mark)
    if why is None:
        return _to_first(place)
    return plain_pages.sent_elsewhere(place.entry(), mark, why)


def _to_first(place: Place) -> HttpResponse:
    return HttpResponseRedirect(place.address)


def gone(
    request: HttpRequest,
    place: Place,
    attempt: Attempt,
    stored: Stored | None,
    *,
    is_late: bool = False,
) -> HttpResponse:
    """The answers were sent already, or are no longer there.

    `is_late`: this request brought words that can't be added to them any more.
    """
    if stored is None:
        return walking.lost(place.address)
    if stored.is_partial:
        return elsewhere(request, place, attempt, why="kept")
    if kiosk.is_one(attempt) and not _stands_there(request, place, attempt):
        return walking.start_over(place.address, attempt)
    if stored.is_taken_back or stored.sent_by == attempt.device:
        return sent(place, attempt, is_late=is_late)
    return elsewhere(request, place, attempt, why="late" if is_late else "sent")


def elsewhere(
    request: HttpRequest, place: Place, attempt: Attempt, *, why: str
) -> HttpResponse:
    """To the page for a browser that did not send the answers; it forgets them."""
    asked = {
        "elsewhere": sent_elsewhere.mark(place.address, why),
        "lang": languages.interface(attempt.language),
    }
    response = HttpResponseRedirect(f"{place.address}receipt/?{urlencode(asked)}")
    kept = attempts.kept(request, place.address)
    if kept and kept.response_id == attempt.response_id:
        attempts.drop(response, place.address)
    return response


def sent(place: Place, attempt: Attempt, *, is_late: bool = False) -> HttpResponse:
    """To the receipt. A kiosk shows it at once, so that no cookie keeps its code.

    A second press in the next moment, or one whose reply was lost, shows it again.
    """
    if not kiosk.is_one(attempt):
        return walking.to_receipt(place.address, attempt, is_late=is_late)
    stored = statements.find(attempt.response_id)
    if stored is None:  # taken back by now
        return walking.lost(place.address)
    response = HttpResponse(_page(None, place, attempt, stored))
    attempts.keep(response, attempt, place.address, kiosk.ON_THE_WAY_SECONDS)
    return response


def _stands_there(request: HttpRequest, place: Place, attempt: Attempt) -> bool:
    """Whether the screen still knows who sent this: not after they left, nor for long.

    A form that the browser sends again brings their attempt along all the same.
    """
    kept = attempts.kept(request, place.address)
    is_theirs = kept is not None and kept.response_id == attempt.response_id
    return is_theirs and not kiosk.is_over(
        kept, answers_question=False, is_watched=False
    )


def _page(
    request: HttpRequest | None, place: Place, attempt: Attempt, stored: Stored
) -> str:
    edition = editions.of(attempt)
    language = languages.page_language(edition.document, attempt.language)
    if request:
        language = languages.settle(request, edition.document, attempt.language)
    languages.activate(language)
    walk = program(edition.document).walk(stored.answers)
    page = receipts.page(
        edition,
        language,
        timezone.localdate(),
        is_taken_back=stored.is_taken_back,
        ending=walk.ending,
        mode=attempt.mode,
    )
    token = receipts.updates_token(place.address, attempt.version_id, language)
    code = codes.receipt_code(attempt.response_id)
    pages = edition.pages(language)
    banner = pages.banner(
        attempt.is_practice, attempt.is_pilot, attempt.mode, is_last=True
    )
    slots = {"code": code, "token": token, "banner": banner, "root": place.address}
    if request and not stored.is_taken_back:
        slots["copy"] = pages.part("copy", lang=language)
    if request and "late" in request.GET and not stored.is_taken_back:
        slots["late"] = pages.part("too_late")
    if worried.anywhere(edition.document, stored.answers):
        slots["help_box"] = pages.part("may_need_help")
    return page.fill(pages.told(walk).values | slots)


@public("Anyone who answered may ask to hear what changed; nothing joins the answer.")
@respondent
def updates(request: HttpRequest, place: Place) -> HttpResponse:
    """Apart from the receipt's address, so that no cookie of an answer comes along."""
    token = request.POST.get("for") or request.GET.get("for", "")
    asked = receipts.read_updates_token(place.address, token)
    entry = place.entry() if asked and place.token else None
    if asked is None or (entry and entry.is_kiosk):
        return HttpResponseRedirect(place.address)
    edition = editions.edition(asked.version_id)
    if edition.around.study_id is None:
        return HttpResponseRedirect(place.address)
    language = languages.settle(request, edition.document, asked.language)
    languages.activate(language)
    if request.POST.get("language"):
        typed = {"email": request.POST.get("email", "")}
        form = TellMeForm(initial=typed | {"wants": request.POST.getlist("wants")})
    elif request.method == "POST" and not _says_anything(request):
        asked = {"for": token, "none": 1, "lang": language}
        return HttpResponseRedirect(f"?{urlencode(asked)}")
    else:
        form = TellMeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _ask(edition, form, language):
        wishes = form.cleaned_data["wants"]
        saved = {"for": token, "saved": wishes, "lang": language}
        return HttpResponseRedirect(f"?{urlencode(saved, doseq=True)}")
    told = request.GET.getlist("saved") if request.method == "GET" else []
    saved = [wish for wish in (TELLS, ASKS) if wish in told]
    page = partial(receipts.updates_page, edition, language, form, token)
    return HttpResponse(page(saved=saved, is_empty="none" in request.GET))


def _says_anything(request: HttpRequest) -> bool:
    """An empty form is no mistake: nobody has to want anything."""
    return bool(request.POST.get("email", "").strip() or request.POST.get("wants"))


def _ask(edition: Edition, form: TellMeForm, language: str) -> bool:
    try:
        requests.ask_for_updates(
            edition.around.study_id, language=language, **form.request()
        )
    except Refusal as refusal:
        form.add_error("email", refusal.message)
        return False
    return True
