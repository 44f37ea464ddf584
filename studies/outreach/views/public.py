from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxstudio import guessing
from studies.agencies.doors import public
from studies.outreach import actions as outreach
from studies.outreach import stopping, tokens
from studies.outreach.models import Delivery
from studies.people.models import Person
from studies.wording.agency_face import face


@public("Whoever got a mail stops all messages; the token in it is the proof.")
@csrf_exempt  # the button of a mail program (RFC 8058) posts without our cookie
@never_cache
def stop(request, token):
    """Opening the page changes nothing, because mail scanners open links; a tap does."""
    person_id = tokens.person_of(token)
    if person_id is None:
        return _unknown(request)
    person = (
        Person.objects.filter(pk=person_id).select_related("agency", "panel").first()
    )
    if request.method == "POST":
        if request.POST.get("back"):
            stopping.want_messages(person_id)
        else:
            stopping.stop_messages(person_id)
    context = {
        "person": person,
        "agency": person and face(person.agency, translation.get_language()),
        "stopped": stopping.has_stopped(person_id),
        "own_page": own_page(person),
        "came_back": request.method == "POST" and request.POST.get("back"),
    }
    return render(request, "outreach/stop.html", context)


@public("Whoever got a mail says that they answered; the token in it is the proof.")
@csrf_exempt  # the same button works from any mail program
@never_cache
def done(request, token):
    delivery_id = tokens.delivery_of(token)
    rows = Delivery.objects.select_related("wave__agency", "wave__activity")
    row = delivery_id and rows.filter(pk=delivery_id).first()
    if not row or row.wave.activity is None:
        return _unknown(request)
    if request.method == "POST":
        outreach.want_no_reminder(row.pk)
        row.no_reminder = True
    activity = row.wave.activity
    context = {
        "agency": face(row.wave.agency, translation.get_language()),
        "survey": activity.public_text("title", translation.get_language())
        or activity.name,
        "done": row.no_reminder,
        "anonymous": activity.anonymous,
    }
    return render(request, "outreach/done.html", context)


def own_page(person: Person | None) -> str:
    """Where somebody who is asked again says how, or takes a break; for them alone."""
    if person is None or not hasattr(person, "panel"):
        return ""
    return reverse("again", args=[tokens.again_token(person.pk)])


def _unknown(request):
    if request.method != "GET":
        raise Http404
    response = render(request, "outreach/unknown.html", status=404)
    return guessing.note_wrong(response, "mailed")
