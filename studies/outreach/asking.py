"""The question asked again before each message: is it still wanted, right now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from studies.outreach import wanted
from studies.outreach.models import (
    REMINDERS,
    SENT,
    SURVEY_REMINDERS,
    Delivery,
    Step,
    Wave,
)
from studies.outreach.quiet_hours import may_send, next_open
from studies.people.models import Person
from studies.planning.models import Activity, Study

# Domain rule: at most 2 reminders, 3 days apart, however many mailings plan one.
MOST_REMINDERS, APART = 2, timedelta(days=3)


@dataclass(frozen=True)
class Answer:
    """Send it to this person, drop it for a reason, or let it wait until a moment."""

    person: Person | None = None
    reason: str = ""
    wait_until: datetime | None = None


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
    if wave.state in (Wave.State.DRAFT, Wave.State.PAUSED):
        return True
    activity = wave.activity
    asleep = activity is not None and (
        activity.state in (Activity.State.DRAFT, Activity.State.PAUSED)
        or (activity.opens_at is not None and now < activity.opens_at)
    )
    return asleep or not may_send(wave.agency, now)


def ask(wave: Wave, row: Delivery, now: datetime) -> Answer:
    """Whether this message may go out; call it inside the sending transaction."""
    if wave.state == Wave.State.STOPPED:
        return Answer(reason="mailing_stopped")
    if row.step != Step.THANKS and _is_over(wave, now):
        return Answer(reason="closed")
    if must_wait(wave, now):
        return Answer(wait_until=max(row.due_at, next_open(wave.agency, now)))
    if row.person_id is None:
        return Answer(reason="erased")
    if row.step in REMINDERS:
        answer = _not_yet_reminded(wave, row, now) or _reminded_before(wave, row, now)
        if answer:
            return answer
    if row.step == Step.THANKS and _thanked_before(wave, row):
        return Answer(reason="thanked")
    return _about_person(wave, row, now)


def _is_over(wave: Wave, now: datetime) -> bool:
    activity, study = wave.activity, wave.about
    if activity is None:
        return False
    return (
        activity.state == Activity.State.CLOSED
        or activity.archived_at is not None
        or (activity.closes_at is not None and activity.closes_at <= now)
        or (study is not None and study.state == Study.State.CLOSED)
    )


def _not_yet_reminded(wave: Wave, row: Delivery, now: datetime) -> Answer | None:
    """A reminder follows a message that was sent, after the days promised."""
    steps = wave.steps
    before = Delivery.objects.filter(
        wave=row.wave_id, step=steps[steps.index(row.step) - 1], person=row.person_id
    ).first()
    is_second = row.step == Step.REMINDER_2
    unsent = Answer(reason="not_reminded" if is_second else "not_invited")
    if before is None:
        return unsent
    after = wave.wait(row.step)
    if before.state in SENT:
        due = before.handed_over_at + after
        return Answer(wait_until=due) if due > now else None
    if before.state in (
        Delivery.State.QUEUED,
        Delivery.State.CLAIMED,
        Delivery.State.IN_HAND,
    ):
        return Answer(wait_until=now + after)
    if is_second and before.state == Delivery.State.DROPPED:
        return Answer(reason=before.reason)
    return unsent


def _reminded_before(wave: Wave, row: Delivery, now: datetime) -> Answer | None:
    """All mailings about one survey share a person's reminders, and keep apart."""
    if wave.activity_id is None:
        return None
    _one_at_a_time(row)
    others = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id,
        wave__is_practice=wave.is_practice,
        person=row.person_id,
    )
    told = others.exclude(pk=row.pk).aggregate(
        reminders=Count("pk", filter=Q(step__in=SURVEY_REMINDERS)),
        last=Max(Coalesce("handed_over_at", "claimed_at")),
    )
    if told["reminders"] >= MOST_REMINDERS:
        return Answer(reason="reminded_twice")
    if told["last"] and told["last"] + APART > now:
        return Answer(wait_until=told["last"] + APART)
    return None


def _thanked_before(wave: Wave, row: Delivery) -> bool:
    """Another mailing about the survey has said thank you to this person."""
    _one_at_a_time(row)
    others = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id, person=row.person_id, step=Step.THANKS
    )
    return others.exclude(pk=row.pk).exists()


def _about_person(wave: Wave, row: Delivery, now: datetime) -> Answer:
    if row.step == Step.INVITATION:
        _one_at_a_time(row)
    people = Person.objects.filter(pk=row.person_id)
    person = wanted.with_reason(people, wave, row.step, now).first()
    if person is None:
        return Answer(reason="erased")
    if person.reason:
        return Answer(reason=person.reason)
    try:
        validate_email(person.email)
    except ValidationError:
        return Answer(reason="bad_address")
    return Answer(person=person)


def _one_at_a_time(row: Delivery) -> None:
    """Two mailings can't both find room under what one person may get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"contact-cap:{row.person_id}"],
        )
