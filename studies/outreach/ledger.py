"""Every move of a delivery from one state to the next. A move counts only where the
row's lease is still ours, so a worker that was given up on can't change it."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from studies.outreach import stopping
from studies.outreach.channels import Outcome, Sent
from studies.outreach.models import Delivery, DeliveryQuerySet, Step, Wave
from studies.outreach.models.trail import LONGEST, longer, moved, word
from studies.people.models import Person

State = Delivery.State
# What a batch costs by itself is spread over so many; a dead worker keeps them waiting.
BATCH = 250
# 5, 10, 20, 40, 80 minutes: greylisting wants minutes, an outage of theirs hours.
FIRST_WAIT, MOST_TRIES = timedelta(minutes=5), 6
LONGEST_ID = Delivery._meta.get_field("provider_id").max_length
# Of one mailing; the rows of each are there from the start.
FOLLOWING = {
    Step.INVITATION: [Step.REMINDER, Step.REMINDER_2],
    Step.REMINDER: [Step.REMINDER_2],
}
LATER = "later"  # why a message waits that was tried before
CAME_BACK = "came_back"


def due_waves(now: datetime) -> list[int]:
    """Mailings with something due. For whom it is night, the rows say themselves.

    Stopped ones too: what a worker held while somebody stopped it is dropped.
    """
    due = Delivery.objects.due(now).filter(wave=OuterRef("pk"))
    moving = [Wave.State.RUNNING, Wave.State.STOPPED]
    waves = Wave.objects.filter(Exists(due), state__in=moving, getting_ready="")
    return list(waves.order_by("started_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def claim(wave_id: int, lease: uuid.UUID, now: datetime) -> list[Delivery]:
    """Take a batch for one worker; rows that another one is taking are passed over."""
    due = Delivery.objects.due(now).filter(wave_id=wave_id).order_by("due_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:BATCH])
    ours = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    ours.update(lease=lease, claimed_at=now, **moved(State.CLAIMED, now))
    return rows


def take_in_hand(row: Delivery, lease: uuid.UUID, now: datetime) -> bool:
    """The last mark before a message leaves; False where the row is not ours now."""
    # In hand already: the commit before went through, but its answer was lost.
    ours = _ours(row, lease, State.CLAIMED, State.IN_HAND)
    taken = moved(State.IN_HAND, now)
    return ours.update(claimed_at=now, link=row.link, **taken) == 1


def drop(row: Delivery, lease: uuid.UUID, reason: str, now: datetime) -> None:
    dropped = moved(State.DROPPED, now, reason)
    if _not_begun(row, lease).update(lease=None, **dropped):
        _drop_later([row], reason, now)


def _drop_later(rows: list[Delivery], reason: str, now: datetime) -> None:
    """Nothing reminds of what is never sent, so nobody sees it waiting until then."""
    for step, later in FOLLOWING.items():
        pks = [row.pk for row in rows if row.step == step]
        if not pks:
            continue
        # Not those that another worker has taken meanwhile.
        gone = Delivery.objects.filter(pk__in=pks, state=State.DROPPED)
        people = list(gone.values_list("person_id", flat=True))
        why = "not_invited" if step == Step.INVITATION else reason
        theirs = Delivery.objects.queued().filter(
            wave=rows[0].wave_id, step__in=later, person__in=people
        )
        theirs.update(**moved(State.DROPPED, now, why))


def record(
    row: Delivery,
    lease: uuid.UUID,
    sent: Sent,
    address_hash: str,
    now: datetime,
) -> None:
    """Write down what happened to the message in hand."""
    # We know more than whoever set it aside meanwhile as not sure.
    ours = _ours(row, lease, State.IN_HAND, State.UNCERTAIN)
    match sent.outcome:
        case Outcome.HANDED_OVER:
            ours.update(
                handed_over_at=now,
                provider_id=_free_id(row, sent.provider_id),
                **moved(State.HANDED_OVER, now),
            )
        case Outcome.LATER:
            put_back(row, lease, now, tried=True)
        case Outcome.UNCERTAIN:
            ours.update(**moved(State.UNCERTAIN, now, "lost"))
        case Outcome.REFUSED:
            ours.update(**moved(State.BOUNCED, now, "refused"))
        case Outcome.STOPPED:
            _keep_off_number(row, lease, address_hash, now)
        case Outcome.NO_SUCH_ADDRESS:
            if ours.update(**moved(State.BOUNCED, now, "no_such_address")):
                stopping.no_such_address(address_hash)


@transaction.atomic
def _keep_off_number(
    row: Delivery, lease: uuid.UUID, phone_hash: str, now: datetime
) -> None:
    """They said STOP where we did not hear it; it holds here from now on."""
    ours = _ours(row, lease, State.IN_HAND, State.UNCERTAIN)
    if ours.update(lease=None, **moved(State.DROPPED, now, "stopped")):
        stopping.close(stopping.by_number(phone_hash))


def _free_id(row: Delivery, provider_id: str) -> str:
    """The provider's name for it; none where it calls another message so."""
    if not provider_id:
        return ""
    provider_id = provider_id[:LONGEST_ID]  # as news of it is cut
    same = Delivery.objects.filter(channel=row.channel, provider_id=provider_id)
    return "" if same.exclude(pk=row.pk).exists() else provider_id


