"""Whoever leaves a study, or everything, gets no message that still waits."""

from django.db.models import Q
from django.utils import timezone

from studies.outreach.models import Delivery
from studies.outreach.models.trail import moved
from studies.partners.models import InviteLink
from studies.people.models import Participant, Person

State = Delivery.State
WAITING = [State.QUEUED, State.CLAIMED]


def leave_study(participant: Participant) -> int:
    """Close the links and drop the messages of one study; returns how many messages.

    What a worker has claimed is no longer its own; what it has in hand may arrive.
    """
    InviteLink.objects.filter(participant=participant, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    theirs = Q(participant=participant)
    if participant.person_id:
        theirs |= Q(person=participant.person_id) & (
            Q(wave__study=participant.study_id)
            | Q(wave__activity__round__study=participant.study_id)
        )
    return _drop(theirs)


def leave_all(person: Person) -> int:
    return _drop(Q(person=person))


def _drop(theirs: Q) -> int:
    # Claiming takes its rows by their own columns; so does this, in a second step.
    waiting = Delivery.objects.filter(theirs, state__in=WAITING)
    rows = Delivery.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)))
    # Held in one order, so that nobody who moves some of them waits in a circle.
    held = rows.filter(state__in=WAITING).order_by("pk").select_for_update()
    ours = rows.filter(pk__in=[row.pk for row in held.only("pk")])
    gone = moved(State.DROPPED, timezone.now(), "withdrawn")
    return ours.update(lease=None, **gone)
