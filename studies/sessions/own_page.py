"""What somebody's own page of a visit shows: what is booked, or what is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from studies.outreach import tokens
from studies.people import agreeing
from studies.people.models import Purpose
from studies.people.terms import Terms
from studies.planning.models import Round
from studies.sessions import when
from studies.sessions.models import Booking, Slot
from studies.sessions.models.booking import State
from studies.wording.tags import is_same_language

# The page shows the way for a while after the end, to somebody who comes late.
STAYS = timedelta(hours=2)
# A first page of times that a phone still shows well; the rest is one tap away.
FIRST_TIMES = 12


def find(token: str, now: datetime) -> Booking | None:
    """The visit behind a link that still works; None for one unknown or ended."""
    booking_id = tokens.booking_of(token)
    return _open(booking_id, now) if booking_id else None


def find_over(token: str) -> Booking | None:
    """The part of somebody who may not book any more, because the round is over."""
    booking_id = tokens.booking_of(token)
    row = _theirs(booking_id) if booking_id else None
    return row if row is not None and _is_late(row) else None


def _open(booking_id: UUID, now: datetime) -> Booking | None:
    row = _theirs(booking_id)
    if row is None or row.state in (State.INVITED, State.CANCELED):
        return None if row is None or _is_late(row) else row
    # What is booked stands, whatever became of the round.
    return row if row.slot.ends_at + STAYS > now else None


def _theirs(booking_id: UUID) -> Booking | None:
    rows = Booking.objects.select_related(
        "slot", "session__round__study__agency", "participant__person__agency"
    )
    row = rows.filter(pk=booking_id, session__archived_at=None).first()
    if row is None or row.participant.person is None or row.participant.withdrawn_on:
        return None
    return row


def _is_late(row: Booking) -> bool:
    waits = row.state in (State.INVITED, State.CANCELED)
    return waits and row.session.round.state == Round.State.CLOSED


@dataclass(frozen=True)
class Day:
    name: str
    times: list[when.Spoken]


def free_days(booking: Booking, zone: ZoneInfo, now: datetime) -> list[Day]:
    """Times with a free seat, day by day as the person's clock has them.

    The time that they have booked stands among them, so that they can keep it.
    """
    slots = set(booking.session.slots.bookable(now))
    if booking.is_booked and booking.slot.starts_at > now:
        slots.add(booking.slot)
    times = [when.spoken(slot, zone) for slot in _in_order(slots)]
    return [Day(name, list(same)) for name, same in groupby(times, lambda t: t.day)]


def _in_order(slots: Iterable[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.starts_at, slot.pk))


def split(days: list[Day]) -> tuple[list[Day], list[Day]]:
    """Whole days for a first look, and the later ones."""
    first: list[Day] = []
    for day in days:
        if first and sum(len(d.times) for d in first) + len(day.times) > FIRST_TIMES:
            break
        first.append(day)
    return first, days[len(first) :]


@dataclass(frozen=True)
class Asked:
    """What the study asks people to agree to, in the language of the page."""

    take_part: str
    boxes: list[tuple[str, str]]  # purpose → its sentence
    given: list[str]  # what they agreed to before
    foreign: str  # the language of the words, where it is not the page's

    @property
    def held(self) -> list[str]:
        """What holds beyond taking part, and is asked for still."""
        return [purpose for purpose, _words in self.boxes if purpose in self.given]

    @classmethod
    def of(cls, booking: Booking, language: str) -> "Asked | None":
        terms = agreeing.asked_in(booking.session.round.study)
        if terms is None:
            return None
        before = agreeing.holding(booking.participant)
        return cls(
            take_part=_sentence(terms, Purpose.TAKE_PART, language),
            boxes=[(p, _sentence(terms, p, language)) for p in terms.purposes],
            given=list(before.purposes) if before else [],
            foreign=_foreign(terms, language),
        )


def _sentence(terms: Terms, purpose: str, language: str) -> str:
    return terms.texts[terms.language(language)][purpose]


def _foreign(terms: Terms, language: str) -> str:
    code = terms.language(language)
    return "" if is_same_language(code, language) else code
