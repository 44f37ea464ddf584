"""What came back for now is tried again, and never where the first may have arrived."""

from datetime import timedelta
from uuid import uuid4

import pytest

from studies.outreach import bounces, news, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from tests import make
from tests.outreach.clock import START, Clock
from tests.outreach.test_provider_news import sent, state_of, tell

pytestmark = pytest.mark.django_db
HOURS = (6, 12, 24)


def came_back(row: Delivery, clock: Clock, **fields) -> None:
    tell(row, "for_now", due_at=clock.now, **fields)
    news.fold_waiting(now=clock.now)


@pytest.fixture
def clock(sink) -> Clock:
    return Clock()


def gone(clock: Clock) -> Delivery:
    activity = make.open_activity()
    make.wave(activity, [make.person(agency=activity.agency)], now=clock.now)
    deliver_due(clock=clock)
    return Delivery.objects.select_related("person").get(step="invitation")


def moves(row: Delivery) -> list[str]:
    row.refresh_from_db()
    return [f"{move.state} {move.reason}".strip() for move in row.moves]


def test_a_second_try_is_a_move_of_its_own_with_its_reason(clock, sink):
    row = gone(clock)

    came_back(row, clock)
    clock.forward(hours=HOURS[0])
    deliver_due(clock=clock)

    assert len(sink.addresses) == 2
    assert moves(row) == [
        *("queued", "claimed", "in_hand", "handed_over"),
        *("bounced came_back", "queued came_back"),
        *("claimed", "in_hand", "handed_over"),
    ]
    assert {mail["Message-ID"] for _to, mail in sink.received} == {
        sink.received[0][1]["Message-ID"]
    }


def test_it_waits_longer_each_time_and_ends_as_came_back(clock, sink):
    row, waits = gone(clock), []

    for number in range(4):
        Delivery.objects.filter(pk=row.pk).update(provider_id=f"try {number}")
        came_back(row, clock, provider_id=f"try {number}")
        row.refresh_from_db()
        if row.state == "queued":
            waits.append(row.due_at - clock.now)
            clock.now = row.due_at.replace(hour=10) + timedelta(days=1)
            deliver_due(clock=clock)

    assert waits == [timedelta(hours=hours) for hours in HOURS]
    assert sum(HOURS) < 72  # before a reminder of it may follow
    assert state_of(row) == ("bounced", "came_back")
    assert len(sink.addresses) == 4


@pytest.mark.parametrize("kind", ["delivered", "complained", "no_such_address"])
def test_later_news_before_the_second_try_ends_the_waiting(clock, sink, kind):
    row = gone(clock)
    came_back(row, clock)

    tell(row, kind, due_at=clock.now)
    news.fold_waiting(now=clock.now)
    clock.forward(days=2)
    deliver_due(clock=clock)

    assert len(sink.addresses) == 1
    expected = "complained" if kind == "complained" else "bounced"
    assert state_of(row)[0] == expected


def test_news_that_it_arrived_stops_a_worker_that_has_claimed_it(clock, sink):
    row = gone(clock)
    came_back(row, clock)
    Delivery.objects.filter(pk=row.pk).update(
        state="claimed", reason="", lease=uuid4(), claimed_at=clock.now
    )

    tell(row, "delivered", due_at=clock.now)
    news.fold_waiting(now=clock.now)

    row.refresh_from_db()
    assert (row.state, row.lease) == ("bounced", None)


def test_a_second_report_of_the_first_try_sends_nothing_a_third_time(clock, sink):
    row = gone(clock)
    for _ in range(3):
        came_back(row, clock)
    clock.forward(hours=HOURS[0])
    deliver_due(clock=clock)

    came_back(row, clock)
    clock.forward(days=3)
    deliver_due(clock=clock)

    assert len(sink.addresses) == 2
    assert state_of(row) == ("bounced", "came_back")


def test_a_report_that_names_an_earlier_try_says_nothing_of_the_last(clock):
    row = gone(clock)
    Delivery.objects.filter(pk=row.pk).update(provider_id="first")
    came_back(row, clock, provider_id="first")
    clock.forward(hours=HOURS[0])
    deliver_due(clock=clock)
    Delivery.objects.filter(pk=row.pk).update(provider_id="second")

    came_back(row, clock, provider_id="first")

    assert state_of(row) == ("handed_over", "")


@pytest.mark.parametrize("state", ["uncertain", "delivered"])
def test_what_may_have_arrived_is_not_tried_again(state):
    fields = {"state": state, "reason": "lost" if state == "uncertain" else ""}
    [row] = sent(**fields)

    came_back(row, Clock())

    assert state_of(row) == ("bounced", "came_back")


def test_the_question_is_asked_again_before_the_second_try(clock, sink):
    row = gone(clock)
    came_back(row, clock)
    stopping.stop_messages(row.person_id)

    clock.forward(hours=HOURS[0])
    deliver_due(clock=clock)

    assert len(sink.addresses) == 1
    assert state_of(row) == ("dropped", "stopped")


def test_a_mailing_of_which_much_waits_for_a_second_try_is_held(monkeypatch):
    monkeypatch.setattr(bounces, "AFTER", 5)
    rows = sent(6)
    for row in rows[:2]:
        tell(row, "for_now")

    news.fold_waiting(now=START)

    wave = Wave.objects.get(pk=rows[0].wave_id)
    assert (wave.state, wave.trouble) == ("paused", "bounced")
