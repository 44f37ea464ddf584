from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys import starting
from feedback.surveys.drafting import create_survey
from feedback.surveys.forms.survey import NewSurveyForm, rounds_of
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import language_name

A_PAGE = 25


@requires(Permission.SURVEY_VIEW)
def survey_list(request):
    """The agency's surveys, newest first; archived ones have a page of their own."""
    archived = request.GET.get("archived") == "1"
    ours = Survey.objects.within(request.agency)
    rows = ours.archived() if archived else ours.current()
    related = rows.with_answers().select_related("activity__round__study")
    related = related.order_by("-pk")  # counting drops the model's own order
    page = Paginator(related, A_PAGE).get_page(request.GET.get("page"))
    for survey in page.object_list:
        codes = [survey.source_language, *survey.languages]
        survey.language_names = [language_name(code) for code in codes]
    return render(
        request, "surveys/survey_list.html", {"page": page, "archived": archived}
    )


@requires(Permission.SURVEY_EDIT)
def survey_new(request):
    """One page: a title, a promise, and where the questions come from."""
    round_ = None
    if request.GET.get("round", "").isdecimal():
        round_ = get_object_or_404(rounds_of(request.agency), pk=request.GET["round"])
    form = NewSurveyForm(request.POST or None, agency=request.agency, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            survey = _begin(request, form)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _go_on(form, survey)
    return render(request, "surveys/survey_new.html", {"form": form})


def _begin(request, form: NewSurveyForm) -> Survey:
    data = form.cleaned_data
    common = {
        "agency": request.agency,
        "title": data["title"],
        "anonymous": data["kept"] == "anonymous",
        "round": data["round"],
        "source_language": data["source_language"],
        "by": request.user,
    }
    starter = starting.starters().get(data["start"])
    if starter is None:
        return create_survey(**common)
    leave_out = data.get(f"{starter.key}-leave_out", False)
    survey = starting.start_from(
        starter, words=form.words(), leave_out=leave_out, **common
    )
    messages.success(
        request, _("Your survey is here as a draft. Say what it is for, next.")
    )
    return survey


def _go_on(form: NewSurveyForm, survey: Survey):
    if form.cleaned_data["start"] != "paste":
        return redirect("survey-edit", survey.pk)
    response = redirect("survey-paste", survey.pk)
    if form.cleaned_data["text"].strip():
        # 307 sends the text on with the same POST, so that nothing has to keep it.
        response.status_code = 307
    return response
