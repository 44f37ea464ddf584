"""The mails about a visit as somebody would read them, and a test of one to oneself.

Nothing here is kept: the person and the visit that a mail is about are made up, with
the language, the clock and the time of a real one, so that its links lead nowhere.
"""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cxstudio.posting import Left, hand_over
from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach import testing
from studies.people.models import Participant, Person
from studies.sessions import writing
from studies.sessions.models import Booking, Letter, Session, Slot

# Until the session has times, a mail shows one that nobody can book.
EXAMPLE_IN = timedelta(days=7)


def sample(
    session: Session,
    kind: str,
    language: str,
    now: datetime,
    *,
    like: Booking | None = None,
    address: str = "nobody@example.org",
) -> Letter:
    """A mail that stands in no table; about the visit of `like`, if one is given."""
    person = Person(email=address, language=language)
    row = Booking(
        id=uuid.uuid4(),
        session=session,
        slot=(like and like.slot) or _time_of(session, now),
        participant=Participant(
            study=session.round.study, person=person, language=language
        ),
        time_zone=like.time_zone if like else "",
    )
    return Letter(booking=row, kind=kind, sequence=0, due_at=now)


def _time_of(session: Session, now: datetime) -> Slot:
    rows = session.slots.order_by("starts_at")
    found = rows.filter(starts_at__gt=now).first() or rows.last()
    if found is None:
        return _example(session, now)
    found.session = session
    return found


def _example(session: Session, now: datetime) -> Slot:
    clock = (now + EXAMPLE_IN).astimezone(ZoneInfo(session.time_zone))
    at = clock.replace(hour=14, minute=0, second=0, microsecond=0)
    given = {"minutes": session.minutes, "time_zone": session.time_zone}
    return Slot(session=session, starts_at=at.astimezone(UTC), **given)


def send_test(letter: Letter, now: datetime, *, by: User) -> None:
    """Mail a sample to `by`, by the way of real ones, with its calendar entry."""
    testing.count(by)
    mail = writing.message(letter, now)
    mail.subject = _("Test: %(subject)s") % {"subject": mail.subject}
    said = _("This is a test. Only you got it, and its links lead nowhere.")
    mail.body = f"{said}\n\n{mail.body}"
    left = hand_over(mail)
    if left.may_go_again:
        raise Refusal(
            _("Nothing was sent: the mail server does not answer. Try again later."),
            code="unreachable",
        )
    if left != Left.YES:
        raise Refusal(
            _("The mail server did not take the test. Look at your own address."),
            code="refused",
        )
