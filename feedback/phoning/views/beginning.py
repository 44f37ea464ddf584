"""Before the first question, and when an interview stops in the middle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.answering import actions, agreeing, attempts, editions, entries, going_on
from feedback.answering.agreeing import Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.entries import Door, Entry
from feedback.phoning import actions as phoning
from feedback.phoning.opening import opening
from feedback.phoning.visits import MODE, Visit, address_of, survey_of, visit
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import direction, language_name


@requires(Permission.RESPONSE_ADD)
def survey_phone(request, pk):
    """The language of the person, what is read to them, and their yes or no."""
    survey = survey_of(request, pk)
    entry = entries.by_slug(survey.activity.slug)
    if entry is None or entry.door != Door.OPEN:
        return render(request, "phoning/closed.html", {"survey": survey})
    edition = editions.edition(entry.version_id)
    if request.method == "POST" and "no" in request.POST:
        messages.info(request, _("Nothing was stored. Thank the person, and hang up."))
        return redirect("survey-phone", pk)
    attempt = attempts.read(request.POST.get("attempt", ""), address_of(survey))
    if request.method == "POST" and attempt:
        return _begin(request, survey, entry, attempt)
    running = visit(request, survey)
    language = _language(request, edition)
    attempt = Attempt(
        response_id=attempts.new_id(),
        version_id=entry.version_id,
        language=language,
        is_practice=entry.is_practice,
        mode=MODE,
    )
    context = {
        "survey": survey,
        "is_practice": entry.is_practice,
        "language": language,
        "direction": direction(language),
        "spoken": [(c, language_name(c)) for c in edition.document["languages"]],
        "opening": opening(edition, entry, language),
        "token": attempt.sign(address_of(survey)),
        "running": running if running and running.stored.is_open else None,
    }
    return render(request, "phoning/begin.html", context)


def _language(request: HttpRequest, edition: Edition) -> str:
    asked = request.GET.get("language", "")
    document = edition.document
    is_there = asked in document["languages"]
    return asked if is_there else document["source_language"]


def _begin(
    request: HttpRequest, survey: Survey, entry: Entry, attempt: Attempt
) -> HttpResponse:
    """Store the beginning; a second press of the button finds the first."""
    edition = editions.edition(attempt.version_id)
    ticked = Ticked.of(request.POST, attempt.language)
    agreed = ticked.under(entry.terms) if entry.terms else None
    if entry.terms and agreed is None:
        messages.warning(
            request, _("What people agree to has changed. Read the new words aloud.")
        )
        return redirect("survey-phone", survey.pk)
    is_new = actions.start(
        attempt,
        survey_id=edition.survey_id,
        is_anonymous=edition.document["anonymous"],
        link=None,
        is_kept_unsent=edition.keeps_unsent(attempt.mode),
        agreed=agreed,
    )
    if not is_new and agreed:
        agreeing.save(attempt.response_id, ticked)
    response = redirect("survey-phone-question", survey.pk, 1)
    attempts.keep(response, attempt, address_of(survey))
    return response


@require_POST
@requires(Permission.RESPONSE_ADD)
def survey_phone_stop(request, pk):
    """Keep what was said, with a code to finish it, or throw it away for sure.

    Either way the next person starts fresh.
    """
    survey = survey_of(request, pk)
    found = visit(request, survey)
    if found is None:
        return redirect("survey-phone", pk)
    if "sure" in request.POST:
        return _throw_away(request, found)
    if "throw" in request.POST:
        return _ask_once_more(request, found)
    going_on.offer(found.attempt.response_id)
    response = redirect("survey-phone-receipt", pk)
    attempts.finish(response, found.attempt, found.address)
    return response


def _ask_once_more(request: HttpRequest, found: Visit) -> HttpResponse:
    """Nothing is erased by one press beside the button that keeps."""
    number = found.asking.open_place(found.stored.answers)
    at = ("question", number) if number else ("check",)
    context = {
        "survey": found.survey,
        "is_practice": found.attempt.is_practice,
        "token": found.token,
        "back": reverse(f"survey-phone-{at[0]}", args=[found.survey.pk, *at[1:]]),
    }
    return render(request, "phoning/throw_away.html", context)


def _throw_away(request: HttpRequest, found: Visit) -> HttpResponse:
    phoning.throw_away(found.attempt.response_id)
    text = _("The interview was thrown away. Nothing of it is kept.")
    messages.success(request, text)
    response = redirect("survey-phone", found.survey.pk)
    attempts.drop(response, found.address)
    return response
