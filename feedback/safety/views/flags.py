from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.safety import actions as safety
from feedback.safety.cards import cards
from feedback.safety.models import SafetyFlag
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

PER_PAGE = 50


@requires(Permission.RESPONSE_READ)
def may_need_help(request):
    """People who may need help, those who have waited longest first."""
    is_closed = "closed" in request.GET
    page = cards(
        request.agency,
        is_closed=is_closed,
        page=request.GET.get("page"),
        most=PER_PAGE,
    )
    return render(request, "safety/flags.html", {"page": page, "is_closed": is_closed})


@require_POST
@requires(Permission.RESPONSE_READ)
def close(request, response_id):
    ours = SafetyFlag.objects.within(request.agency)
    if not ours.filter(response=response_id).exists():
        raise Http404
    try:
        is_closed = safety.close(
            response_id, note=request.POST.get("note", ""), by=request.user
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if is_closed:
            messages.success(request, _("Closed. What was done is kept."))
        else:
            messages.info(request, _("It was closed before. That note is kept."))
    return redirect("may-need-help")
