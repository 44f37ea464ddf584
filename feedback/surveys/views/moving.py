"""Languages of a survey, its state and history."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys.history import changes
from feedback.surveys.models import SurveyVersion
from feedback.surveys.translation import languages
from feedback.surveys.views.finding import survey_of
from feedback.surveys.views.pieces import at
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.planning import activities

LANGUAGE_MOVES = {
    "add": languages.add_language,
    "later": languages.move_to_later,
    "drop": languages.drop_language,
    "missing": languages.say_missing,
}
STATE_MOVES = {
    "pause": (
        activities.pause,
        gettext_lazy("Paused. Links work again when you go on."),
    ),
    "resume": (activities.resume, gettext_lazy("Open. People can answer now.")),
    "close": (activities.close, gettext_lazy("Closed. Answers so far are kept.")),
    "list": (
        partial(activities.show_on_list, on=True),
        gettext_lazy("People find it on your public list while it is open."),
    ),
    "unlist": (
        partial(activities.show_on_list, on=False),
        gettext_lazy("It is not on your public list. Its links work as before."),
    ),
}


@requires(Permission.SURVEY_EDIT)
@require_POST
def language_move(request, pk):
    """Add a language, move it to later and back, or take it off."""
    survey = survey_of(request, pk)
    move = LANGUAGE_MOVES.get(request.POST.get("move"), languages.add_language)
    language = request.POST.get("other") or request.POST.get("language", "")
    try:
        move(survey.pk, language, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    if request.POST.get("back") == "publish":
        return redirect("survey-publish", survey.pk)
    return at(survey, "languages")


@requires(Permission.SURVEY_PUBLISH)
@require_POST
def survey_state(request, pk):
    """Pause, go on, close; each says what it means for people with the link."""
    survey = survey_of(request, pk)
    known = STATE_MOVES.get(request.POST.get("to"))
    if known is not None:
        move, said = known
        try:
            move(survey.activity_id, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, said)
    return redirect("survey-publish", survey.pk)


@requires(Permission.SURVEY_EDIT)
@require_POST
def survey_archive(request, pk):
    """Archive a survey, or bring it back."""
    survey = survey_of(request, pk)
    back = request.POST.get("to") == "back"
    try:
        move = activities.restore if back else activities.archive
        move(survey.activity_id, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("survey-edit", survey.pk)
    if back:
        return redirect("survey-edit", survey.pk)
    messages.success(request, _("Archived. You find it under “Archived”."))
    return redirect("survey-list")


@requires(Permission.SURVEY_VIEW)
def survey_history(request, pk):
    """Who changed what, newest first."""
    survey = survey_of(request, pk)
    versions = SurveyVersion.objects.filter(survey=survey)
    return render(
        request,
        "surveys/survey_history.html",
        {
            "survey": survey,
            "changes": changes(survey)[:200],
            "versions": versions.select_related("published_by").defer("document"),
            "here": "history",
        },
    )
