"""The studio's page for other forms of a survey's first page."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import aiding
from feedback.surveys.aid_files import TYPES
from feedback.surveys.forms.aids import FileAidForm, VideoAidForm
from feedback.surveys.models import Aid, Survey
from feedback.surveys.views.finding import survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import language_info


@requires(Permission.SURVEY_EDIT)
def survey_aids(request, pk):
    """What people can listen to, read easily or watch, in each language."""
    survey = survey_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    is_video = bool(posted and "video" in posted)
    files = None if is_video else posted
    file_form = FileAidForm(files, request.FILES or None, survey=survey)
    video_form = VideoAidForm(posted if is_video else None, survey=survey)
    form = video_form if is_video else file_form
    if form.is_valid() and _given(request, survey, form):
        messages.success(request, _("Saved. People see it within a minute."))
        return redirect("survey-aids", survey.pk)
    context = {
        "survey": survey,
        "file_form": file_form,
        "video_form": video_form,
        "aids": [_line(aid) for aid in survey.aids.all()],
    }
    return render(request, "surveys/survey_aids.html", context)


@requires(Permission.SURVEY_EDIT)
@require_POST
def survey_aid_away(request, pk, aid_pk):
    survey = survey_of(request, pk)
    aid = get_object_or_404(survey.aids, pk=aid_pk)
    aiding.take_away(aid.pk, by=request.user)
    messages.success(request, _("Taken away. Its address works no more."))
    return redirect("survey-aids", survey.pk)


def _given(
    request: HttpRequest, survey: Survey, form: FileAidForm | VideoAidForm
) -> bool:
    give = aiding.give_video if isinstance(form, VideoAidForm) else aiding.give_file
    try:
        give(survey.pk, **form.cleaned_data, by=request.user)
    except Refusal as refusal:
        form.add_error("file" if "file" in form.fields else "url", refusal.message)
        return False
    return True


def _line(aid: Aid) -> dict:
    return {
        "aid": aid,
        "language": language_info(aid.language),
        "type": TYPES[aid.ending].name if aid.ending else "",
    }
