from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.results import judging, unusual
from feedback.results.views.responses import BESIDE, first_words
from feedback.results.views.summary import survey_or_404
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

PER_PAGE = 20
# Beyond these, the list of single responses shows who was left out.
LEFT_OUT_SHOWN = 100


@requires(Permission.RESPONSE_READ)
def look_again(request, pk):
    """Responses with something unusual; one of the team judges each."""
    survey = survey_or_404(request, pk)
    rows, twins = unusual.unusual(survey)
    page = Paginator(rows.select_related(*BESIDE), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "survey": survey,
        "page": page,
        "lines": [
            (row, unusual.reasons(row, twins), first_words(row))
            for row in page.object_list
        ],
        "left_out": unusual.left_out(survey)[:LEFT_OUT_SHOWN],
    }
    return render(request, "results/look_again.html", context)


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def judge(request, pk, response_id):
    survey = survey_or_404(request, pk)
    row = get_object_or_404(survey.responses.ended(), pk=response_id)
    leaves_out = request.POST.get("verdict") == "leave_out"
    reason = request.POST.get("reason", "")
    try:
        judging.judge(row.pk, leaves_out=leaves_out, reason=reason, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        left = _("Left out. You can count it again at any time.")
        messages.success(request, left if leaves_out else _("It counts."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("survey-response", pk, response_id)
