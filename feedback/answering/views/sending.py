"""Sending, from the page that shows the answers or from the only page of a survey."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cxstudio.refusal import Refusal
from feedback.answering import (
    agreeing,
    merging,
    pacing,
    signs,
    statements,
    submitting,
    walking,
)
from feedback.answering.agreeing import Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.statements import Whole
from feedback.answering.views.place import Place
from feedback.answering.views.receipt import gone, sent
from feedback.surveys.kinds import Answer


def sends(request: HttpRequest, edition: Edition) -> bool:
    """Whether the page of questions sends; who came to change something looks again."""
    return edition.sends_at_once and request.GET.get("from") != "check"


def is_pressed(request: HttpRequest, edition: Edition) -> bool:
    """Enter in a field and the button of a keyboard show the answers before."""
    return sends(request, edition) and not (
        request.POST.get("go") or request.POST.get("language")
    )


def submit(
    request: HttpRequest,
    place: Place,
    edition: Edition,
    attempt: Attempt,
    *,
    ticked: Ticked | None = None,
    page: submitting.Page | None = None,
) -> HttpResponse:
    """To the receipt. Raises what `submitting.submit` does, but for what ends the way."""
    try:
        is_sent = submitting.submit(
            attempt,
            survey_id=edition.survey_id,
            document=edition.document,
            ticked=ticked,
            drawn=merging.read(request.POST.get("drawn", ""), attempt.response_id),
            is_trapped=bool(request.POST.get(signs.TRAP_FIELD)),
            page=page,
        )
    except Refusal:  # the personal link brought its answers: the first page says so
        return HttpResponseRedirect(f"{place.address}?late=1")
    except submitting.SentElsewhere:
        return gone(request, place, attempt, statements.find(attempt.response_id))
    if not is_sent:
        return walking.lost(place.address)
    response = sent(place, attempt)
    pacing.note_sent(request, response, attempt, place.address)
    return response


def submit_page(
    request: HttpRequest,
    place: Place,
    edition: Edition,
    attempt: Attempt,
    whole: Whole,
    read: Mapping[str, Answer],
) -> HttpResponse | None:
    """None where the person has to see something before: they are kept as ever."""
    page = submitting.Page(read, whole)
    try:
        return submit(request, place, edition, attempt, page=page)
    except (
        submitting.Unanswered,
        submitting.Changed,
        submitting.NotTold,
        agreeing.ConsentChanged,
    ):
        return None
