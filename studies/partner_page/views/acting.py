"""What a contact person of a partner may do, once they typed a mailed code."""

from django.shortcuts import render
from django.utils.translation import get_language

from cxstudio.refusal import Refusal
from studies.agencies.doors import public
from studies.partner_page import own_links, problems, reading
from studies.partner_page.forms import AcceptForm, OwnLinkForm, ProblemForm
from studies.partner_page.views import Visit, partner_door
from studies.partners import contacts, partnerships, terms_texts
from studies.partners.forms.contacts import ContactForm
from studies.partners.models import Partnership


@public("A contact person of a partner accepts terms; a mailed code is the proof.")
@partner_door(asks_code=True)
def accept(request, visit: Visit):
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _accept(visit, request.POST.get("terms", ""), form)
            return visit.back("accepted")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    partnership = visit.partnership
    row = Partnership.objects.with_terms().get(pk=partnership.pk)
    if not row.waits:
        return visit.back()
    context = {"form": form, "partnership": row, "terms": row.newest}
    context["lines"] = terms_texts.lines(row.newest, get_language())
    context["title"] = reading.title(row.study)
    return render(request, "partner_page/accept.html", context | visit.frame())


def _accept(visit: Visit, sent: str, form: AcceptForm) -> None:
    """Yes to the terms that stood on the page, which may have changed since."""
    read = [one for one in visit.partnership.terms.all() if str(one.pk) == sent]
    terms = read[0] if read else visit.partnership.newest
    if terms is None:
        return
    partnerships.accept(
        terms.pk,
        name=form.cleaned_data["name"],
        language=get_language(),
        contact=visit.contact,
    )


@public("A contact person of a partner makes a link; a mailed code is the proof.")
@partner_door(asks_code=True)
def link(request, visit: Visit):
    surveys = reading.activities(visit.partnership)
    partner = visit.page.partner
    form = OwnLinkForm(request.POST or None, activities=surveys, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            own_links.make(visit.partnership, form.cleaned_data["activity"], form.place)
            return visit.back("linked")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "has_surveys": bool(surveys)} | visit.frame()
    return render(request, "partner_page/link.html", context)


@public("A contact person of a partner tells of a problem; a mailed code is the proof.")
@partner_door(asks_code=True)
def problem(request, visit: Visit):
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            problems.tell(
                visit.page.partner,
                visit.partnership.study,
                text=form.cleaned_data["text"],
                language=get_language(),
                contact=visit.contact,
            )
            return visit.back("told")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    return render(request, "partner_page/problem.html", {"form": form} | visit.frame())


@public("A contact person changes what we have of them; a mailed code is the proof.")
@partner_door(asks_code=True)
def contact(request, visit: Visit):
    there = {name: getattr(visit.contact, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=there)
    form.fields["email"].required = True  # without it they could not come back
    if request.method == "POST" and form.is_valid():
        try:
            contacts.change(visit.contact.pk, by=None, **form.cleaned_data)
            return visit.back("changed")
        except Refusal as refusal:
            form.add_error("email", refusal.message)
    return render(request, "partner_page/contact.html", {"form": form} | visit.frame())
