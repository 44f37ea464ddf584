from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from feedback.answering import (
    answer_rows,
    attempts,
    codes,
    editions,
    languages,
    receipts,
    statements,
)
from feedback.answering.attempts import Attempt
from feedback.answering.stored import Stored
from feedback.answering.views.place import Place, respondent
from feedback.surveys.rules import program
from studies.agencies.doors import public


@public("The browser that sent the answers shows them to keep, for half an hour.")
@respondent
def copy(request: HttpRequest, place: Place) -> HttpResponse:
    """Below the receipt's address: its cookie comes along, and no shared screen has it."""
    attempt = attempts.finished(request, place.address)
    stored = statements.find(attempt.response_id) if attempt else None
    if stored is None or not stored.is_sent:
        return HttpResponseRedirect(f"{place.address}receipt/")
    return HttpResponse(_page(request, attempt, stored))


def _page(request: HttpRequest, attempt: Attempt, stored: Stored) -> str:
    edition = editions.of(attempt)
    language = languages.page_language(edition.document, attempt.language)
    language = languages.settle(request, edition.document, language)
    languages.activate(language)
    pages = edition.pages(language)
    walk = program(edition.document).walk(stored.answers)
    told = pages.told(walk)
    rows = answer_rows.drawn(pages, walk, told, stored.answers, is_copy=True)
    slots = {
        "rows": rows,
        "code": codes.receipt_code(attempt.response_id),
        "banner": pages.banner(
            attempt.is_practice, attempt.is_pilot, attempt.mode, is_last=True
        ),
    }
    return receipts.copy(edition, language).fill(told.values | slots)
