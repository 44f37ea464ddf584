from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studies.agencies import archiving
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

# Enough to find what was archived lately; each list has the rest under its filter.
SHOWN = 25


@requires(Permission.STUDY_VIEW)
def archived_list(request):
    """Everything that the agency has archived, by kind, with the way back."""
    kinds = []
    for model_admin in _archivable(request):
        rows = list(model_admin.get_queryset(request).archived()[:SHOWN])
        if rows:
            kinds.append(_kind(request, model_admin, rows))
    return render(request, "studio/archived.html", {"kinds": kinds})


@requires(Permission.STUDY_VIEW)
@require_POST
def bring_back(request, kind, pk):
    admins = {one.opts.model_name: one for one in _archivable(request)}
    if kind not in admins or not admins[kind].has_archive_permission(request):
        raise Http404
    model_admin = admins[kind]
    row = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    archiving.bring_back([model_admin.kept_in(row)], by=request.user)
    messages.success(request, _("“%(row)s” is back.") % {"row": row})
    return redirect("archived-list")


def _archivable(request):
    return [
        one
        for one in admin.site._registry.values()
        if one.can_archive and one.has_view_permission(request)
    ]


def _kind(request, model_admin, rows: list) -> dict:
    return {
        "name": model_admin.opts.model_name,
        "title": capfirst(model_admin.opts.verbose_name_plural),
        "rows": [
            {"pk": row.pk, "text": str(row), "at": model_admin.kept_in(row).archived_at}
            for row in rows
        ],
        "may_bring_back": model_admin.has_archive_permission(request),
    }
