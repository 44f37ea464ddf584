"""Contact people and places of a partner."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import contacts, sites
from studies.partners.forms.contacts import ContactForm, SiteForm, SiteNamesForm
from studies.partners.models import Partner, PartnerContact


@requires(Permission.PERSON_READ)
@done_once
def partner_contacts(request, pk):
    """Names and addresses in clear, so each look is kept in the log."""
    partner = _partner(request, pk)
    may_edit = request.member.may(Permission.PERSON_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    first = {"language": next(iter(partner.languages), "en")}
    form = ContactForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.add(partner.pk, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, _("Contact person added."))
            return redirect("partner-contacts", partner.pk)
    context = {
        "partner": partner,
        "contacts": contacts.read(partner, by=request.user),
        "form": form if may_edit else None,
    }
    return render(request, "partners/contacts.html", context)


@requires(Permission.PERSON_EDIT)
def partner_contact(request, pk, contact_pk):
    partner = _partner(request, pk)
    row = get_object_or_404(partner.contacts, pk=contact_pk)
    if request.POST.get("act") == "remove":
        contacts.remove(row.pk, by=request.user)
        messages.success(request, _("Erased for good."))
        return redirect("partner-contacts", partner.pk)
    form = ContactForm(request.POST or None, initial=_there(row))
    if request.method == "POST" and form.is_valid():
        try:
            contacts.change(row.pk, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner-contacts", partner.pk)
    context = {"partner": partner, "form": form}
    return render(request, "partners/contact.html", context)


def _there(row: PartnerContact) -> dict[str, str]:
    return {name: getattr(row, name) for name in ContactForm.base_fields}


@require_POST
@requires(Permission.PARTNER_EDIT)
def partner_site(request, pk):
    """Add a place, or put one away; links that it has go on."""
    partner = _partner(request, pk)
    if "archive" in request.POST:
        known = partner.sites.filter(pk=_number(request.POST["archive"]))
        sites.archive(get_object_or_404(known).pk, by=request.user)
        messages.success(request, _("Archived. Its links still work."))
        return redirect("partner", partner.pk)
    form = SiteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Nothing was added. Write the name of the place."))
        return redirect("partner", partner.pk)
    try:
        sites.add(partner.pk, name=form.cleaned_data["name"], by=request.user)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Place added. Now make its links."))
    return redirect("partner", partner.pk)


@requires(Permission.PARTNER_EDIT)
def partner_site_names(request, pk, site_pk):
    partner = _partner(request, pk)
    site = get_object_or_404(partner.sites.select_related("partner"), pk=site_pk)
    form = SiteNamesForm(request.POST or None, site=site)
    if request.method == "POST" and form.is_valid():
        name, names = form.cleaned_data["name"], form.names
        try:
            sites.change(site.pk, name=name, names=names, by=request.user)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner", partner.pk)
    context = {"partner": partner, "site": site, "form": form}
    return render(request, "partners/site_names.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _partner(request, pk) -> Partner:
    return get_object_or_404(Partner.objects.within(request.agency), pk=pk)