# From where news of a provider may lead to a state. What it speaks of has left, even
# where our own mark of that is still to come.
_LEFT = [State.IN_HAND, State.HANDED_OVER, State.UNCERTAIN]
LEADS_TO = {
    State.DELIVERED: _LEFT,
    State.BOUNCED: [*_LEFT, State.DELIVERED],
    State.COMPLAINED: [*_LEFT, State.DELIVERED, State.BOUNCED],
}


def report(rows: DeliveryQuerySet, state: str, now: datetime, reason: str = "") -> int:
    """Write down what a provider tells us later; returns how many rows that changed.

    News that comes twice, or after newer news, changes nothing.
    """
    open_ = rows.filter(state__in=LEADS_TO[State(state)])
    left_at = Coalesce("handed_over_at", "claimed_at")
    return open_.update(handed_over_at=left_at, **moved(state, now, reason))


def offer_again(pks: list[uuid.UUID], wait: timedelta, now: datetime) -> int:
    """Queue what came back for now, so long from now; returns how many rows that was.

    Where news came meanwhile, or somebody judged it, that stands. What is known of the
    try that came back stays in the trail.
    """
    rows = Delivery.objects.filter(pk__in=pks, state=State.HANDED_OVER)
    back = word(State.BOUNCED, now, CAME_BACK)
    again = _waiting(now, CAME_BACK)
    again["trail"] = longer(back, word(State.QUEUED, now, CAME_BACK))
    again |= {"due_at": now + wait, "attempts": F("attempts") + 1}
    return rows.update(handed_over_at=None, **again)


def end_again(rows: DeliveryQuerySet, state: str, now: datetime, reason: str) -> int:
    """News of the try before settles what waits for another: nothing goes out then."""
    waiting = rows.filter(
        state__in=[State.QUEUED, State.CLAIMED], trail__contains=f"/{CAME_BACK}"
    )
    return waiting.update(lease=None, **moved(state, now, reason))


def put_back(row: Delivery, lease: uuid.UUID, now: datetime, *, tried: bool) -> None:
    """Queue the message in hand again; one that was tried waits longer each time.

    Trouble that is ours and not the message's does not count as a try.
    """
    ours = _ours(row, lease, State.IN_HAND, State.UNCERTAIN)
    tries = row.attempts + tried
    if tries >= MOST_TRIES:
        gave_up = moved(State.DROPPED, now, "gave_up")
        ours.update(attempts=tries, lease=None, **gave_up)
        return
    wait = FIRST_WAIT * 2**row.attempts if tried else timedelta()
    ours.update(
        attempts=tries, due_at=now + wait, **_waiting(now, LATER if tried else "")
    )


