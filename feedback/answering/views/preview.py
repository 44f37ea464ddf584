"""A designer's look at a draft as its customers will see it. Nothing here is stored."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt

from feedback.answering.previewing import FIRST, Preview, read_token
from feedback.surveys.models import Survey
from feedback.surveys.texts import draft_questions
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
    codes = [survey.source_language, *survey.languages, *survey.later_languages]
    language = request.GET.get("language", "")
    return render(
        request,
        "answering/preview.html",
        {
            "survey": survey,
            "languages_of_it": [(code, language_name(code)) for code in codes],
            "shown": language if language in codes else survey.source_language,
            "questions": draft_questions(survey),
            "at": _place(request.GET.get("at", "")),
            "here": "preview",
        },
    )


def _place(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 5 else FIRST


# Pages of a survey carry a signed token instead of the cookie's; this one changes
# nothing, whoever posts to it.
@csrf_exempt
@requires(Permission.SURVEY_VIEW)
def preview_page(request, pk, language, number=None):
    """One page inside the phone; `number` is a question's place in the draft."""
    preview = Preview(survey_of(request, pk))
    state = None
    if request.method == "POST":
        state = read_token(request.POST.get("attempt", ""))
    if state is not None:
        return HttpResponse(preview.answered(state, request.POST))
    language = request.GET.get("lang", language)
    return HttpResponse(preview.page(preview.starting_at(number or 0, language)))
