"""The question asked again before each message: is it still wanted, right now?"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Value
from django.db.models.fields import DateTimeField

from studies.outreach import caps, numbers, reminding, wanted, ways
from studies.outreach.models import REMINDERS, Delivery, Suppression, Wave
from studies.outreach.quiet_hours import may_send, next_open
from studies.people.models import Person
from studies.people.models.person import PersonQuerySet
from studies.people.vault import textable
from studies.planning.models import Activity


@dataclass(frozen=True)
class Answer:
    """Send it to this person, drop it for a reason, or let it wait until a moment."""

    person: Person | None = None
    reason: str = ""
    wait_until: datetime | None = None
    # The clock for which it is night, where that alone makes it wait.
    asleep: str | None = None


def wave_now(wave_id: int) -> Wave:
    """The mailing with all that the rules look at, as it stands this moment."""
    rows = Wave.objects.select_related(
        "agency",
        "activity__round__study",
        "study",
        "first",
        "reminder",
        "second_reminder",
        "thanks",
        "link",
    )
    return rows.get(pk=wave_id)


def must_wait(wave: Wave, now: datetime) -> bool:
    """Nothing of this mailing may go out now, and nothing is lost by waiting."""
    if wave.state in (Wave.State.DRAFT, Wave.State.PAUSED) or wave.getting_ready:
        return True
    if wave.about is not None and wave.about.is_paused:
        return True
    activity = wave.activity
    return activity is not None and (
        activity.state in (Activity.State.DRAFT, Activity.State.PAUSED)
        or (activity.opens_at is not None and now < activity.opens_at)
    )


def ask(wave: Wave, row: Delivery, now: datetime) -> Answer:
    """Whether this message may go out; call it inside the sending transaction."""
    if answer := of_mailing(wave, row, now):
        return answer
    caps.hold(row.person_id)
    people = Person.objects.filter(pk=row.person_id)
    return of_person(wave, question(people, wave, row.step, now).first(), now)


def of_mailing(wave: Wave, row: Delivery, now: datetime) -> Answer | None:
    """What the mailing as a whole says of any of its messages; without a query."""
    if reason := wanted.over(wave, row.step, now):
        return Answer(reason=reason)
    if must_wait(wave, now):
        opens_at = wave.activity.opens_at if wave.activity else None
        return Answer(wait_until=max(row.due_at, now, opens_at or now))
    if row.person_id is None:
        return Answer(reason="erased")
    return None


def question(
    people: PersonQuerySet, wave: Wave, step: str, now: datetime
) -> PersonQuerySet:
    """All that the database knows of whether they get it: `reason` and `wait_until`.

    It depends on nothing of the single person, so one statement serves a mailing.
    """
    until = Value(None, DateTimeField())
    if step in REMINDERS:
        until = reminding.wait_until(wave, step, now)
    asked = wanted.with_reason(people, wave, step, now)
    return asked.annotate(wait_until=until, by_text=ways.by_text(wave))


def of_person(wave: Wave, person: Person | None, now: datetime) -> Answer:
    """The answer for a row of the question; without a query, but for old hashes."""
    if person is None:
        return Answer(reason="erased")
    zone = person.time_zone
    if person.wait_until:
        return Answer(wait_until=next_open(wave.agency, person.wait_until, zone))
    if person.reason:
        return Answer(reason=person.reason)
    if not may_send(wave.agency, now, zone):
        return Answer(wait_until=next_open(wave.agency, now, zone), asleep=zone)
    if person.by_text:
        return _by_text(person)
    try:
        validate_email(person.email)
    except ValidationError:
        return Answer(reason="bad_address")
    return Answer(person=person)


def _by_text(person: Person) -> Answer:
    if not textable(person.phone):
        return Answer(reason="no_phone")
    why = numbers.why_kept_off(person)
    if why == Suppression.Reason.BOUNCED:
        return Answer(reason="no_such_number")
    return Answer(reason="stopped") if why else Answer(person)
