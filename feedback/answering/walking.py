"""Which page comes next, for answers as they stand."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from feedback.answering import attempts, wiping
from feedback.answering.attempts import Attempt
from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.rules import shown_questions

Document = Mapping[str, Any]
Answers = Mapping[str, Answer]

CHECK = "check/"
HELPING = "helping/"
LATER = "later/"
ENOUGH = "enough/"


def goes_on(post: Mapping[str, str]) -> bool:
    """Whether the button of a page of questions leads forward, not back or aside."""
    return post.get("go", "") in ("", CHECK) and not post.get("language")


def shown_pages(document: Document, answers: Answers) -> list[int]:
    """The indexes of the pages that have something to ask."""
    shown = {question["key"] for question in shown_questions(document, answers)}
    return [i for i, keys in enumerate(document["pages"]) if shown.intersection(keys)]


def page(index: int) -> str:
    return f"q/{index + 1}/"


def after(document: Document, answers: Answers, index: int) -> str:
    later = [i for i in shown_pages(document, answers) if i > index]
    return page(later[0]) if later else CHECK


def before(document: Document, answers: Answers, index: int) -> str:
    """The page before; the first page's own address before the first question."""
    earlier = [i for i in shown_pages(document, answers) if i < index]
    return page(earlier[-1]) if earlier else ""


def to_question(
    document: Document, answers: Answers, key: str, here: str, query: str = ""
) -> str:
    """The field of a question that shows; `here`, the page at hand, if it does not."""
    for question in shown_questions(document, answers):
        kind = KINDS[question["kind"]]
        if question["key"] == key and kind.is_on_page:
            field = kind.first_field(question)
            return f"{page(page_of(document, key))}{query}#{field}"
    return here


def page_of(document: Document, key: str) -> int:
    return next(i for i, keys in enumerate(document["pages"]) if key in keys)


def progress(document: Document, index: int, asked: int) -> str:
    """Where somebody is, in words; `asked`: the number of questions."""
    numbers = {"number": index + 1, "total": len(document["pages"])}
    if numbers["total"] == asked:
        return _("Question %(number)d of %(total)d") % numbers
    return _("Page %(number)d of %(total)d") % numbers


def resume(document: Document, answers: Answers) -> str:
    """The first page with a question that was never passed; else the check."""
    for question in shown_questions(document, answers):
        if not KINDS[question["kind"]].is_on_page:
            continue
        if question["key"] not in answers:
            return page(page_of(document, question["key"]))
    return CHECK


def to_receipt(
    address: str, attempt: Attempt, *, is_late: bool = False
) -> HttpResponse:
    late = "?late=1" if is_late else ""
    response = HttpResponseRedirect(f"{address}receipt/{late}")
    attempts.finish(response, attempt, address)
    attempts.note_sent(response, attempt, address)
    return response


def start_over(address: str, attempt: Attempt) -> HttpResponse:
    """A shared screen was left alone: erase what was not sent, and show its start."""
    wiping.wipe(attempt.response_id)
    response = HttpResponseRedirect(address)
    attempts.drop(response, address)
    return response


def unknown(address: str) -> HttpResponse:
    """No attempt came along: to the receipt of who sent theirs, else `lost`."""
    return HttpResponseRedirect(f"{address}receipt/?lost=1")


def lost(address: str) -> HttpResponse:
    """Back to the first page, which says why: no answers are known in this browser."""
    return HttpResponseRedirect(f"{address}?lost=1")
