"""Mails about visits: each waits in a row, and is asked for once more as it leaves."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cxstudio import wake
from cxstudio.posting import Left, hand_over
from studies.outreach import caps
from studies.outreach import wanted as outreach
from studies.outreach.models import Suppression
from studies.outreach.quiet_hours import next_open
from studies.people import access
from studies.people.models import AccessLog, Person, Where
from studies.people.vault import keyed_hash
from studies.planning.models import Round, Study
from studies.sessions import when, writing
from studies.sessions.models import Booking, Letter, Session
from studies.sessions.models.booking import State, Who
from studies.sessions.standing import has_part

log = logging.getLogger(__name__)

Kind = Letter.Kind
QUEUED, IN_HAND = Letter.State.QUEUED, Letter.State.IN_HAND
BATCH = 200


def zone_of(booking: Booking) -> ZoneInfo:
    """The clock chosen with the visit, else the person's own, else that of the place."""
    person = booking.participant.person
    theirs = person.time_zone if person else ""
    return ZoneInfo(booking.time_zone or theirs or booking.session.time_zone)


def _by_day(booking: Booking, now: datetime) -> datetime:
    """The first moment from now on that is no quiet hour where the person is."""
    agency = booking.session.round.study.agency
    return next_open(agency, now, zone_of(booking).key)


def invited(session: Session, bookings: list[Booking], now: datetime) -> None:
    """Queue the invitations to book, by day where the place is."""
    Letter.objects.bulk_create(
        Letter(booking=row, kind=Kind.INVITATION, sequence=0, due_at=now)
        for row in bookings
    )
    wake.on_commit("sessions.deliver_due")


def changed(booking: Booking, kind: str, now: datetime, *, by: str) -> None:
    """Queue the news of a change, and the reminder that goes with the new time.

    Whoever tapped on their own page is answered at once. What the team did waits for
    the day, unless the visit would begin before. Older letters are not true any more.
    """
    booking.sequence += 1
    booking.save(update_fields=["sequence"])
    booking.letters.filter(state=QUEUED).update(
        state=Letter.State.DROPPED, reason="changed"
    )
    due = now
    if by == Who.STAFF:
        day = _by_day(booking, now)
        due = day if day < booking.slot.starts_at else now
    _queue(booking, kind, due)
    remind_at = when.day_before(booking.slot, zone_of(booking))
    if kind != Kind.CANCELLATION and remind_at > now:
        _queue(booking, Kind.REMINDER, remind_at)
    wake.on_commit("sessions.deliver_due")


def _queue(booking: Booking, kind: str, due_at: datetime) -> None:
    Letter.objects.create(
        booking=booking, kind=kind, sequence=booking.sequence, due_at=due_at
    )


def deliver_due(*, now: datetime | None = None) -> int:
    """Send whatever is due, and say in the access log for how many people."""
    now = now or timezone.now()
    set_aside_lost(now)
    due = Letter.objects.due(now).values_list("pk", flat=True)[:BATCH]
    sent = Counter(study for pk in list(due) if (study := deliver(pk, now=now)))
    for study, people in sent.items():
        access.log(
            AccessLog.Act.MAILED,
            agency=study.agency,
            by=None,
            people=people,
            about=Where.VISITS,
            study=study,
        )
    return sum(sent.values())


def set_aside_lost(now: datetime) -> None:
    """A worker that died in between may have sent it: it is not sent again."""
    lease = timedelta(minutes=settings.DELIVERY_LEASE_MINUTES)
    lost = Letter.objects.filter(state=IN_HAND, claimed_at__lt=now - lease)
    if found := lost.update(state=Letter.State.UNCERTAIN):
        log.warning("visit_mails_uncertain", extra={"letters": found})


def deliver(letter_id: int, *, now: datetime | None = None) -> Study | None:
    """Send one letter if it is still wanted; a second worker finds nothing to claim."""
    now = now or timezone.now()
    row = Letter.objects.filter(pk=letter_id)
    letter = _taken_in_hand(letter_id, now)
    if letter is None:
        return None
    left = hand_over(writing.message(letter, now))
    if left == Left.NO:  # beat offers it again
        row.update(state=QUEUED, claimed_at=None)
        log.warning("visit_mail_waits", extra={"letter": letter_id})
        return None
    if left == Left.UNSURE:
        row.update(state=Letter.State.UNCERTAIN)
        log.warning("visit_mail_unsure", extra={"letter": letter_id})
    else:
        row.update(state=Letter.State.HANDED_OVER, handed_over_at=now)
    return letter.booking.session.round.study


