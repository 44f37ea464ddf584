"""Inviting people to a session, and booking, moving and canceling their visit."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.people import actions as people
from studies.people import agreeing
from studies.people.models import Consent, Need, Participant, Person
from studies.planning.models import Round
from studies.sessions import attending, locking, mailing
from studies.sessions.actions import locked
from studies.sessions.models import Booking, Letter, Session, Slot
from studies.sessions.models.booking import State, Who
from studies.wording.numbers_left_out import without

LONGEST_NEED = 300


@dataclass(frozen=True)
class Needs:
    """What somebody says makes it possible for them to come; all may stay empty."""

    adjustments: list[str] = field(default_factory=list)
    interpreter: str = ""
    brings_somebody: bool = False
    other: str = ""

    @classmethod
    def of(cls, booking: Booking) -> "Needs":
        return cls(
            booking.needs,
            booking.interpreter,
            booking.brings_somebody,
            booking.other_needs,
        )


@dataclass(frozen=True)
class Agreement:
    """What the person agrees to with this booking, and how they said so."""

    purposes: list[str]
    language: str
    way: str = Consent.Way.SELF


@transaction.atomic
def invite(
    session_id: int,
    participants: list[Participant],
    *,
    by: User | None,
    now: datetime | None = None,
) -> list[Booking]:
    """Give each their own link to book, and mail it once; a second time adds nobody."""
    participants = locking.people(row.pk for row in participants)
    session, now = locked(session_id), now or timezone.now()
    if session.archived_at or session.round.state == Round.State.CLOSED:
        raise Refusal(
            _("Nobody was invited. This session or its round is over."), code="over"
        )
    for row in participants:
        people.refuse_left(row)
    if any(row.study_id != session.round.study_id for row in participants):
        raise Refusal(
            _("Nothing was sent. Somebody you chose is not in this study."),
            code="other_study",
        )
    there = set(session.bookings.values_list("participant", flat=True))
    made = Booking.objects.bulk_create(
        Booking(session=session, participant=row, invited_at=now)
        for row in participants
        if row.pk not in there
    )
    mailing.invited(session, made, now)
    return made


def own(session: Session, participant: Participant) -> Booking:
    """Somebody's row in a session, such as for one who calls without an invitation."""
    people.refuse_left(participant)
    row, _is_new = Booking.objects.get_or_create(
        session=session, participant=participant
    )
    return row


@transaction.atomic
def book(
    booking_id: UUID,
    slot_id: int,
    *,
    needs: Needs,
    who: str = Who.PERSON,
    agreement: Agreement | None = None,
    time_zone: str | None = None,
    by: User | None = None,
    now: datetime | None = None,
) -> Booking:
    """Keep a seat for somebody, or move them to another time; the same again is nothing.

    Of many at once, as many get a seat as there are. Whoever finds it taken keeps the
    time that they had. Where the study has published what people agree to, a booking
    needs that consent, given with it or before.
    """
    now = now or timezone.now()
    booking = locking.booking(booking_id)
    people.refuse_left(booking.participant)
    _refuse_if_over(booking, now)
    if agreement is not None and agreeing.asked_in(booking.session.round.study):
        agreeing.agree(
            booking.participant_id,
            agreement.purposes,
            language=agreement.language,
            way=agreement.way,
            by=by,
        )
    _refuse_without_consent(booking)
    moves = booking.state != State.BOOKED or booking.slot_id != slot_id
    if moves:
        _take(booking, slot_id, now)
    if time_zone is not None:
        _note_clock(booking, time_zone, who)
    is_new = booking.state != State.BOOKED
    differs = Needs.of(booking) != (needs := _tidy(needs))
    booking.needs, booking.interpreter = needs.adjustments, needs.interpreter
    booking.brings_somebody, booking.other_needs = needs.brings_somebody, needs.other
    if is_new:
        booking.state, booking.canceled_by, booking.booked_at = State.BOOKED, "", now
        booking.booked_by = who
    booking.save()
    attending.promise(booking, by=by)
    if moves or differs:
        kind = Letter.Kind.CONFIRMATION if is_new else Letter.Kind.UPDATE
        mailing.changed(booking, kind, now, by=who)
    return booking


@transaction.atomic
def cancel(
    booking_id: UUID,
    *,
    who: str = Who.PERSON,
    by: User | None = None,
    now: datetime | None = None,
) -> Booking:
    """Give the seat back until it begins; no reason is asked. Twice is once."""
    now = now or timezone.now()
    booking = locking.booking(booking_id)
    if booking.state == State.CANCELED:
        return booking
    _refuse_if_over(booking, now)
    if booking.state == State.BOOKED:
        _free(booking.slot_id)
    told = booking.state == State.BOOKED
    booking.state, booking.canceled_by = State.CANCELED, who
    booking.save(update_fields=["state", "canceled_by"])
    if told:
        mailing.changed(booking, Letter.Kind.CANCELLATION, now, by=who)
    return booking


def _note_clock(booking: Booking, zone: str, who: str) -> None:
    """Whoever chooses another clock than the page had lives by it, in our mails too."""
    shown = booking.time_zone or booking.session.time_zone
    booking.time_zone = zone
    if who == Who.PERSON and zone != shown:
        Person.objects.filter(pk=booking.participant.person_id).update(time_zone=zone)


def _tidy(needs: Needs) -> Needs:
    known = [need.value for need in Need if need in needs.adjustments]
    other = without(needs.other.strip()[:LONGEST_NEED])
    return Needs(known, needs.interpreter.strip(), needs.brings_somebody, other)


def _take(booking: Booking, slot_id: int, now: datetime) -> None:
    slot = booking.session.slots.bookable(now).filter(pk=slot_id)
    if not slot.update(taken=F("taken") + 1):
        raise Refusal(
            _("Somebody else took this time, or it is not offered any more."),
            code="taken",
        )
    if booking.state == State.BOOKED:
        _free(booking.slot_id)
    booking.slot_id = slot_id
    booking.slot = Slot.objects.get(pk=slot_id)


def _free(slot_id: int) -> None:
    Slot.objects.filter(pk=slot_id, taken__gt=0).update(taken=F("taken") - 1)


def _refuse_if_over(booking: Booking, now: datetime) -> None:
    begun = booking.state == State.BOOKED and booking.slot.starts_at <= now
    if begun or booking.state not in (State.INVITED, State.BOOKED, State.CANCELED):
        raise Refusal(
            _("This visit has begun or is over. It stays as it is."), code="begun"
        )
    if booking.session.archived_at is not None:
        raise Refusal(_("This session is not held any more."), code="archived")


def _refuse_without_consent(booking: Booking) -> None:
    asked = agreeing.asked_in(booking.session.round.study)
    if asked is not None and agreeing.holding(booking.participant) is None:
        raise Refusal(
            _("Nothing was booked yet. Whoever takes part agrees to it first."),
            code="no_consent",
        )
