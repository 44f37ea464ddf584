"""Where somebody on the team takes answers in: from paper, by phone, on a screen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import actions as partners
from studies.partners import links, short_codes
from studies.partners.models.link import InviteLinkQuerySet

A_PAGE = 25
LONGEST_LABEL = 80


@requires(Permission.RESPONSE_ADD)
def taking_list(request):
    """The surveys that take answers, those that people can answer now first."""
    ours = Survey.objects.within(request.agency).current().published()
    related = ours.select_related("activity__round__study")
    page = Paginator(related, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "answering/taking_list.html", {"page": page})


@requires(Permission.RESPONSE_ADD)
@done_once
def survey_kiosk(request, pk):
    """The addresses of shared screens; a POST makes or ends one of no partner.

    Whoever may set such a screen up may end it: a tablet is stolen on a Sunday.
    """
    ours = Survey.objects.within(request.agency).current()
    related = ours.select_related("activity__agency", "activity__round__study")
    survey = get_object_or_404(related, pk=pk)
    screens = survey.activity.invite_links.kiosks()
    if "end" in request.POST:
        return _end(request, survey, screens.filter(partner=None))
    if request.method == "POST":
        label = request.POST.get("label", "").replace("\x00", "")
        label = label.strip()[:LONGEST_LABEL] or _("Shared screen")
        partners.make_link(
            survey.activity_id, label=label, is_kiosk=True, by=request.user
        )
        messages.success(
            request, _("The address works from now on. Open it on the screen.")
        )
        return redirect("survey-kiosk", survey.pk)
    rows = screens.select_related("partner", "site")
    works = rows.with_partnership().filter(revoked_at=None).order_by("-pk")
    kiosks = [
        (link, links.url(link), short_codes.in_words(link))
        for link in works
        if link.works
    ]
    context = {"survey": survey, "kiosks": kiosks, "go": short_codes.address()}
    return render(request, "answering/survey_kiosk.html", context | {"here": "kiosk"})


def _end(request, survey: Survey, ours: InviteLinkQuerySet):
    wanted = [link for link in ours if str(link.pk) == request.POST["end"]]
    for link in wanted:
        partners.revoke_link(link.pk, by=request.user)
        messages.success(
            request,
            _("“%(screen)s” takes no more answers. Those so far are kept.")
            % {"screen": link},
        )
    return redirect("survey-kiosk", survey.pk)
