from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from studies.agencies.doors import public
from studies.outreach import actions as outreach
from studies.outreach import stopping, tokens
from studies.outreach.models import Delivery
from studies.outreach.views.mailed import mailed_door
from studies.people.models import Person
from studies.wording.agency_face import face


@public("Whoever got a mail stops all messages; the token in it is the proof.")
@mailed_door(tokens.person_of)
def stop(request, person_id):
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


def _about_a_survey(token: str) -> Delivery | None:
    delivery_id = tokens.delivery_of(token)
    rows = Delivery.objects.select_related("wave__agency", "wave__activity")
    found = delivery_id and rows.filter(pk=delivery_id).first()
    return found if found and found.wave.activity else None


@public("Whoever got a mail says that they answered; the token in it is the proof.")
@mailed_door(_about_a_survey)
def done(request, row):
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
