"""Whether a mail about a visit still goes out: asked before it is made, and as it leaves.

However many people are asked about, what decides is read in a handful of queries.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef

from studies.agencies.models import Agency
from studies.outreach import wanted as outreach
from studies.outreach import ways
from studies.outreach.models import Suppression
from studies.partners.models import InviteLink
from studies.people.models import Consent, Participant, Person, Withdrawal
from studies.people.vault import keyed_hash, textable
from studies.planning.models import Round, Study
from studies.sessions.models import Booking, Letter, Session
from studies.sessions.models.booking import State

Kind = Letter.Kind
# Said once of a whole session, not of each person.
OF_ALL = ("closed", "full", "practice")
BOUNCED, STOPPED = Suppression.Reason.BOUNCED, Suppression.Reason.STOPPED


@dataclass(frozen=True)
class _Facts:
    """What has to be looked up, of all the people of one session."""

    suppressed: set[tuple[str, str]]  # (hash of an address or a number, why)
    texted: set[object]  # people who wish text messages and no mail
    ours: set[str]  # hashes of the addresses of the agency's members
    leaving: set[object]  # people who took everything back, while a hold keeps it
    has_times: bool
    parts: set[int]  # participants who have a part in the study already
    wishes: dict[object, str]  # {person: why they may not be invited, or nothing}


def why_not(letter: Letter, now: datetime) -> str:
    """Why it must not go out now; empty where it is wanted."""
    return _why_not(letter, _facts([letter], now), now)


def forecast(bookings: list[Booking], now: datetime) -> Counter[str]:
    """Of the newest mail of each: how many go out, under "", and why others do not.

    The bookings are of one session.
    """
    rows = Letter.objects.filter(booking__in=bookings, state=Letter.State.QUEUED)
    letters = rows.exclude(kind=Kind.REMINDER).select_related(
        "booking__slot",
        "booking__session__round__study__agency",
        "booking__participant__person",
    )
    if not letters:
        return Counter()
    facts = _facts(letters, now)
    return Counter(_why_not(letter, facts, now) for letter in letters)


def why_not_invited(
    session: Session, people: Sequence[Participant], now: datetime
) -> dict[int, str]:
    """{participant: why an invitation would not go out}, of those for whom it is so.

    What keeps it from everybody, such as that no time is free, is not among them.
    """
    invited = {"session": session, "state": State.INVITED}
    letters = [
        Letter(kind=Kind.INVITATION, booking=Booking(participant=one, **invited))
        for one in people
    ]
    for letter in letters:
        letter.sequence = letter.booking.sequence
    facts = replace(_facts(letters, now), has_times=True) if letters else None
    found = {
        letter.booking.participant_id: _why_not(letter, facts, now)
        for letter in letters
    }
    return {pk: why for pk, why in found.items() if why and why not in OF_ALL}


def _facts(letters: Sequence[Letter], now: datetime) -> _Facts:
    session = letters[0].booking.session
    study = session.round.study
    asked = [row.booking.participant for row in letters if row.kind == Kind.INVITATION]
    people = {row.booking.participant.person for row in letters} - {None}
    hashes = {hashed for person in people for hashed in person.address_hashes}
    suppressed = Suppression.objects.filter(address_hash__in=hashes)
    return _Facts(
        suppressed=set(suppressed.values_list("address_hash", "reason")),
        texted=ways.who_wants_texts(person.pk for person in people),
        ours=set() if study.counts else _members(study.agency),
        leaving=_leaving([row.person for row in asked if row.person]),
        has_times=bool(asked) and session.slots.bookable(now).exists(),
        parts=_with_part([row.pk for row in asked]),
        wishes=_wishes([row.person for row in asked if row.person], study, now),
    )


def _members(agency: Agency) -> set[str]:
    addresses = agency.members.active().values_list("user__email", flat=True)
    return {keyed_hash(address) for address in addresses}


def _leaving(people: list[Person]) -> set[object]:
    if not people:
        return set()
    waiting = Withdrawal.objects.waiting().filter(person__in=people)
    return set(waiting.values_list("person", flat=True))


def _with_part(participants: list[int]) -> set[int]:
    """They agreed to something in the study, answered, or booked: it is theirs, too."""
    if not participants:
        return set()
    own = {"participant": OuterRef("pk")}
    rows = Participant.objects.filter(
        Exists(Consent.objects.filter(**own))
        | Exists(InviteLink.objects.filter(finishes__gt=0, **own))
        | Exists(Booking.objects.seated().filter(**own)),
        pk__in=participants,
    )
    return set(rows.values_list("pk", flat=True))


def _wishes(people: list[Person], study: Study, now: datetime) -> dict[object, str]:
    return outreach.why_not_to_visit(people, study, now) if people else {}


def _why_not(letter: Letter, facts: _Facts, now: datetime) -> str:
    """A booked visit's own messages go to people who stopped all others, too. They are
    about a promise that both sides made."""
    booking, person = letter.booking, letter.booking.participant.person
    if letter.sequence != booking.sequence:
        return "changed"
    if (is_over := _is_over(letter, booking, now)) or person is None:
        return is_over or "erased"
    if booking.participant.withdrawn_on is not None:
        return "withdrawn"
    by_text = person.pk in facts.texted
    at = person.phone_hash if by_text else person.email_hash
    if not (textable(person.phone) if by_text else person.email):
        return "no_address"
    if letter.kind == Kind.INVITATION and (reason := _uninvited(booking, at, facts)):
        return reason
    if (at, BOUNCED) in facts.suppressed:
        return "no_such_address"
    # A practice study writes to nobody but the team itself.
    if not booking.session.round.study.counts and person.email_hash not in facts.ours:
        return "practice"
    return "" if by_text or _is_whole(person) else "bad_address"


def _is_whole(person: Person) -> bool:
    try:
        validate_email(person.email)
    except ValidationError:
        return False
    return True


def _is_over(letter: Letter, booking: Booking, now: datetime) -> str:
    wanted = {Kind.INVITATION: State.INVITED, Kind.CANCELLATION: State.CANCELED}
    if booking.state != wanted.get(Kind(letter.kind), State.BOOKED):
        return "changed"
    if booking.slot is not None and booking.slot.starts_at <= now:
        return "too_late"
    return ""


def _uninvited(booking: Booking, at: str, facts: _Facts) -> str:
    session, person = booking.session, booking.participant.person
    if _is_closed(session):
        return "closed"
    if session.archived_at or not facts.has_times:
        return "full"
    if person.archived_at is not None:
        return "archived"
    if (at, STOPPED) in facts.suppressed:
        return "stopped"
    if person.pk in facts.leaving:
        return "withdrawn"
    if not session.round.study.counts or booking.participant_id in facts.parts:
        return ""
    return facts.wishes[person.pk]


def _is_closed(session: Session) -> bool:
    round_ = session.round
    return (
        round_.state == Round.State.CLOSED or round_.study.state == Study.State.CLOSED
    )
