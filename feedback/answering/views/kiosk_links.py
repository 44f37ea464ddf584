from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import actions as partners

LONGEST_LABEL = 80


@requires(Permission.PARTNER_EDIT)
@require_POST
def survey_kiosk(request, pk):
    """Make the address of a shared screen that belongs to no partner."""
    ours = Survey.objects.within(request.agency).current()
    survey = get_object_or_404(ours, pk=pk)
    label = request.POST.get("label", "")[:LONGEST_LABEL] or _("Shared screen")
    link = partners.make_link(
        survey.activity_id, label=label, is_kiosk=True, by=request.user
    )
    messages.success(
        request, _("The address works from now on. Open it on the screen.")
    )
    return redirect("link", link.pk)
