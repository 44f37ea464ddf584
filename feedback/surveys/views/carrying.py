"""Copies of a survey: beside it, or into another round of its study."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.carrying import carry_survey, other_rounds, since_then_by_class
from feedback.surveys.copying import copy_survey
from feedback.surveys.forms.carrying import CarryForm
from feedback.surveys.forms.small import CopyForm
from feedback.surveys.views.finding import survey_of
from feedback.surveys.views.publishing import rows_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


@requires(Permission.SURVEY_EDIT)
def survey_copy(request, pk):
    """Make a copy; on the same page a survey is carried into another round."""
    survey = survey_of(request, pk)
    title = _("Copy of %(title)s") % {"title": survey.title}
    form = CopyForm(request.POST or None, initial={"title": title[:160]})
    if request.method == "POST" and form.is_valid():
        copy = copy_survey(survey.pk, title=form.cleaned_data["title"], by=request.user)
        messages.success(request, _("This is the copy. The first one is unchanged."))
        return redirect("survey-edit", copy.pk)
    return _page(request, survey, form, CarryForm(rounds=other_rounds(survey)))


@requires(Permission.SURVEY_EDIT)
def survey_carry(request, pk):
    """Ask the same again in another round; the page to choose it is the copies'."""
    survey = survey_of(request, pk)
    if request.method != "POST":
        return redirect("survey-copy", survey.pk)
    form = CarryForm(request.POST, rounds=other_rounds(survey))
    if form.is_valid():
        try:
            new = carry_survey(
                survey.pk, round=form.cleaned_data["round"], by=request.user
            )
        except Refusal as refusal:
            form.add_error("round", refusal.message)
        else:
            messages.success(
                request,
                _("This is the survey for the other round. The first is unchanged."),
            )
            return redirect("survey-edit", new.pk)
    return _page(request, survey, CopyForm(), form)


def _page(request, survey, form, carry_form):
    context = {"survey": survey, "form": form, "carry_form": carry_form}
    return render(request, "surveys/survey_copy.html", context)


@requires(Permission.SURVEY_VIEW)
def survey_since(request, pk):
    """What a carried survey asks differently than in the round before."""
    survey = survey_of(request, pk)
    context = {
        "survey": survey,
        "before": survey.carried_from,
        "groups": rows_of(since_then_by_class(survey), {}),
    }
    return render(request, "surveys/survey_since.html", context)
