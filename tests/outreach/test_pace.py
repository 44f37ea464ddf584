"""So many messages a second: of a mailing, and of all together."""

from datetime import timedelta

import pytest

from studies.outreach import delivering
from studies.outreach.models import Delivery, Wave
from studies.outreach.pacing import NotYet, Pacer
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def mailing(clock: Clock, people: int, **fields) -> Wave:
    activity = make.open_activity()
    listed = [make.person(agency=activity.agency) for _ in range(people)]
    wave = make.wave(activity, listed, now=clock.now)
    Wave.objects.filter(pk=wave.pk).update(**fields)
    return wave


def deliver(clock: Clock) -> None:
    """With waits that only move the clock on."""
    delivering.deliver_due(clock=clock, wait=lambda s: clock.forward(seconds=s))


def seconds() -> list[float]:
    """When each message was taken in hand, counted from the start."""
    rows = Delivery.objects.filter(state="handed_over").order_by("claimed_at")
    return [round((row.claimed_at - START).total_seconds(), 3) for row in rows]


def test_a_mailing_keeps_its_pace(sink):
    clock = Clock()
    mailing(clock, 4, per_second="0.5")

    deliver(clock)

    assert seconds() == [0, 2, 4, 6]


def test_without_a_pace_nothing_waits(sink):
    clock = Clock()
    mailing(clock, 3)

    deliver(clock)

    assert seconds() == [0, 0, 0]


def test_all_mailings_share_what_the_operator_allows(sink, settings):
    settings.MESSAGES_PER_SECOND = 2
    clock = Clock()
    mailing(clock, 2)
    mailing(clock, 2)

    deliver(clock)

    assert seconds() == [0, 0.5, 1, 1.5]


def test_a_slow_mailing_lets_another_go_meanwhile(sink):
    clock = Clock()
    slow = mailing(clock, 2, per_second="0.1")
    mailing(clock, 2)

    deliver(clock)

    last = Delivery.objects.filter(wave=slow, state="handed_over").latest("claimed_at")
    assert seconds() == [0, 0, 0, 10]
    assert last.claimed_at == START + timedelta(seconds=10)


def test_a_turn_that_is_minutes_away_is_left_to_the_next_minute(sink):
    clock = Clock()
    mailing(clock, 2, per_second="0.01")

    deliver(clock)
    waits = Delivery.objects.get(step="invitation", state="queued")
    clock.forward(seconds=100)
    deliver(clock)

    assert seconds() == [0, 100]
    assert (waits.lease, waits.claimed_at) == (None, None)


def test_turns_are_shared_by_all_workers():
    clock, wave = Clock(), Wave(pk=7, per_second=1)
    waited: list[float] = []
    workers = [Pacer.of(wave, clock, waited.append) for _ in range(3)]

    for worker in workers:
        worker.turn()

    assert waited == [1, 2]


def test_nobody_takes_a_turn_that_is_too_far_off():
    clock, wave = Clock(), Wave(pk=7, per_second=0.1)
    pacer = Pacer.of(wave, clock, lambda seconds: None)
    pacer.turn()

    for _ in range(2):
        with pytest.raises(NotYet) as not_yet:
            pacer.turn()
        assert not_yet.value.until == START + timedelta(seconds=10)
