"""What a partner may do with the saved link alone: look, print, copy."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from cxstudio.refusal import Refusal
from studies.agencies.doors import public
from studies.partner_page import reading
from studies.partner_page.views import Visit, partner_door, unknown
from studies.partners import prints
from studies.partners.forms import PrintForm

# What was done last, as the page says it.
SAID = ("accepted", "linked", "told", "changed")


@public("A partner keeps this address; the token in it is the proof.")
@partner_door()
def home(request, visit: Visit):
    """Their study; a list where there are several."""
    rows = visit.page.partner.partnerships.with_terms()
    rows = list(rows.filter(study__archived_at=None).order_by("-since", "pk"))
    if len(rows) == 1:
        return redirect(f"{visit.root}study/{rows[0].study.slug}/{_query(request)}")
    titles = [(row.study.slug, reading.title(row.study)) for row in rows]
    context = {"studies": titles} | visit.frame()
    return render(request, "partner_page/home.html", context)


def _query(request) -> str:
    return f"?lang={get_language()}" if "lang" in request.GET else ""


@public("A partner keeps this address; the token in it is the proof.")
@partner_door()
def study(request, visit: Visit):
    said = request.GET.get("said", "")
    context = visit.frame() | reading.study(visit.partnership)
    context["said"] = said if said in SAID else ""
    return render(request, "partner_page/study.html", context)


@public("A partner prints its own flyers; the token in the address is the proof.")
@partner_door()
def print_link(request, visit: Visit, link_pk):
    """A sheet as a PDF file, or the form that asks what to print."""
    found = reading.shared_links(visit.partnership)
    link = next((one for one in found if one.pk == link_pk), None)
    if link is None or link.is_kiosk:
        return unknown(request)
    asks = "kind" in request.GET
    ready = {"kind": "flyer", "paper": "letter", "languages": _languages(link)}
    form = PrintForm(request.GET if asks else None, link=link, initial=ready)
    if asks and form.is_valid():
        try:
            return _pdf(link, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "link": link} | visit.frame()
    return render(request, "partner_page/print.html", context)


def _languages(link) -> list[str]:
    return [link.language] if link.language else link.activity.languages_ready[:2]


def _pdf(link, asked: dict) -> HttpResponse:
    answer = HttpResponse(prints.pdf(link, **asked), content_type="application/pdf")
    name = prints.file_name(link, **asked)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
