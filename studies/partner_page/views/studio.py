"""A partner's page, as the team gives it out and takes it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partner_page import codes, problems, saved_links
from studies.partner_page.forms.studio import PageLanguageForm
from studies.partner_page.models import PartnerPage, PartnerProblem
from studies.partners.models import Partner

# All that may be open (see `problems.MOST_OPEN`), and the last that were settled.
SHOWN = 2 * problems.MOST_OPEN


@requires(Permission.PARTNER_VIEW)
def partner_page(request, pk):
    """Its address, which opens only to look; who may edit may make and end it."""
    partner = get_object_or_404(Partner.objects.within(request.agency), pk=pk)
    may_edit = request.member.may(Permission.PARTNER_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    page = PartnerPage.objects.filter(partner=partner).first()
    first = {"language": page.language if page else _usual(partner)}
    form = PageLanguageForm(request.POST or None, initial=first)
    if request.method == "POST" and _acted(request, partner, page, form):
        return redirect("partner-page", partner.pk)
    context = {
        "partner": partner,
        "partner_page": page,
        "address": saved_links.address(page) if page and page.works else "",
        "form": form if may_edit else None,
        "problems": _problems(request, partner),
        "is_guessed_at": page is not None and codes.is_guessed_at(page),
    }
    return render(request, "partners/page.html", context)


def _problems(request, partner: Partner) -> QuerySet[PartnerProblem]:
    """Open ones first, of which there are never more than fit; then the newest."""
    rows = PartnerProblem.objects.within(request.agency).filter(partner=partner)
    settled = F("settled_at").desc(nulls_first=True)
    return rows.select_related("study").order_by(settled, "-told_at", "-pk")[:SHOWN]


def _usual(partner: Partner) -> str:
    """The partner's own language before the agency's."""
    spoken = [code for code in partner.languages if code != "en"] + ["en"]
    known = dict(PageLanguageForm.base_fields["language"].choices)
    return next(code for code in spoken if code in known)


def _acted(
    request, partner: Partner, page: PartnerPage | None, form: PageLanguageForm
) -> bool:
    act = request.POST.get("act", "")
    if act == "settle":
        ours = PartnerProblem.objects.within(request.agency).filter(partner=partner)
        number = request.POST.get("problem", "")
        known = number if number.isdecimal() and len(number) < 18 else 0
        problems.settle(get_object_or_404(ours, pk=known).pk, by=request.user)
        messages.success(request, _("Settled."))
        return True
    if act == "revoke" and page:
        saved_links.revoke(page.pk, by=request.user)
        messages.success(
            request,
            _("The address has ended. To give them a page again, make a new address."),
        )
        return True
    if not form.is_valid():
        return False
    language = form.cleaned_data["language"]
    if act == "speak" and page:
        saved_links.speak(page.pk, language, by=request.user)
        messages.success(request, _("Saved."))
    else:
        saved_links.make(partner.pk, language=language, by=request.user)
        messages.success(
            request, _("The address works from now on. Send it to your contact there.")
        )
    return True
