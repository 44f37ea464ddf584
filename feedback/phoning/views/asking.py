"""One question a page, as on a screen: the same checks, the same saving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from feedback.answering import actions, languages, leaving_out, merging, reading
from feedback.answering.mismatches import on_page
from feedback.answering.stored import Stored
from feedback.phoning.visits import Visit, survey_of, visit
from feedback.surveys.kinds import AnswerFault
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import direction

CHECK = "check"


@requires(Permission.RESPONSE_ADD)
def survey_phone_question(request, pk, number):
    found = visit(request, survey_of(request, pk))
    if found is None or not found.stored.is_open:
        return redirect("survey-phone", pk)
    asking = found.asking
    if not 0 < number <= len(asking.questions):
        return redirect("survey-phone-check", pk)
    if request.method == "POST":
        return _save(request, found, number)
    shown = asking.shown(found.stored.answers)
    if number not in shown:
        return _to(found, next((n for n in shown if n > number), None))
    return _page(request, found, number, found.stored)


def _save(request: HttpRequest, found: Visit, number: int) -> HttpResponse:
    edition, attempt, stored = found.edition, found.attempt, found.stored
    question, post = found.asking.questions[number - 1], request.POST
    read, faults = reading.read_page(
        edition.document, [question], stored.answers, post, edition.stays
    )
    goes_back = "back" in post
    if goes_back:
        faults = {k: fault for k, fault in faults.items() if fault.code != "required"}
    saved = actions.save(
        attempt.response_id,
        read,
        language=attempt.language,
        drawn=merging.read(post.get("drawn", ""), attempt.response_id),
        stored=stored,
    )
    if saved is None:
        return redirect("survey-phone", found.survey.pk)
    if not (faults or goes_back):
        faults = on_page(edition.document, saved.answers, [question["key"]])
    if faults:
        return _page(request, found, number, saved, faults[question["key"]])
    full = () if goes_back else actions.keep_places(attempt, edition.document, saved)
    if full:
        messages.warning(request, _enough())
    notes = leaving_out.notices([question], read, post, edition.stays)
    if notes and not goes_back:
        return _page(request, found, number, saved, note=notes[question["key"]])
    return _to(found, _next(request, found, saved, number))


def _enough() -> str:
    return _(
        "We have heard from enough people in this group for now. Tell the person that "
        "they can go on: we keep their answers and read them, but they are not counted "
        "in this group."
    )


def _next(request: HttpRequest, found: Visit, saved: Stored, number: int) -> int | None:
    """The number that comes next; None where all was asked."""
    asking = found.asking
    shown = asking.shown(saved.answers)
    if "back" in request.POST:
        return max((n for n in shown if n < number), default=number)
    if request.GET.get("from") == CHECK:
        return asking.open_place(saved.answers)
    return next((n for n in shown if n > number), None)


def _to(found: Visit, number: int | None) -> HttpResponse:
    if number is None:
        return redirect("survey-phone-check", found.survey.pk)
    return redirect("survey-phone-question", found.survey.pk, number)


def _page(
    request: HttpRequest,
    found: Visit,
    number: int,
    stored: Stored,
    fault: AnswerFault | None = None,
    note: str = "",
) -> HttpResponse:
    """The question; with a `note` where something that was written is left out."""
    asking = found.asking
    typed = request.POST if fault else None
    page = asking.page(number, stored.answers, typed=typed, fault=fault)
    shown, key = asking.shown(stored.answers), page.question["key"]
    drawn = merging.draw(stored, [key], {key}).sign(found.attempt.response_id)
    earlier = [asking.questions[n - 1]["key"] for n in shown if n < number]
    said = dict(stored.answers)
    if typed:  # in vain, and so not stored
        said[key] = {"text": typed.get(leaving_out.field(page.question), "")}
    context = {
        "help_box": asking.help_box(said, [*earlier[-1:], key]),
        "survey": found.survey,
        "page": page,
        "note": note,
        "language": found.attempt.language,
        "direction": direction(found.attempt.language),
        "spoken": languages.interface(found.attempt.language),
        "token": found.token,
        "drawn": drawn,
        "number": number,
        "total": len(asking.questions),
        "is_first": number == shown[0],
        "is_practice": found.attempt.is_practice,
    }
    return render(request, "phoning/question.html", context)
