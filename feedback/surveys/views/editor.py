"""The editor's page, the survey's own texts on it, and what its checks suggest."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys import fixing
from feedback.surveys.drafting import edit_survey
from feedback.surveys.editor.draft_list import card_id, faces
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.forms import clash
from feedback.surveys.forms.survey import DetailsForm
from feedback.surveys.markers import survey_marker
from feedback.surveys.models import Question, Survey
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
    form, parts = DetailsForm(_typed(request, survey), survey=survey), {}
    if form.is_valid():
        marker = form.cleaned_data["marker"]
        try:
            edit_survey(survey.pk, form.details(), marker=marker, by=request.user)
        except StaleEdit:
            survey = survey_of(request, pk)
            parts = _clash(form, survey)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved in the draft."))
            return at(survey, DETAILS)
    parts = {"details_form": form, "details_seen": clash.seen(form)} | parts
    return show(request, DraftPage(survey), **parts)


def _typed(request, survey: Survey):
    """What was sent, with their texts where "Keep theirs" was picked; see `cards`."""
    if request.method != "POST":
        return None
    if request.POST.get("marker") != survey_marker(survey):
        return request.POST
    return clash.resolved(request.POST, DetailsForm(survey=survey))


def _clash(form: DetailsForm, theirs: Survey) -> dict:
    """Both texts beside each other, and the form as it was typed."""
    saved = DetailsForm(survey=theirs)
    found = clash.clashes(form.data, saved)
    form.data = form.data.copy()
    form.data["marker"] = saved["marker"].value()
    by = theirs.history.select_related("history_user").first()
    return {
        "clashes": found,
        "theirs_by": by.history_user if by else None,
        "details_seen": clash.seen(saved),
    }


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
