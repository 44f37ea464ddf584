"""After the last question: what was said, the code to read out, and news to come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from cxstudio.refusal import Refusal
from feedback.answering import (
    agreeing,
    attempts,
    codes,
    editions,
    first_page,
    going_on,
    kiosk_receipt,
    languages,
    statements,
    submitting,
)
from feedback.answering.agreeing import Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.error_list import things
from feedback.answering.forms import TellMeForm
from feedback.phoning.opening import consent
from feedback.phoning.script import Asking
from feedback.phoning.spelling import spelled, spelling_language
from feedback.phoning.visits import Visit, address_of, survey_of, visit
from feedback.surveys.kinds import KINDS, AnswerFault
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import short_codes
from studies.people import updates
from studies.wording.tags import direction


@requires(Permission.RESPONSE_ADD)
def survey_phone_check(request, pk):
    found = visit(request, survey_of(request, pk))
    if found is None:
        return redirect("survey-phone", pk)
    if not found.stored.is_open:
        return _to_receipt(found)
    faults = {}
    if request.method == "POST":
        try:
            submitting.submit(
                found.attempt,
                survey_id=found.edition.survey_id,
                document=found.edition.document,
                ticked=Ticked.of(request.POST, found.attempt.language),
            )
        except submitting.Unanswered as missing:
            faults = missing.faults
        except agreeing.ConsentChanged:
            pass  # the page below has the new words
        except submitting.SentElsewhere:  # meanwhile, by the person or by the clock
            return redirect("survey-phone", pk)
        else:
            return _to_receipt(found)
    return _check(request, found, faults)


def _to_receipt(found: Visit) -> HttpResponse:
    response = redirect("survey-phone-receipt", found.survey.pk)
    attempts.finish(response, found.attempt, found.address)
    return response


def _check(
    request: HttpRequest, found: Visit, faults: dict[str, AnswerFault]
) -> HttpResponse:
    asking = found.asking
    walk = asking.walk(found.stored.answers)
    texts = asking.pages.told(walk).texts
    rows = []
    for question in walk.shown:
        key, kind = question["key"], KINDS[question["kind"]]
        if kind.is_asked and key in asking.places:
            answer = found.stored.answers.get(key, {})
            lines = kind.in_words(question, answer, texts)
            rows.append((asking.places[key], texts.get(key, ""), lines))
    faulty = [
        (
            thing.message,
            [(asking.places[key], texts.get(key, "")) for key in thing.keys],
        )
        for thing in things(faults, texts)
    ]
    standing = agreeing.standing(found.attempt.response_id)
    asks_anew = standing is not None and not standing.is_settled
    take_part, boxes, version, spoken = consent(
        standing.now if asks_anew else None, found.attempt.language
    )
    context = {
        "survey": found.survey,
        "rows": rows,
        "help_box": asking.help_box(found.stored.answers, asking.places),
        "faults": faulty,
        "is_practice": found.attempt.is_practice,
        "language": found.attempt.language,
        "direction": direction(found.attempt.language),
        "spoken": languages.interface(found.attempt.language),
        "token": found.token,
        "asks_anew": asks_anew,
        "consent": {
            "take_part": take_part,
            "boxes": boxes,
            "consent": version,
            "consent_language": spoken,
        },
    }
    return render(request, "phoning/check.html", context)


@requires(Permission.RESPONSE_ADD)
def survey_phone_receipt(request, pk):
    """The code, letter by letter, and the offer to tell the person what changed."""
    survey = survey_of(request, pk)
    attempt = attempts.finished(request, address_of(survey))
    if attempt is None:
        return redirect("survey-phone", pk)
    stored = statements.find(attempt.response_id)
    if stored is not None and stored.is_open:
        return _stopped(request, survey, attempt)
    if stored is None or not stored.is_sent or stored.sent_by != attempt.device:
        return redirect("survey-phone", pk)
    edition = editions.edition(attempt.version_id)
    study_id = edition.around.study_id
    form = TellMeForm(request.POST if request.method == "POST" else None)
    if study_id and form.is_valid():
        try:
            updates.ask_for_updates(
                study_id, language=attempt.language, **form.request()
            )
        except Refusal as refusal:
            form.add_error("email", refusal.message)
        else:
            return redirect(f"{request.path}?saved=1")
    context = _told(survey, attempt, codes.receipt_code(attempt.response_id)) | {
        "thanks": Asking(edition, attempt.language, "").thanks(stored.answers),
        "form": form if study_id else None,
        "is_saved": "saved" in request.GET,
    }
    return render(request, "phoning/receipt.html", context)


def _stopped(request: HttpRequest, survey: Survey, attempt: Attempt) -> HttpResponse:
    """The code by which the person may finish alone, where one was asked for."""
    response = going_on.asked_for(attempt.response_id)
    if response is None:
        return redirect("survey-phone", survey.pk)
    days = editions.edition(attempt.version_id).around.unsent_days
    last = going_on.works_until(response.started_on, days)
    with translation.override(languages.interface(attempt.language)):
        day = first_page.day(last, timezone.localdate())
    context = _told(survey, attempt, codes.resume_code(attempt.response_id))
    context |= {
        "day": day,
        "is_kept": response.is_kept_unsent,
        "where_typed": short_codes.address(),
        "withdraw_at": kiosk_receipt.withdraw_address(),
    }
    return render(request, "phoning/stopped.html", context)


def _told(survey: Survey, attempt: Attempt, code: str) -> dict[str, object]:
    """What a page needs on which a code is read out."""
    return {
        "survey": survey,
        "language": attempt.language,
        "direction": direction(attempt.language),
        "spoken": languages.interface(attempt.language),
        "is_practice": attempt.is_practice,
        "code": code,
        "spelled": spelled(code, attempt.language),
        "spelled_in": spelling_language(attempt.language),
    }
