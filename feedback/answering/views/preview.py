"""A designer's look at a draft as its customers will see it. Nothing here is stored."""

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from feedback.answering import languages, receipts
from feedback.answering.forms import TELLS, TellMeForm
from feedback.answering.pretending import (
    CHECK,
    ENDED,
    FIRST,
    LAST,
    Pretended,
    endings,
    read_token,
    stops,
)
from feedback.answering.previewing import Preview
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import language_name


def survey_of(request, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency)
    related = ours.select_related("activity__agency", "activity__round__study")
    return get_object_or_404(related, pk=pk)


@requires(Permission.SURVEY_VIEW)
def survey_preview(request, pk):
    """The phone, and the places to jump to in it."""
    survey = survey_of(request, pk)
    document = Preview(survey).document
    codes = document["languages"]
    language = request.GET.get("language", "")
    language = language if language in codes else survey.source_language
    at = _place(request.GET.get("at", ""))
    return render(
        request,
        "answering/preview.html",
        {
            "survey": survey,
            "languages_of_it": [(code, language_name(code)) for code in codes],
            "shown": language,
            "stops": list(stops(document)),
            "endings": list(endings(document)),
            "at": at,
            "inside": _inside(survey, language, at),
            "here": "preview",
        },
    )


def _place(text: str) -> str:
    is_known = text in (CHECK, LAST) or text.startswith(ENDED) or text.isdecimal()
    return text if is_known and re.fullmatch(r"[\w-]{1,48}", text) else FIRST


def _inside(survey: Survey, language: str, at: str) -> str:
    if at == FIRST:
        return reverse("survey-preview-page", args=[survey.pk, language])
    if at.isdecimal():
        return reverse("survey-preview-question", args=[survey.pk, language, at])
    return reverse("survey-preview-place", args=[survey.pk, language, at])


# Pages of a survey carry a signed token instead of the cookie's; this one changes
# nothing, whoever posts to it.
@csrf_exempt
@requires(Permission.SURVEY_VIEW)
def preview_page(request, pk, language, number=None, place=FIRST):
    """One page inside the phone; `number` is a question's place in the draft."""
    preview = Preview(survey_of(request, pk))
    state = None
    if request.method == "POST":
        state = read_token(request.POST.get("attempt", ""))
    if state is not None:
        return HttpResponse(preview.answered(state, request.POST))
    begun = Pretended(request.GET.get("lang", language))
    where = place if number is None else str(number)
    return HttpResponse(preview.page(preview.placed(begun, where)))


@csrf_exempt
@requires(Permission.SURVEY_VIEW)
def preview_updates(request, pk, language):
    """What follows "Tell me what changed" in a preview; nobody is put on a list."""
    edition = Preview(survey_of(request, pk)).edition
    with translation.override(languages.interface(language)):
        page = receipts.updates_page(edition, language, TellMeForm(), "", saved=[TELLS])
    return HttpResponse(page)
