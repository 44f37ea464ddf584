"""What became of a visit: who took part, who did not come, who stopped early."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit, marker_of
from studies.agencies.models import User
from studies.people import agreeing, payments
from studies.people.models import Payment, Purpose
from studies.sessions import locking
from studies.sessions.models import Booking
from studies.sessions.models.booking import MET, SEATED, State

MARKS = (State.TOOK_PART, State.NO_SHOW, State.STOPPED_EARLY)


@transaction.atomic
def mark(
    booking_id: UUID,
    state: str,
    *,
    by: User | None,
    is_proxy: bool = False,
    seen: str = "",
    now: datetime | None = None,
) -> Booking:
    """Say what became of a visit that has begun; a wrong mark can be put right.

    `is_proxy` says that somebody spoke for a person who could not take part. With the
    marker of what somebody saw in `seen`, a mark that was made since stays.

    Whoever sat there has agreed to take part, where the study asks for it. Once a talk
    is kept from it, the mark stays: what was said hangs on it.
    """
    booking = locking.booking(booking_id)
    is_proxy = is_proxy and state in MET
    if (booking.state, booking.is_proxy) == (state, is_proxy):
        return booking
    if seen and seen != marker(booking):
        _refuse_stale(booking)
    _refuse_unready(booking, state, now or timezone.now())
    had_met, booking.state = booking.state in MET, state
    booking.is_proxy = is_proxy
    booking.save(update_fields=["state", "is_proxy"])
    if (talk := booking.conversation) is not None and talk.is_proxy != is_proxy:
        talk.is_proxy, talk._history_user = is_proxy, by
        talk.save(update_fields=["is_proxy"])
    if state in MET:
        _owe(booking, by)
    elif had_met:
        payments.not_due(booking.participant_id, occasion=_occasion(booking), by=by)
    return booking


def marker(booking: Booking) -> str:
    return marker_of(booking.state, booking.is_proxy)


def _refuse_stale(booking: Booking) -> None:
    raise StaleEdit(
        _(
            "Nothing was changed: somebody said “%(state)s” since you opened the page. "
            "Look at it now, and change it if that is wrong."
        )
        % {"state": booking.get_state_display()},
        code="stale",
    )


def promise(booking: Booking, *, by: User | None) -> None:
    """What the session offers for their time; booking it twice promises it once."""
    session = booking.session
    if session.cents:
        payments.offer(
            booking.participant_id,
            what_for=session.title[:120],
            cents=session.cents,
            occasion=_occasion(booking),
            round_=session.round,
            by=by,
        )


def payment_of(booking: Booking) -> Payment | None:
    """What was promised for this visit; None where nothing was."""
    rows = Payment.objects.filter(participant=booking.participant_id)
    return rows.filter(occasion=_occasion(booking)).first()


def _owe(booking: Booking, by: User | None) -> None:
    """Paid for coming, whether or not they stayed to the end."""
    promise(booking, by=by)
    payments.due(booking.participant_id, occasion=_occasion(booking), by=by)


def _occasion(booking: Booking) -> str:
    return f"session:{booking.session_id}"


def _refuse_unready(booking: Booking, state: str, now: datetime) -> None:
    if state not in MARKS or booking.state not in SEATED:
        raise Refusal(
            _("Nothing was changed. Nobody is booked here any more."), code="not_booked"
        )
    if booking.slot.starts_at > now:
        raise Refusal(
            _("This visit has not begun. Mark it when it has."), code="not_begun"
        )
    if booking.conversation_id is not None and state not in MET:
        raise Refusal(
            _("A conversation is kept from this visit. The mark stays."),
            code="has_conversation",
        )
    asked = agreeing.asked_in(booking.session.round.study)
    if (
        state in MET
        and asked is not None
        and not agreeing.covers(booking.participant, Purpose.TAKE_PART)
    ):
        raise Refusal(
            _(
                "%(pseudonym)s has not agreed to take part. Ask, and record here what "
                "they said. Then mark it."
            )
            % {"pseudonym": booking.participant.pseudonym},
            code="no_consent",
        )
