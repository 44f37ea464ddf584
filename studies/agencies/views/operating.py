from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cxstudio import guessing
from cxstudio.refusal import Refusal
from studies.agencies import opening
from studies.agencies.doors import operators_only, signed_in
from studies.agencies.forms import AgencyForm
from studies.agencies.models import Agency


@operators_only
def operate(request):
    """The agencies by name and size, and a form for one more; no look inside."""
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        try:
            invitation = opening.create_agency(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            text = _("%(agency)s is open. %(email)s gets a link to join by e-mail.")
            shown = {"agency": invitation.agency, "email": invitation.email}
            messages.success(request, text % shown)
            return redirect("operate")
    here = Count("members", filter=Q(members__ended_at=None))
    agencies = Agency.objects.annotate(member_count=here)
    context = {
        "form": form,
        "agencies": agencies,
        "guessed_at": guessing.last_alarm(),
    }
    return render(request, "agencies/operate.html", context)


@signed_in
def no_agency(request):
    """For somebody with an account whom no agency has, or has any more."""
    return render(request, "agencies/no_agency.html")
