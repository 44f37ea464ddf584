"""Where each person of a round stands, and which visits are still to come."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from studies.agencies.models import Agency
from studies.people.models import Consent, Participant
from studies.planning.models import Round
from studies.sessions.models import Booking, Slot
from studies.sessions.models.booking import State


class Stands(StrEnum):
    """How far somebody has come in a round; the furthest of all their visits."""

    INVITED = "invited"
    CONSENTED = "consented"
    BOOKED = "booked"
    NO_SHOW = "no_show"
    STOPPED_EARLY = "stopped_early"
    TOOK_PART = "took_part"
    TOLD = "told"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Stands.INVITED: gettext_lazy("invited"),
    Stands.CONSENTED: gettext_lazy("agreed to take part"),
    Stands.BOOKED: gettext_lazy("booked"),
    Stands.NO_SHOW: gettext_lazy("did not come"),
    Stands.STOPPED_EARLY: gettext_lazy("stopped early"),
    Stands.TOOK_PART: gettext_lazy("took part"),
    Stands.TOLD: gettext_lazy("told what changed"),
    Stands.WITHDRAWN: gettext_lazy("took everything back"),
}
ORDER = list(Stands)
TOLD = (Round.State.TOLD, Round.State.CLOSED)


def standing(round_: Round) -> dict[int, Stands]:
    """{participant: how far they have come}, of everyone who was asked to a session.

    Derived from visits, consents and the round; nothing has to be kept in step.
    """
    agreed = Consent.objects.filter(participant=OuterRef("participant"))
    rows = Booking.objects.filter(session__round=round_).annotate(agreed=Exists(agreed))
    found: dict[int, Stands] = {}
    for pk, person, withdrawn_on, state, has_agreed in rows.values_list(
        "participant",
        "participant__person",
        "participant__withdrawn_on",
        "state",
        "agreed",
    ):
        is_gone = person is None or withdrawn_on is not None
        stands = _stands(state, has_agreed, is_gone, round_.state in TOLD)
        found[pk] = max(found.get(pk, Stands.INVITED), stands, key=ORDER.index)
    return found


def counted(round_: Round) -> list[tuple[str, int]]:
    """How many people stand where, the furthest last, such as [("booked", 2), …]."""
    found = Counter(standing(round_).values())
    return [(str(one.label), found[one]) for one in ORDER if found[one]]


def _stands(state: str, has_agreed: bool, is_gone: bool, is_told: bool) -> Stands:
    if is_gone:
        return Stands.WITHDRAWN
    if state in (State.INVITED, State.CANCELED):
        return Stands.CONSENTED if has_agreed else Stands.INVITED
    if is_told and state in (State.TOOK_PART, State.STOPPED_EARLY):
        return Stands.TOLD
    return Stands(state)


@dataclass(frozen=True)
class Coming:
    """One time that is still to come, with its seats and who sits there."""

    slot: Slot
    seats: int
    booked: int
    free: int
    # The languages of those who booked: {"es": 2, "en": 1}.
    languages: dict[str, int]


def coming(
    agency: Agency, *, round_: Round | None = None, now: datetime | None = None
) -> list[Coming]:
    """Every time to come, the next one first; two queries, however many there are."""
    now = now or timezone.now()
    slots = Slot.objects.within(agency).standing().filter(starts_at__gt=now)
    slots = slots.filter(session__archived_at=None).select_related("session__round")
    if round_ is not None:
        slots = slots.filter(session__round=round_)
    slots = list(slots)
    booked = Participant.objects.filter(
        bookings__slot__in=slots, bookings__state=State.BOOKED
    ).values_list("bookings__slot", "language")
    spoken: dict[int, Counter] = {}
    for slot_id, language in booked:
        spoken.setdefault(slot_id, Counter())[language] += 1
    return [
        Coming(
            slot,
            slot.capacity,
            slot.taken,
            slot.free if slot.state == Slot.State.OPEN else 0,
            dict(spoken.get(slot.pk, {})),
        )
        for slot in slots
    ]
