from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from feedback.results import morning
from feedback.results.models import MorningWish
from studies.agencies.doors import public, requires
from studies.agencies.permissions import Permission
from studies.outreach import tokens
from studies.outreach.views.mailed import mailed_door


@requires(Permission.RESULTS_VIEW)
def morning_mail(request):
    """Each member asks for the numbers of each morning, or stops them, for themselves."""
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        morning.wish(request.member, is_wanted=wanted)
        said = _("You get the numbers each morning.") if wanted else _("Stopped.")
        messages.success(request, said)
        return redirect("morning-mail")
    ours = MorningWish.objects.within(request.agency).filter(member=request.member)
    context = {"wanted": ours.filter(is_wanted=True).exists()}
    return render(request, "results/morning.html", context)


def _wish(token: str) -> MorningWish | None:
    wish_id = tokens.morning_wish_of(token)
    rows = MorningWish.objects.select_related("member__agency")
    return rows.filter(pk=wish_id).first() if wish_id else None


@public("A member stops the numbers each morning; the token in the mail is the proof.")
@mailed_door(_wish)
def morning_stop(request, row):
    if request.method == "POST":
        row = morning.wish(row.member, is_wanted=False)
    return render(request, "results/morning_stop.html", {"stopped": not row.is_wanted})