def postpone(
    row: Delivery, lease: uuid.UUID, until: datetime, now: datetime, why: str = ""
) -> None:
    _not_begun(row, lease).update(due_at=until, **_waiting(now, why))


@transaction.atomic
def let_sleep(wave_id: int, zone: str, now: datetime, until: datetime) -> int:
    """Postpone all that a mailing has due for people of one clock, in one statement.

    Else a backlog of the evening would be claimed and put back row by row.
    """
    there = Person.objects.filter(pk=OuterRef("person"), time_zone=zone)
    rows = Delivery.objects.due(now).filter(Exists(there), wave_id=wave_id)
    ours = rows.select_for_update(skip_locked=True).values("pk")
    return Delivery.objects.queued().filter(pk__in=ours).update(due_at=until)


def drop_all(
    rows: list[Delivery], lease: uuid.UUID, reason: str, now: datetime
) -> None:
    held = Delivery.objects.filter(lease=lease, state=State.CLAIMED)
    ours = held.filter(pk__in=[row.pk for row in rows])
    if ours.update(lease=None, **moved(State.DROPPED, now, reason)):
        _drop_later(rows, reason, now)


def put_off(
    rows: list[Delivery], lease: uuid.UUID, now: datetime, why: str = LATER
) -> None:
    """What can't leave just now, behind all that is due before."""
    held = Delivery.objects.filter(lease=lease, state=State.CLAIMED)
    ours = held.filter(pk__in=[row.pk for row in rows])
    ours.update(due_at=now + FIRST_WAIT, **_waiting(now, why))


def postpone_all(
    until: dict[Delivery, datetime], lease: uuid.UUID, now: datetime
) -> None:
    """Each until a moment of its own, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE studies_delivery AS row
               SET state = %s, reason = '', lease = NULL, claimed_at = NULL,
                   since = %s, trail = right(trail || %s, {LONGEST}), due_at = later.at
              FROM unnest(%s::uuid[], %s::timestamptz[]) AS later (id, at)
             WHERE row.id = later.id AND row.lease = %s AND row.state = %s
            """,
            [
                State.QUEUED,
                now,
                word(State.QUEUED, now),
                [row.pk for row in until],
                list(until.values()),
                lease,
                State.CLAIMED,
            ],
        )


def release(lease: uuid.UUID, now: datetime) -> None:
    """Put back what this worker has claimed and not begun."""
    held = Delivery.objects.filter(lease=lease, state=State.CLAIMED)
    held.update(**_waiting(now))


def _waiting(now: datetime, why: str = "") -> dict:
    return {"lease": None, "claimed_at": None} | moved(State.QUEUED, now, why)


def set_aside_lost(now: datetime) -> None:
    """Free what a worker that died had claimed; what it had in hand is uncertain.

    An uncertain message is never sent again by itself: a person judges it.
    """
    died = now - timedelta(minutes=settings.DELIVERY_LEASE_MINUTES)
    stale = Delivery.objects.filter(claimed_at__lt=died)
    _set_aside(
        stale.filter(state=State.IN_HAND), moved(State.UNCERTAIN, now, "worker_lost")
    )
    _set_aside(stale.filter(state=State.CLAIMED), _waiting(now))


@transaction.atomic
def _set_aside(stale: DeliveryQuerySet, becomes: dict) -> None:
    """Rows that somebody holds move just now: they wait for the next look, not we."""
    free = stale.select_for_update(skip_locked=True).values("pk")
    stale.filter(pk__in=free).update(**becomes)


def _not_begun(row: Delivery, lease: uuid.UUID):
    """At its turn nothing of it has left, even where an answer lost has it in hand."""
    return _ours(row, lease, State.CLAIMED, State.IN_HAND)


def _ours(row: Delivery, lease: uuid.UUID, *states: str):
    return Delivery.objects.filter(pk=row.pk, lease=lease, state__in=states)
