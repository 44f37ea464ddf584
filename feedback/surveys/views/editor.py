"""The editor's page, the survey's own texts on it, and what its checks suggest."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import fixing
from feedback.surveys.draft_list import card_id, faces
from feedback.surveys.draft_page import DraftPage
from feedback.surveys.drafting import edit_survey
from feedback.surveys.forms.survey import DetailsForm
from feedback.surveys.markers import StaleEdit, survey_marker
from feedback.surveys.models import Question
from feedback.surveys.views.finding import survey_of
from feedback.surveys.views.open_parts import after_an_act
from feedback.surveys.views.pieces import DETAILS, at, done, show
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


@requires(Permission.SURVEY_VIEW)
def survey_edit(request, pk):
    survey = survey_of(request, pk)
    draft = DraftPage(survey)
    return show(request, draft, after_an_act(request, draft))


@requires(Permission.SURVEY_EDIT)
def survey_details(request, pk):
    """The survey's own texts, promise and dates, open for changes."""
    survey = survey_of(request, pk)
    form = DetailsForm(request.POST or None, survey=survey)
    theirs = None
    if request.method == "POST" and form.is_valid():
        marker = form.cleaned_data["marker"]
        try:
            edit_survey(survey.pk, form.details(), marker=marker, by=request.user)
        except StaleEdit as refusal:
            theirs = survey_of(request, pk)
            form = _again(form, survey_marker(theirs), refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved in the draft."))
            return at(survey, DETAILS)
    parts = {"details_form": form, "details_theirs": theirs}
    return show(request, DraftPage(survey), **parts)


def _again(form, marker: str, refusal: Refusal):
    """The same form with what was typed, ready to be saved over what is there now."""
    form.data = form.data.copy()
    form.data["marker"] = marker
    form.add_error(None, refusal.message)
    return form


@requires(Permission.SURVEY_EDIT)
@require_POST
def finding(request, pk):
    """Put the suggested words in, or leave the words as they are with a reason."""
    survey, key = survey_of(request, pk), request.POST.get("key", "")
    before = faces(DraftPage(survey))
    try:
        if "fix" in request.POST:
            shown = fixing.apply_fix(survey.pk, key, by=request.user)
            said = _("The new words are in.")
        elif "again" in request.POST:
            shown = fixing.check_again(survey.pk, key, by=request.user)
            said = _("It is looked at again.")
        else:
            reason = request.POST.get("reason", "")[:300]
            shown = fixing.let_stand(survey.pk, key, reason, by=request.user)
            said = _("The words stay as they are.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("survey-edit", survey.pk)
    is_question = isinstance(shown.row, Question)
    name = card_id(shown.row) if is_question else DETAILS
    marks = {"before": before, "focus": name, "said": said, "touched": {name}}
    return done(request, survey_of(request, pk), **marks)
