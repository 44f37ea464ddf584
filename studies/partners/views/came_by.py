from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import introductions
from studies.partners.forms.came_by import CameByForm
from studies.partners.models import Partner
from studies.people.models import Participant


@requires(Permission.PERSON_EDIT)
def participant_came_by(request, slug, participant_number):
    """By which partners somebody came: for the team alone."""
    rows = Participant.objects.within(request.agency).select_related("study")
    row = get_object_or_404(rows, study__slug=slug, number=participant_number)
    came = introductions.came_by([row.pk]).get(row.pk)
    before = [came.first, *came.others] if came else []
    ours = Partner.objects.within(request.agency).filter(partnerships__study=row.study)
    form = None
    if ours:
        posted = request.POST if request.method == "POST" else None
        form = CameByForm(posted, partners=ours, initial={"partners": before})
    if form is not None and form.is_valid():
        introductions.note(row.pk, form.cleaned_data["partners"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("participant-came-by", slug, participant_number)
    context = {"participant": row, "study": row.study, "came": came, "form": form}
    return render(request, "partners/came_by.html", context)
