"""The studio's side of links for guests: make one, end one, and what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys.forms.inviting import AskForm, TaskForm
from feedback.surveys.models import GuestLink, Survey
from feedback.surveys.outside import commenting, guests
from feedback.surveys.views.editor import at
from feedback.surveys.views.finding import survey_of
from studies.agencies.doors import requires
from studies.agencies.models import User
from studies.agencies.permissions import Permission

Purpose = GuestLink.Purpose


@requires(Permission.SURVEY_EDIT)
@require_POST
def guest_link_make(request, pk):
    survey = survey_of(request, pk)
    language = request.POST.get("language", "")
    known = [*survey.languages, *survey.later_languages, ""]
    if language not in known:
        raise Http404
    form_class = TaskForm if language else AskForm
    form = form_class(request.POST, survey=survey)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.error(request, " ".join(faults))
        return _back(survey, language)
    try:
        if language:
            _translators(survey, language, form, request.user)
        else:
            _reviewers(survey, form, request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The link is ready. Copy it, or mail it yourself."))
    return _back(survey, language)


def _translators(survey: Survey, language: str, form: TaskForm, by: User) -> None:
    # The short button elsewhere asks for all of it, and sends no form of its own.
    task = form.task() if "narrow" in form.data else None
    guests.make_link(survey.pk, Purpose.TRANSLATE, language, task=task, by=by)


def _reviewers(survey: Survey, form: AskForm, by: User) -> None:
    kind, language = form.asked()
    guests.make_link(survey.pk, Purpose.COMMENT, language, asks_for=kind, by=by)


@requires(Permission.SURVEY_EDIT)
@require_POST
def guest_link_end(request, pk, link_pk):
    survey = survey_of(request, pk)
    link = get_object_or_404(survey.guest_links, pk=link_pk)
    guests.end_link(link.pk, by=request.user)
    messages.success(request, _("The link is ended. What came through it is kept."))
    translates = link.purpose == Purpose.TRANSLATE
    return _back(survey, link.language if translates else "")


@requires(Permission.SURVEY_EDIT)
@require_POST
def comment_move(request, pk, comment_pk):
    """Deal with a comment, or open it again."""
    survey = survey_of(request, pk)
    comment = get_object_or_404(survey.comments, pk=comment_pk)
    if request.POST.get("to") == "open":
        commenting.open_again(comment.pk, by=request.user)
    else:
        commenting.deal_with(comment.pk, by=request.user)
        messages.success(request, _("Dealt with. You find it under “Comments”."))
    if comment.question_id is None:
        return at(survey, "comments")
    return at(survey, f"question-{comment.question_id}")


def _back(survey: Survey, language: str):
    if language not in [*survey.languages, *survey.later_languages]:
        return at(survey, "comments")
    page = reverse("survey-translate", args=[survey.pk, language])
    return redirect(f"{page}#guests")