@transaction.atomic
def _taken_in_hand(letter_id: int, now: datetime) -> Letter | None:
    """The letter, where it goes out now: asked and marked while nobody else may ask
    whether the person has room for one more invitation."""
    row = Letter.objects.filter(pk=letter_id)
    person = row.values_list("booking__participant__person", flat=True).first()
    if person is not None:
        caps.hold(person)
    if not row.due(now).update(state=IN_HAND, claimed_at=now):
        return None
    letter = row.select_related(
        "booking__slot",
        "booking__participant__person",
        "booking__session__round__study__agency",
    ).get()
    if wait_until := _quiet_until(letter, now):
        row.update(state=QUEUED, claimed_at=None, due_at=wait_until)
        return None
    if reason := unwanted(letter, now):
        row.update(state=Letter.State.DROPPED, reason=reason)
        return None
    return letter


def _quiet_until(letter: Letter, now: datetime) -> datetime | None:
    """Letters that nobody waits for go out by day, where the person is."""
    if letter.kind not in (Kind.INVITATION, Kind.REMINDER):
        return None
    day = _by_day(letter.booking, now)
    return day if day > now else None


def unwanted(letter: Letter, now: datetime) -> str:
    """Why it must not go out now; empty where it is wanted.

    A booked visit's own messages go to people who stopped all others, too. They are
    about a promise that both sides made.
    """
    booking, person = letter.booking, letter.booking.participant.person
    if letter.sequence != booking.sequence:
        return "changed"
    if (is_over := _is_over(letter, booking, now)) or person is None:
        return is_over or "erased"
    if booking.participant.withdrawn_on is not None:
        return "withdrawn"
    if not person.email:
        return "no_address"
    if letter.kind == Kind.INVITATION and (reason := _uninvited(booking, person, now)):
        return reason
    if _is_suppressed(person, Suppression.Reason.BOUNCED):
        return "no_such_address"
    if not booking.session.round.study.counts and not _is_member(booking, person):
        return "practice"
    try:
        validate_email(person.email)
    except ValidationError:
        return "bad_address"
    return ""


def forecast(bookings: list[Booking], now: datetime) -> Counter[str]:
    """Of the newest mail of each: how many go out, under "", and why others do not."""
    rows = Letter.objects.filter(booking__in=bookings, state=QUEUED)
    rows = rows.exclude(kind=Kind.REMINDER).select_related(
        "booking__slot", "booking__participant__person"
    )
    sessions = {row.pk: row.session for row in bookings}
    found: Counter[str] = Counter()
    for letter in rows:
        letter.booking.session = sessions[letter.booking_id]
        found[unwanted(letter, now)] += 1
    return found


def _is_over(letter: Letter, booking: Booking, now: datetime) -> str:
    wanted = {Kind.INVITATION: State.INVITED, Kind.CANCELLATION: State.CANCELED}
    if booking.state != wanted.get(Kind(letter.kind), State.BOOKED):
        return "changed"
    if booking.slot is not None and booking.slot.starts_at <= now:
        return "too_late"
    return ""


def _uninvited(booking: Booking, person: Person, now: datetime) -> str:
    round_ = booking.session.round
    if round_.state == Round.State.CLOSED or round_.study.state == Study.State.CLOSED:
        return "closed"
    if booking.session.archived_at or not booking.session.slots.bookable(now).exists():
        return "full"
    if person.archived_at is not None:
        return "archived"
    if _is_suppressed(person, Suppression.Reason.STOPPED):
        return "stopped"
    if not round_.study.counts or has_part(booking.participant):
        return ""
    return outreach.why_not_to_visit(person, round_.study, now)


def _is_suppressed(person: Person, reason: str) -> bool:
    rows = Suppression.objects.filter(address_hash=person.email_hash, reason=reason)
    return rows.exists()


def _is_member(booking: Booking, person: Person) -> bool:
    """A practice study writes to nobody but the team itself."""
    members = booking.session.round.study.agency.members.active()
    addresses = members.values_list("user__email", flat=True)
    return person.email_hash in {keyed_hash(address) for address in addresses}
