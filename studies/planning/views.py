from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.planning import actions as planning
from studies.planning.forms import NewStudyForm


@requires(Permission.STUDY_EDIT)
@done_once
def study_new(request):
    form = NewStudyForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid():
        try:
            study = planning.create_study(
                agency=request.agency,
                service_name=form.cleaned_data["service"],
                title=form.cleaned_data["title"],
                launch_on=form.cleaned_data["launch_on"],
                must_hear=form.cleaned_data["must_hear"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error("launch_on", refusal.message)
        else:
            messages.success(
                request,
                _("Three rounds are planned. All is practice until you press Start."),
            )
            return redirect("study-board", study.slug)
    return render(request, "planning/study_new.html", {"form": form})
