"""The page of somebody who asked to be asked again. Its link was mailed to them."""

import logging
import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxstudio import guessing
from cxstudio.browser_counts import BrowserCount
from cxstudio.refusal import Refusal
from studies.agencies.doors import public
from studies.outreach import stopping, tokens
from studies.people import kept_replies, panel
from studies.people.forms.panel import WishesForm
from studies.people.models import PanelMember, Person
from studies.wording.agency_face import face

# A link holds 128 bits; this slows whoever tries by hand, and never a shared address.
MOST_WRONG, WITHIN_SECONDS = 10, 5 * 60
WRONG = BrowserCount("cx_wrong_links", WITHIN_SECONDS)

log = logging.getLogger(__name__)


@public("Whoever got our letter says how we may ask; the token in it is the proof.")
@csrf_exempt  # the token is the proof, and a right one gets no cookie
@never_cache
@kept_replies.at_an_address
def again(request, token):
    """Opening it changes nothing, because mail scanners open links; a tap does."""
    member = None if _must_wait(request) else _member(token)
    if member is None:
        return _nobody(request)
    saves = request.POST.get("act") == "save"
    form = WishesForm(
        request.POST if saves else None, member=member, now=timezone.now()
    )
    if request.method == "POST" and (answer := _acted(request, member, form)):
        return answer
    context = {
        "form": form,
        "member": member,
        "said": request.GET.get("said", "") if request.method == "GET" else "",
        "stopped": stopping.has_stopped(member.person_id),
    }
    return render(request, "outreach/again.html", context | _frame(member))


def _acted(
    request: HttpRequest, member: PanelMember, form: WishesForm
) -> HttpResponse | None:
    """What a button of the page does; None where the page has to say what is amiss."""
    act = request.POST.get("act", "")
    if act == "remove":
        return _erased(member.person_id)
    said = _save(member, form) if act == "save" else _move(act, member.person_id)
    if not said:
        return None
    asked = {"said": said, "lang": translation.get_language()}
    return redirect(f"{request.path}?{urlencode(asked)}")


def _move(act: str, person_id: uuid.UUID) -> str:
    """Returns what the page tells after it."""
    if act == "yes":
        panel.say_yes(person_id)
        return "yes"
    if act == "leave":
        panel.leave(person_id)
        return "left"
    if act == "messages":
        stopping.want_messages(person_id)
        return "messages"
    return ""


def _save(member: PanelMember, form: WishesForm) -> str:
    if not form.is_valid():
        return ""
    try:
        panel.save_wishes(member.person_id, form.wishes())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return ""
    return "saved"


@public("The owner of an address that somebody else typed has it erased at once.")
@csrf_exempt  # the button of a mail program (RFC 8058) posts without our cookie
@never_cache
def again_remove(request, token):
    person = None if _must_wait(request) else _person(token)
    if person is None:
        return _nobody(request)
    if request.method == "POST":
        if request.POST.get("act") == "never":
            stopping.stop_messages(person.pk)
        return _erased(person.pk)
    return render(request, "outreach/again_remove.html", _frame(person))


@public("Says that an address is erased; it knows nobody's.")
def again_erased(request):
    return render(request, "outreach/again_erased.html")


@public("Says that an address has to be kept for now; it knows nobody's.")
def again_kept(request):
    return render(request, "outreach/again_kept.html")


def _erased(person_id: uuid.UUID) -> HttpResponse:
    row = panel.remove(person_id)
    name = "again-kept" if row and row.waits else "again-erased"
    asked = urlencode({"lang": translation.get_language()})
    return redirect(f"{reverse(name)}?{asked}")


def _member(token: str) -> PanelMember | None:
    person_id = tokens.asked_again(token)
    rows = PanelMember.objects.select_related("person", "agency")
    return rows.filter(person=person_id).first() if person_id else None


def _person(token: str) -> Person | None:
    """Anybody with an address here: it may be another who typed it."""
    person_id = tokens.asked_again(token)
    rows = Person.objects.select_related("agency")
    return rows.filter(pk=person_id).first() if person_id else None


def _must_wait(request: HttpRequest) -> bool:
    """Whether no link is looked up now; a right one waits as a wrong one does."""
    return WRONG.read(request) >= MOST_WRONG


def _nobody(request: HttpRequest) -> HttpResponse:
    """The same page for a link that was never ours and for one that has run out."""
    if _must_wait(request):
        return render(request, "outreach/again_wait.html", status=429)
    log.warning("unknown_link", extra={"door": "again"})
    response = render(request, "outreach/unknown.html", status=404)
    WRONG.add_one(request, response, path="/again/")
    return guessing.note_wrong(response, "again")


def _frame(owner: PanelMember | Person) -> dict:
    return {"agency": face(owner.agency, translation.get_language())}
