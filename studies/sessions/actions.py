"""Sessions and their times: planned, changed, closed and canceled by the team."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.planning.models import Round
from studies.sessions import mailing
from studies.sessions.models import Letter, Session, Slot
from studies.sessions.models.booking import State, Who

# What somebody who booked has to be told when it changes.
TOLD = ("title", "place", "call_link", "time_zone")


@transaction.atomic
def plan(round_: Round, *, by: User | None, **said: object) -> Session:
    """A new session of a round, without times; nobody can book it yet."""
    session = Session(round=round_, **said)
    _check(session)
    session._history_user = by
    session.save()
    return session


@transaction.atomic
def change(session_id: int, *, by: User, **said: object) -> Session:
    """Change what is said about it; whoever booked is told of what matters to them."""
    session = locked(session_id)
    before = [getattr(session, name) for name in TOLD]
    for name, value in said.items():
        setattr(session, name, value)
    _check(session)
    session._history_user = by
    session.save()
    if before != [getattr(session, name) for name in TOLD]:
        _tell_booked(session)
    return session


def _check(session: Session) -> None:
    if not (session.place.strip() or session.call_link.strip()):
        raise Refusal(
            _("Nothing was saved. Say where it is: a place, or a link to a call."),
            code="nowhere",
        )
    draft = session.draft
    if draft is not None and draft.study_id != session.round.study_id:
        raise Refusal(
            _("Nothing was saved. This draft belongs to another study."),
            code="other_study",
        )


def _tell_booked(session: Session) -> None:
    now = timezone.now()
    for booking in session.bookings.filter(
        state=State.BOOKED, slot__starts_at__gt=now
    ).select_related("slot", "session__round__study__agency"):
        mailing.changed(booking, Letter.Kind.UPDATE, now, by=Who.STAFF)


@transaction.atomic
def add_times(
    session_id: int, starts: Iterable[datetime], *, capacity: int, by: User | None
) -> list[Slot]:
    """Offer several times at once; one that is offered already stays as it is."""
    session = locked(session_id)
    present = set(session.slots.standing().values_list("starts_at", flat=True))
    return Slot.objects.bulk_create(
        Slot(
            session=session,
            starts_at=at,
            minutes=session.minutes,
            capacity=capacity,
            time_zone=session.time_zone,
        )
        for at in sorted(set(starts) - present)
    )


@transaction.atomic
def offer(slot_id: int, *, on: bool, by: User) -> Slot:
    """Take new bookings for a time, or no more; those who booked keep their seat."""
    slot = _slot(slot_id)
    wanted = Slot.State.OPEN if on else Slot.State.CLOSED
    if slot.state == Slot.State.CANCELED:
        raise Refusal(
            _("This time was canceled. Add it once more to offer it."), code="canceled"
        )
    if slot.state != wanted:
        slot.state = wanted
        slot.save(update_fields=["state"])
    return slot


@transaction.atomic
def set_seats(slot_id: int, capacity: int, *, by: User) -> Slot:
    """More seats or fewer, but never fewer than people have booked."""
    slot = _slot(slot_id)
    if capacity < slot.taken:
        raise Refusal(
            _("%(taken)d people have booked this time. Nothing was changed.")
            % {"taken": slot.taken},
            code="taken",
        )
    slot.capacity = capacity
    slot.save(update_fields=["capacity"])
    return slot


@transaction.atomic
def cancel_time(slot_id: int, *, by: User) -> int:
    """Cancel one time and tell everyone who booked it. Returns how many are told."""
    slot, now = _slot(slot_id), timezone.now()
    if slot.state == Slot.State.CANCELED:
        return 0
    if slot.starts_at <= now:
        raise Refusal(
            _("This time has begun. Mark who came instead."), code="has_begun"
        )
    booked = list(
        slot.bookings.filter(state=State.BOOKED).select_related(
            "slot", "session__round__study__agency"
        )
    )
    for booking in booked:
        booking.state, booking.canceled_by = State.CANCELED, Who.STAFF
        booking.save(update_fields=["state", "canceled_by"])
        mailing.changed(booking, Letter.Kind.CANCELLATION, now, by=Who.STAFF)
    slot.state, slot.taken = Slot.State.CANCELED, 0
    slot.save(update_fields=["state", "taken"])
    return len(booked)


@transaction.atomic
def archive(session_id: int, *, by: User) -> Session:
    """Put a session away. While somebody has booked a time to come, it is refused."""
    session = locked(session_id)
    ahead = session.slots.standing().filter(starts_at__gt=timezone.now(), taken__gt=0)
    if ahead.exists():
        raise Refusal(
            _("People have booked times that are still to come. Cancel those first."),
            code="booked",
        )
    if session.archived_at is None:
        session.archived_at, session._history_user = timezone.now(), by
        session.save(update_fields=["archived_at"])
    return session


@transaction.atomic
def bring_back(session_id: int, *, by: User) -> Session:
    session = locked(session_id)
    if session.archived_at is not None:
        session.archived_at, session._history_user = None, by
        session.save(update_fields=["archived_at"])
    return session


def locked(session_id: int) -> Session:
    """Whoever changes a session's times or seats waits here for the other one."""
    rows = Session.objects.select_related("round__study__agency", "draft")
    return rows.select_for_update(of=["self"]).get(pk=session_id)


def _slot(slot_id: int) -> Slot:
    """With its session locked first, in the order in which bookings lock them."""
    session_id = Slot.objects.values_list("session", flat=True).get(pk=slot_id)
    locked(session_id)
    return Slot.objects.select_for_update().get(pk=slot_id)
