"""What a partner and we agree on for one study."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import partnerships
from studies.partners.forms.terms import TermsForm
from studies.partners.models import Partner, Partnership
from studies.people import access
from studies.people.models import AccessLog, Where
from studies.planning.models import Study


@requires(Permission.PARTNER_EDIT)
def partner_study_choose(request, pk):
    """From the list of studies to the terms of the one that was chosen."""
    partner = _partner(request, pk)
    ours = Study.objects.within(request.agency)
    study = get_object_or_404(ours, slug=request.GET.get("study", ""))
    return redirect("partner-study", partner.pk, study.slug)


@requires(Permission.PARTNER_VIEW)
@done_once
def partner_study(request, pk, slug):
    """The terms of one study: as they stand, as they were, offered anew, or ended."""
    partner = _partner(request, pk)
    ours = Study.objects.within(request.agency).select_related("agency")
    study = get_object_or_404(ours, slug=slug)
    may_edit = request.member.may(Permission.PARTNER_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    row = partner.partnerships.with_terms().filter(study=study).first()
    offers = request.POST.get("act") == "offer"
    form = TermsForm(
        request.POST if offers else None,
        partner=partner,
        study=study,
        newest=row.newest if row else None,
    )
    if request.method == "POST" and _acted(request, partner, study, row, form):
        return redirect("partner-study", partner.pk, study.slug)
    context = {
        "partner": partner,
        "study": study,
        "partnership": row,
        "form": form if may_edit else None,
        "has_names": _has_names(request, row),
        "names_shown": _shows_names(request, row),
    }
    return render(request, "partners/partner_study.html", context)


def _acted(
    request,
    partner: Partner,
    study: Study,
    row: Partnership | None,
    form: TermsForm,
) -> bool:
    """Whether a button did what it says; else the form says what is amiss."""
    if request.POST.get("act") == "end" and row:
        partnerships.end(row.pk, by=request.user)
        messages.success(
            request,
            _(
                "Ended. Their links start nothing new from now on; whoever has begun "
                "may finish. To go on, offer terms again."
            ),
        )
        return True
    if not form.is_valid():
        return False
    try:
        partnerships.offer(partner.pk, study.pk, form.offer(), by=request.user)
    except Refusal as refusal:
        form.add_error("until_on", refusal.message)
        return False
    messages.success(
        request, _("Offered. They read the terms on their page, and accept them there.")
    )
    return True


def _has_names(request, row: Partnership | None) -> bool:
    """Whether there is a name to show, and they may read it."""
    accepted = row and any(terms.accepted_at for terms in row.terms.all())
    return bool(accepted and request.member.may(Permission.PERSON_READ))


def _shows_names(request, row: Partnership | None) -> bool:
    """Who accepted is contact data: to read it needs a grant and a press, and leaves a
    line."""
    if not (_has_names(request, row) and "contacts" in request.GET):
        return False
    access.log(
        AccessLog.Act.READ,
        agency=request.agency,
        by=request.user,
        people=1,
        about=Where.PARTNER,
    )
    return True


def _partner(request, pk) -> Partner:
    return get_object_or_404(Partner.objects.within(request.agency), pk=pk)
