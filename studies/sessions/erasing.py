"""What of the sessions goes when somebody takes back what they gave us."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studies.people.models import Participant
from studies.sessions import booking as visits
from studies.sessions.models import Booking, Letter, Note
from studies.sessions.models.booking import State, Who


def coming(participant_id: int) -> QuerySet[Booking]:
    """What somebody has booked and that is still to come."""
    return Booking.objects.filter(
        participant=participant_id,
        state=State.BOOKED,
        slot__starts_at__gt=timezone.now(),
    )


@transaction.atomic
def cancel_for(participant_id: int) -> int:
    """Cancel what somebody booked and drop the mails about it, and send none.

    Returns how many visits were canceled.
    """
    now = timezone.now()
    ahead = _ids(coming(participant_id))
    canceled = [visits.cancel(pk, who=Who.PERSON, now=now) for pk in ahead]
    Letter.objects.filter(
        booking__participant=participant_id, state=Letter.State.QUEUED
    ).update(state=Letter.State.DROPPED, reason="erased")
    return len(canceled)


def _ids(rows: QuerySet[Booking]) -> list:
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def erase_for(participant_id: int) -> int:
    """Erase somebody's needs and the notes of what they said; cancel what they booked.

    That the team met them stays: the head count of a round is never typed again. No
    mail goes out. Repeating it erases nothing more. Returns the notes that went.
    """
    cancel_for(participant_id)
    Booking.objects.filter(participant=participant_id).update(
        needs=[], interpreter="", brings_somebody=False, other_needs="", time_zone=""
    )
    gone, _by_model = Note.objects.filter(booking__participant=participant_id).delete()
    return gone


@transaction.atomic
def erase_person(person_id: object) -> int:
    """The same in every study in which this person has a pseudonym."""
    ids = Participant.objects.filter(person=person_id).values_list("pk", flat=True)
    return sum(erase_for(pk) for pk in ids)


@transaction.atomic
def erase_study(study_id: int, *, dry_run: bool = False) -> int:
    """Erase the notes of all its visits and what people needed; returns the notes."""
    notes = Note.objects.filter(session__round__study=study_id)
    if dry_run:
        return notes.count()
    Booking.objects.filter(session__round__study=study_id).update(
        needs=[], interpreter="", brings_somebody=False, other_needs="", time_zone=""
    )
    gone, _by_model = notes.delete()
    return gone
