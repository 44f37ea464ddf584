from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import observations
from studies.partners.forms.observations import ObservationForm
from studies.partners.models import Observation

PER_PAGE = 50


@requires(Permission.EVIDENCE_VIEW)
@done_once
def observation_list(request):
    """What staff noticed, newest first; writing one down is a POST to the same page."""
    may_write = request.member.may(Permission.OBSERVATION_ADD)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = ObservationForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid() and _written(request, form):
        return redirect("observation-list")
    put_away = request.GET.get("show") == "archived"
    ours = Observation.objects.within(request.agency)
    rows = (ours.archived() if put_away else ours.current()).select_related(
        "office", "study", "written_by"
    )
    edits = request.member.may(Permission.EVIDENCE_EDIT)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, edits or _wrote(request, row)) for row in page.object_list],
        "put_away": put_away,
        "form": form if may_write and not put_away else None,
    }
    return render(request, "partners/observations.html", context)


def _written(request, form: ObservationForm) -> bool:
    try:
        observations.write(request.agency, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(
            "seen_on" if refusal.code == "not_yet" else "text", refusal.message
        )
        return False
    messages.success(request, _("Written down, apart from what customers said."))
    return True


@requires(Permission.OBSERVATION_ADD)
@require_POST
def observation_archive(request, pk):
    """Whoever wrote it puts it away and brings it back, and so do designers."""
    row = get_object_or_404(Observation.objects.within(request.agency), pk=pk)
    may = request.member.may(Permission.EVIDENCE_EDIT) or _wrote(request, row)
    if not may:
        raise PermissionDenied
    back = row.archived_at is not None
    observations.archive(row.pk, by=request.user, back=back)
    messages.success(request, _("Back on the list.") if back else _("Archived."))
    return redirect("observation-list")


def _wrote(request, row: Observation) -> bool:
    return row.written_by_id == request.user.pk and request.member.may(
        Permission.OBSERVATION_ADD
    )
