"""Notes of a session, and the conversations that are made of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.people import actions as people
from studies.people import agreeing, conversations, holds
from studies.people.models import Conversation, Purpose
from studies.planning.models import Round
from studies.sessions import locking
from studies.sessions.actions import locked
from studies.sessions.models import Booking, Note, Session
from studies.sessions.models.booking import MET
from studies.wording.numbers_left_out import Stays, known, without

LONGEST = 2000
Kind = Note.Kind
NEEDS = {Kind.WORDS: Purpose.QUOTE, Kind.RECORDED: Purpose.RECORD}


@transaction.atomic
def write(
    session_id: int,
    text: str,
    *,
    kind: str,
    language: str,
    booking_id: UUID | None = None,
    by: User | None,
) -> Note:
    """Keep a note without addresses and private numbers, under the speaker's consent.

    What somebody has not agreed to is refused: their words without a yes to quoting,
    words of a recording without a yes to recording.
    """
    session = Session.objects.select_related("round__study__agency").get(pk=session_id)
    text = without(text.strip(), own_numbers(session.round.study.agency))
    if not text or len(text) > LONGEST:
        raise Refusal(
            _("Nothing was saved. Write something, in at most 2,000 characters."),
            code="empty" if not text else "long",
        )
    booking = None
    if booking_id is not None:
        rows = session.bookings.select_related("participant__study")
        locking.people(rows.filter(pk=booking_id).values_list("participant", flat=True))
        booking = rows.get(pk=booking_id)
        people.refuse_left(booking.participant)
    _refuse_unheard(booking, kind)
    _refuse_uncovered(booking, kind)
    return Note.objects.create(
        session=session,
        booking=booking,
        kind=kind,
        text=text,
        language=language,
        consent=agreeing.holding(booking.participant) if booking else None,
        written_by=by,
    )


def own_numbers(agency: Agency) -> Stays:
    """What the agency gives out itself may stand in a note."""
    return known(agency.contact_phone, agency.contact_email, agency.case_help)


def _refuse_unheard(booking: Booking | None, kind: str) -> None:
    if booking is None and kind != Kind.SEEN:
        raise Refusal(
            _("Nothing was saved. Choose who said these words."), code="nobody"
        )
    if booking is not None and booking.state not in MET:
        raise Refusal(
            _(
                "Nothing was saved. First mark that %(pseudonym)s took part or stopped "
                "early."
            )
            % {"pseudonym": booking.participant.pseudonym},
            code="not_met",
        )


def _refuse_uncovered(booking: Booking | None, kind: str) -> None:
    purpose = NEEDS.get(Kind(kind))
    if booking is None or purpose is None:
        return
    if not agreeing.covers(booking.participant, purpose):
        raise Refusal(
            _(
                "Nothing was saved. %(pseudonym)s has not agreed to this: "
                "%(purpose)s. Write what you understood, in your own words."
            )
            % {"pseudonym": booking.participant.pseudonym, "purpose": purpose.label},
            code="not_agreed",
        )


@transaction.atomic
def take_out(note_id: int, *, by: User) -> None:
    """Throw a note away for good; one in a conversation is changed there."""
    note = Note.objects.select_for_update().get(pk=note_id)
    if note.is_kept:
        raise Refusal(
            _("This note is in a conversation. Change it under What people said."),
            code="kept",
        )
    round_ = note.session.round
    if holds.pauses(round_.study.agency_id, round_.study_id):
        raise Refusal(
            _(
                "This note stays. A legal hold keeps everything of this study until it "
                "is lifted."
            ),
            code="held",
        )
    note.delete()


@dataclass(frozen=True)
class Held:
    """A conversation that was kept, and the notes that went into it just now."""

    conversation: Conversation
    notes: list[Note]


@transaction.atomic
def hold(session_id: int, *, by: User | None) -> list[Held]:
    """One conversation for each person who took part; later notes go into the same one.

    Repeating it changes nothing. People without a note count as well: the team met
    them. A closed round's head count is frozen, so nobody is added to it.
    """
    met = Booking.objects.met().filter(session=session_id)
    ours = locking.people(met.values_list("participant", flat=True))
    session = locked(session_id)
    # Whoever took everything back is not written down once more.
    stay = [row.pk for row in ours if row.withdrawn_on is None]
    rows = session.bookings.met().filter(participant__in=stay)
    rows = rows.select_related("participant__study", "slot", "conversation")
    held = []
    for booking in rows.select_for_update(of=["self"]).order_by("participant__number"):
        notes = list(booking.notes.loose().order_by("written_at", "pk"))
        if booking.conversation is None:
            _refuse_closed(session)
            booking.conversation = _conversation(session, booking, by)
            booking.save(update_fields=["conversation"])
        elif not notes:
            continue
        _add(booking.conversation, notes)
        held.append(Held(booking.conversation, notes))
    return held


def _refuse_closed(session: Session) -> None:
    if session.round.state == Round.State.CLOSED:
        raise Refusal(
            _("This round is closed, and so is its count of people. Nothing was kept."),
            code="closed",
        )


def _conversation(session: Session, booking: Booking, by: User | None) -> Conversation:
    slot = booking.slot
    return conversations.log(
        session.round,
        held_on=min(slot.starts_at.astimezone(slot.zone).date(), timezone.localdate()),
        method=session.method,
        people=1,
        language=booking.participant.language,
        heard="",
        by=by,
        segments=list(booking.participant.segments.all()),
        participant=booking.participant,
        is_proxy=booking.is_proxy,
        is_synthetic=booking.is_synthetic,
    )


def _add(conversation: Conversation, notes: list[Note]) -> None:
    lines = [conversation.heard, *(" ".join(note.text.split()) for note in notes)]
    conversation.heard = "\n".join(line for line in lines if line)
    conversation.save(update_fields=["heard"])
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(is_kept=True)
