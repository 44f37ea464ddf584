"""Trying a survey out before it is asked: practice mode and pilot links."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.answering import practice
from feedback.answering.views.preview import survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import actions as partners
from studies.partners.models import InviteLink

MOVES = {
    "begin": (practice.begin, gettext_lazy("Practice mode. No answer counts.")),
    "leave": (practice.leave, gettext_lazy("Answers count from now on.")),
}


@requires(Permission.SURVEY_PUBLISH)
@require_POST
def survey_practice(request, pk):
    """Begin or leave practice mode, or throw its answers away."""
    survey, to = survey_of(request, pk), request.POST.get("to", "")
    try:
        if to == "throw":
            gone = practice.throw_away(survey.pk, by=request.user)
            text = ngettext(
                "%(n)d practice answer is gone.",
                "%(n)d practice answers are gone.",
                gone,
            )
            messages.success(request, text % {"n": gone})
        elif to in MOVES:
            move, said = MOVES[to]
            move(survey.pk, by=request.user)
            messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return _back(survey)


@requires(Permission.SURVEY_PUBLISH)
@require_POST
def survey_pilot(request, pk):
    """Make the link for people who try the questions out, or end it."""
    survey = survey_of(request, pk)
    if request.POST.get("to") == "end":
        links = InviteLink.objects.pilot().filter(activity=survey.activity_id)
        for link_id in links.filter(revoked_at=None).values_list("pk", flat=True):
            partners.revoke_link(link_id, by=request.user)
        messages.success(request, _("The pilot link has ended. Its answers are kept."))
    else:
        partners.pilot_link(survey.activity_id, by=request.user)
    return _back(survey)


def _back(survey):
    return redirect(reverse("survey-publish", args=[survey.pk]) + "#trying")
