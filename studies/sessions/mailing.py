"""Mails about visits: each waits in a row, and is asked for once more as it leaves."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cxstudio import wake
from cxstudio.posting import Left, hand_over
from studies.outreach import caps, stopping, ways
from studies.outreach.ledger import FIRST_WAIT, LATER, MOST_TRIES
from studies.outreach.models.trail import longer, moved, word
from studies.outreach.quiet_hours import next_open
from studies.people import access
from studies.people.models import AccessLog, Where
from studies.planning.models import Study
from studies.sessions import still_wanted, text_messages, when, writing
from studies.sessions.models import Booking, Letter, Session
from studies.sessions.models.booking import Who
from studies.sessions.models.letter import Channel

log = logging.getLogger(__name__)

Kind = Letter.Kind
State = Letter.State
QUEUED, IN_HAND = State.QUEUED, State.IN_HAND
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
    Letter.objects.bulk_create(_new(row, Kind.INVITATION, now, now) for row in bookings)
    wake.on_commit("sessions.deliver_due")


def changed(booking: Booking, kind: str, now: datetime, *, by: str) -> None:
    """Queue the news of a change, and the reminder that goes with the new time.

    Whoever tapped on their own page is answered at once. What the team did waits for
    the day, unless the visit would begin before. Older letters are not true any more.
    """
    booking.sequence += 1
    booking.save(update_fields=["sequence"])
    waiting = booking.letters.filter(state=QUEUED)
    waiting.update(**moved(State.DROPPED, now, "changed"))
    due = now
    if by == Who.STAFF:
        day = _by_day(booking, now)
        due = day if day < booking.slot.starts_at else now
    _new(booking, kind, now, due).save()
    remind_at = when.day_before(booking.slot, zone_of(booking))
    if kind != Kind.CANCELLATION and remind_at > now:
        _new(booking, Kind.REMINDER, now, remind_at).save()
    wake.on_commit("sessions.deliver_due")


def _new(booking: Booking, kind: str, now: datetime, due_at: datetime) -> Letter:
    return Letter(
        booking=booking,
        kind=kind,
        sequence=booking.sequence if kind != Kind.INVITATION else 0,
        due_at=due_at,
        since=now,
        trail=word(QUEUED, now),
    )


def deliver_due(*, now: datetime | None = None) -> int:
    """Send whatever is due, and say in the access log for how many people."""
    now = now or timezone.now()
    set_aside_lost(now)
    due = Letter.objects.due(now).not_held().values_list("pk", flat=True)[:BATCH]
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
    if found := lost.update(**moved(State.UNCERTAIN, now)):
        log.warning("visit_mails_uncertain", extra={"letters": found})


def deliver(letter_id: int, *, now: datetime | None = None) -> Study | None:
    """Send one letter if it is still wanted; a second worker finds nothing to claim."""
    now = now or timezone.now()
    row = Letter.objects.filter(pk=letter_id)
    letter = _taken_in_hand(letter_id, now)
    if letter is None:
        return None
    left = _hand_over(letter, now)
    with transaction.atomic():
        row.update(**_became(letter, left, now))
        if left == Left.NO_SUCH_ADDRESS:
            stopping.no_such_address(_hash(letter))
    if left != Left.YES:
        log.warning("visit_mail_not_sent", extra={"letter": letter_id, "left": left})
    may_have_it = left in (Left.YES, Left.UNSURE)
    return letter.booking.session.round.study if may_have_it else None


def _hand_over(letter: Letter, now: datetime) -> Left:
    if letter.channel == Channel.SMS:
        return text_messages.hand_over(letter)
    return hand_over(writing.message(letter, now))


def _hash(letter: Letter) -> str:
    """Of where it goes."""
    person = letter.booking.participant.person
    by_text = letter.channel == Channel.SMS
    return person.phone_hash if by_text else person.email_hash


@transaction.atomic
def _taken_in_hand(letter_id: int, now: datetime) -> Letter | None:
    """The letter, where it goes out now: asked and marked while nobody else may ask
    whether the person has room for one more invitation."""
    row = Letter.objects.filter(pk=letter_id)
    person = row.values_list("booking__participant__person", flat=True).first()
    if person is not None:
        caps.hold(person)
    if not row.due(now).update(claimed_at=now, **moved(IN_HAND, now)):
        return None
    letter = row.select_related(
        "booking__slot",
        "booking__participant__person",
        "booking__session__round__study__agency",
    ).get()
    if letter.kind == Kind.INVITATION and letter.booking.session.round.study.is_paused:
        row.update(claimed_at=None, **moved(QUEUED, now))
        return None
    if wait_until := _quiet_until(letter, now):
        row.update(claimed_at=None, due_at=wait_until, **moved(QUEUED, now))
        return None
    if reason := still_wanted.why_not(letter, now):
        row.update(**moved(State.DROPPED, now, reason))
        return None
    letter.channel = ways.of(bool(ways.who_wants_texts([person])))
    row.update(channel=letter.channel)
    return letter


def _became(letter: Letter, left: Left, now: datetime) -> dict:
    """What the row says of it; one that did not leave at all is offered again."""
    if left == Left.LATER:
        return _later(letter, now)
    return {
        Left.YES: {"handed_over_at": now} | moved(State.HANDED_OVER, now),
        Left.NO: {"claimed_at": None} | moved(QUEUED, now),
        Left.REFUSED: moved(State.REFUSED, now, "refused"),
        Left.NO_SUCH_ADDRESS: moved(State.REFUSED, now, "no_such_address"),
        Left.UNSURE: moved(State.UNCERTAIN, now),
    }[left]


def _later(letter: Letter, now: datetime) -> dict:
    """Each wait is twice as long as the one before, as in mailings."""
    tries = letter.attempts + 1
    if tries >= MOST_TRIES:
        return {"attempts": tries} | moved(State.DROPPED, now, "gave_up")
    wait = FIRST_WAIT * 2**letter.attempts
    return {
        "attempts": tries,
        "claimed_at": None,
        "due_at": now + wait,
        "state": QUEUED,
        "since": now,
        "trail": longer(word(QUEUED, now, LATER)),
    }


def _quiet_until(letter: Letter, now: datetime) -> datetime | None:
    """Letters that nobody waits for go out by day, where the person is."""
    if letter.kind not in (Kind.INVITATION, Kind.REMINDER):
        return None
    day = _by_day(letter.booking, now)
    return day if day > now else None
