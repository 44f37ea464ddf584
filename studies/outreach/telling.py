"""What we sent to one person and when, in words."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from studies.outreach import reasons
from studies.outreach.models import PANEL_STEPS, Delivery, DeliveryQuerySet
from studies.people.models import Participant, Person

State = Delivery.State


@dataclass(frozen=True)
class Told:
    """One move of a message, as a sentence would have it."""

    state: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Line:
    """One message to one person, whichever room it came from."""

    what: str
    about: str
    url: str
    way: str
    state: str
    why: str
    at: datetime
    waits: bool
    story: list[Told] = field(default_factory=list)


def story(row: Delivery) -> list[Told]:
    return [
        Told(State(move.state).label, move.at, why(move.state, move.reason))
        for move in row.moves
        if move.state in State.values
    ]


def line(row: Delivery) -> Line:
    waits = row.state == State.QUEUED
    at = row.handed_over_at or row.since or row.claimed_at or row.due_at
    return Line(
        what=capfirst(row.get_step_display()),
        about=str(row.wave),
        url=reverse("mailing", args=[row.wave_id]),
        way=row.get_channel_display(),
        state=row.get_state_display(),
        why=why(row.state, row.reason),
        at=row.due_at if waits else at,
        waits=waits,
        story=story(row),
    )


def to_person(person: Person) -> list[Line]:
    return [line(row) for row in _rows(Q(person=person))]


def to_participant(participant: Participant) -> list[Line]:
    """Of their study, and our own letters to the panel. Not of other studies: a
    pseudonym must not lead from one to another."""
    theirs = Q(participant=participant)
    if participant.person_id:
        study = participant.study_id
        of_study = Q(wave__study=study) | Q(wave__activity__round__study=study)
        letters = Q(step__in=PANEL_STEPS)
        theirs |= Q(person=participant.person_id) & (of_study | letters)
    return [line(row) for row in _rows(theirs)]


def _rows(theirs: Q) -> DeliveryQuerySet:
    rows = Delivery.objects.filter(theirs).order_by("-due_at", "pk")
    return rows.select_related("wave__agency", "wave__first", "wave__activity")


def why(state: str, reason: str) -> str:
    """The reason in words; of a message that came back it is about that very one."""
    if state == State.BOUNCED and reason == "no_such_address":
        return _("there is no such address")
    return reasons.label(reason) if reason else ""
