"""Reminders: they follow an invitation that was sent, at most two, days apart.

All mailings about one survey share a person's reminders.
"""

from datetime import datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import ngettext

from studies.agencies.models import Agency
from studies.outreach.models import (
    SENT,
    SURVEY_REMINDERS,
    Delivery,
    DeliveryQuerySet,
    Reached,
    Step,
    Wave,
)

State = Delivery.State
# Sent, or still to be sent: in the end something to be reminded of.
FOLLOWED = [State.QUEUED, State.CLAIMED, State.IN_HAND, *SENT]
MOMENT = DateTimeField()


def reasons(wave: Wave, step: str) -> list[When]:
    """Why somebody must not get this reminder, as rules on Person."""
    unsent, before = "not_invited", _before(wave, step)
    rules = []
    if step == Step.REMINDER_2:
        unsent, dropped = "not_reminded", before.filter(state=State.DROPPED)
        why = Subquery(dropped.values("reason")[:1])
        rules.append(When(Exists(dropped), then=why))
    followed = Exists(before.filter(state__in=FOLLOWED))
    rules.append(When(~followed, then=Value(unsent)))
    if wave.activity_id:
        # A second one follows a first, which may still wait for its day.
        number = Greatest(_number(wave, step), SURVEY_REMINDERS.index(step))
        enough = GreaterThanOrEqual(number, wave.agency.most_reminders)
        rules.append(When(Q(enough), then=Value("reminded_twice")))
    return rules


def wait_until(wave: Wave, step: str, now: datetime) -> Case:
    """The moment before which this reminder would come too soon, or NULL."""
    apart = timedelta(days=wave.agency.reminder_days)
    after = days_after(wave, step)
    # What still waits is reminded of so many days from now at least.
    sent = Coalesce(F("handed_over_at"), Value(now, MOMENT), output_field=MOMENT)
    before = _before(wave, step).filter(state__in=FOLLOWED)
    moments = [Subquery(before.values(at=sent + after)[:1])]
    if wave.activity_id:
        last = Max(Coalesce("handed_over_at", "claimed_at"))
        moments.append(_in_all(wave, step, last) + Value(apart))
    until = Greatest(*moments) if len(moments) > 1 else moments[0]
    later = GreaterThanOrEqual(until, Value(now + timedelta(microseconds=1), MOMENT))
    return Case(When(Q(later), then=until), output_field=MOMENT)


def days_after(wave: Wave, step: str) -> timedelta:
    """How long after the message before it: never sooner than the agency allows."""
    if step not in SURVEY_REMINDERS:
        return wave.wait(step)
    return max(wave.wait(step), timedelta(days=wave.agency.reminder_days))


def had(wave: Wave) -> Coalesce | Value:
    """How many reminders a person whom this draft invites has got already.

    Only whoever was asked for as "invited, and did not answer" can have got any.
    """
    if (wave.audience_filter or {}).get("reached") != Reached.NOT_ANSWERED:
        return Value(0)
    return _number(wave, Step.INVITATION)


def allows(wave: Wave, step: str, had_before: int) -> bool:
    """Whether the agency's rule lets this step out to who has had so many before."""
    if step not in SURVEY_REMINDERS:
        return True
    return had_before + SURVEY_REMINDERS.index(step) < wave.agency.most_reminders


def rule(agency: Agency) -> str:
    return ngettext(
        "Your agency allows %(n)s reminder for one survey. No further one is sent.",
        "Your agency allows %(n)s reminders for one survey. No further one is sent.",
        agency.most_reminders,
    ) % {"n": agency.most_reminders}


def _number(wave: Wave, step: str) -> Coalesce:
    reminders = Count("pk", filter=Q(step__in=SURVEY_REMINDERS))
    return Coalesce(_in_all(wave, step, reminders), 0)


def _before(wave: Wave, step: str) -> DeliveryQuerySet:
    """The message of the mailing that this one reminds of."""
    earlier = wave.steps[wave.steps.index(step) - 1]
    return Delivery.objects.filter(wave=wave.pk, step=earlier, person=OuterRef("pk"))


def _in_all(wave: Wave, step: str, what) -> Subquery:
    """Counted over what a person got of all mailings about the survey but this one."""
    others: QuerySet = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id,
        wave__is_practice=wave.is_practice,
        person=OuterRef("pk"),
    )
    one = others.exclude(wave=wave.pk, step=step).order_by().values("person")
    return Subquery(one.annotate(what=what).values("what"))
