"""In which order rows of a visit are locked: its people, the session, the booking.

A withdrawal locks a person first and then reaches for their bookings. Whoever did it
the other way around could stand in its way for ever, or write about somebody who left.
"""

from collections.abc import Iterable
from uuid import UUID

from studies.people.models import Participant
from studies.sessions.actions import locked
from studies.sessions.models import Booking


def people(ids: Iterable[int]) -> list[Participant]:
    """They neither leave nor are erased until this transaction ends."""
    rows = Participant.objects.select_for_update().filter(pk__in=list(ids))
    return list(rows.order_by("pk"))


def booking(booking_id: UUID) -> Booking:
    """With its person and its session, so that seats change hands one at a time."""
    row = Booking.objects.only("participant", "session").get(pk=booking_id)
    people([row.participant_id])
    locked(row.session_id)
    rows = Booking.objects.select_related(
        "slot", "conversation", "session__round__study__agency", "participant__study"
    )
    return rows.select_for_update(of=["self"]).get(pk=booking_id)
