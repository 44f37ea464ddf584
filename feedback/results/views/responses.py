from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.answering import codes
from feedback.answering.models import SurveyResponse
from feedback.results import comments, judging, marking, unusual
from feedback.results.agreed import read_consent
from feedback.results.asked import asked
from feedback.results.forms import ResponseSearch
from feedback.results.reading import not_shown, read_answers, read_values
from feedback.results.summary import documents_of_survey
from feedback.results.views.summary import survey_or_404
from feedback.safety.models import SafetyFlag
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

PER_PAGE = 50
BESIDE = ("version", "partner", "participant")


@requires(Permission.RESPONSE_READ)
def responses(request, pk):
    survey = survey_or_404(request, pk)
    form = ResponseSearch(request.GET, survey=survey)
    rows = form.narrow(survey).select_related(*BESIDE)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row, first_words(row)) for row in page.object_list]
    context = {"survey": survey, "form": form, "page": page, "lines": lines}
    return render(request, "results/responses.html", context)


def first_words(response: SurveyResponse) -> str:
    """What the person wrote first, masked, to tell one response from another."""
    written = (answer.own for answer in read_answers(response) if answer.own)
    return next(written, "")


@requires(Permission.RESPONSE_READ)
def response(request, pk, response_id):
    survey = survey_or_404(request, pk)
    rows = survey.responses.ended().select_related("version", "partner", "participant")
    row = get_object_or_404(rows, pk=response_id)
    context = {
        "survey": survey,
        "response": row,
        "answers": read_answers(row),
        "not_shown": not_shown(row),
        "agreed": read_consent(row),
        "calculated": read_values(row),
        "marked": {key for _id, key in marking.marked([row.pk])},
        "may_mark": _may_mark(request, survey, is_practice=row.is_practice),
        "judgments": row.judgments.select_related("judged_by"),
        "may_judge": _may_judge(request, row),
        "is_replaced": row.is_left_out and judging.is_replaced(row),
        "reasons": unusual.reasons(row, set()),
    } | _worries(row)
    return render(request, "results/response.html", context)


def _worries(row: SurveyResponse) -> dict[str, object]:
    """Whether words may ask for help, and where they stand if they came on paper."""
    flags = SafetyFlag.objects.open().filter(response=row.pk)
    keys = set(flags.values_list("question_key", flat=True))
    is_on_paper = bool(keys) and row.mode == SurveyResponse.Mode.PAPER
    return {
        "flags": bool(keys),
        "sheet": codes.receipt_code(row.pk) if is_on_paper else "",
        "is_left_off": not keys <= row.answers.keys(),
    }


@requires(Permission.RESPONSE_READ)
def comments_of(request, pk, key):
    survey = survey_or_404(request, pk)
    questions = asked(documents_of_survey(survey), get_language())
    question = next((q for q in questions if q.key == key), None)
    if question is None:
        raise Http404
    form = ResponseSearch(request.GET, survey=survey)
    page = comments.page_of_comments(
        form.narrow(survey), key, page=request.GET.get("page"), per_page=PER_PAGE
    )
    kept = marking.marked([comment.response_id for comment in page.object_list])
    context = {
        "survey": survey,
        "question": question,
        "form": form,
        "page": page,
        "marked": {response_id for response_id, at in kept if at == key},
        "may_mark": _may_mark(request, survey),
    }
    return render(request, "results/comments.html", context)


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def mark(request, pk, response_id, key):
    survey = survey_or_404(request, pk)
    row = get_object_or_404(survey.responses.ended(), pk=response_id)
    try:
        marking.mark(row.pk, key, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved as what people said."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("survey-response", pk, response_id)


def _may_judge(request, response: SurveyResponse) -> bool:
    return request.member.may(Permission.EVIDENCE_EDIT) and not response.is_practice


def _may_mark(request, survey, *, is_practice: bool = False) -> bool:
    may = request.member.may(Permission.EVIDENCE_EDIT)
    return may and survey.activity.round_id is not None and not is_practice
