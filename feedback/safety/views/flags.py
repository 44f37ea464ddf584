from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.safety import actions as safety
from feedback.safety.models import SafetyFlag
from feedback.surveys.models import Question
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

PER_PAGE = 50
BESIDE = (
    "closed_by",
    "survey__activity__round__study__safety_owner__user",
)


@requires(Permission.RESPONSE_READ)
def may_need_help(request):
    """Answers in which somebody may need help, the oldest open ones first."""
    ours = SafetyFlag.objects.within(request.agency)
    is_closed = "closed" in request.GET
    rows = ours.exclude(state="open") if is_closed else ours.open()
    order = ["-closed_on", "pk"] if is_closed else ["raised_on", "pk"]
    rows = rows.select_related(*BESIDE).order_by(*order)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = _labels(page.object_list)
    context = {
        "page": page,
        "is_closed": is_closed,
        "rows": [
            (flag, labels.get((flag.survey_id, flag.question_key), flag.question_key))
            for flag in page.object_list
        ],
    }
    return render(request, "safety/flags.html", context)


def _labels(flags: QuerySet) -> dict[tuple[int, str], str]:
    """What the questions say now, in one query."""
    rows = Question.objects.filter(
        survey__in={flag.survey_id for flag in flags},
        key__in={flag.question_key for flag in flags},
    )
    return {(row.survey_id, row.key): row.label for row in rows}


@require_POST
@requires(Permission.RESPONSE_READ)
def close(request, flag_id):
    ours = SafetyFlag.objects.within(request.agency)
    flag = get_object_or_404(ours, pk=flag_id)
    try:
        is_closed = safety.close(
            flag.pk, note=request.POST.get("note", ""), by=request.user
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if is_closed:
            messages.success(request, _("Closed. What was done is kept."))
        else:
            messages.info(request, _("It was closed before. That note is kept."))
    return redirect("may-need-help")
