"""Each move of a message leaves its time and its reason, in the row itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from studies.outreach import actions as outreach
from studies.outreach import judging, leaving, ledger
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.outreach.models.trail import LONGEST, Move, moved, read, word
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def started(clock: Clock) -> Delivery:
    """The invitation of a mailing to one person."""
    activity = make.open_activity()
    person = make.person(agency=activity.agency, email="bo@example.org")
    return make.wave(activity, [person], now=clock.now).deliveries.get(
        step="invitation"
    )


def story(row: Delivery) -> list[tuple[str, int, str]]:
    """(state, minutes since the start, reason) of each move."""
    row.refresh_from_db()
    assert row.since == row.moves[-1].at
    assert (row.state, row.reason) == (row.moves[-1].state, row.moves[-1].reason)
    return [
        (move.state, int((move.at - START).total_seconds() // 60), move.reason)
        for move in row.moves
    ]


def test_a_message_that_goes_out_tells_its_whole_way(sink):
    clock = Clock()
    row = started(clock)
    clock.forward(minutes=3)

    deliver_due(clock=clock)

    assert story(row) == [
        ("queued", 0, ""),
        ("claimed", 3, ""),
        ("in_hand", 3, ""),
        ("handed_over", 3, ""),
    ]


def test_a_message_that_is_tried_again_says_why_it_waited(sink):
    clock = Clock()
    row = started(clock)
    sink.on_rcpt = {"bo@example.org": "451 4.7.1 greylisted"}
    deliver_due(clock=clock)
    sink.on_rcpt = {}
    clock.forward(minutes=5)

    deliver_due(clock=clock)

    assert story(row)[2:5] == [
        ("in_hand", 0, ""),
        ("queued", 0, "later"),
        ("claimed", 5, ""),
    ]
    assert story(row)[-1] == ("handed_over", 5, "")


def test_a_message_that_is_dropped_says_why(sink):
    clock = Clock()
    row = started(clock)
    make.Person.objects.update(archived_at=clock.now)

    deliver_due(clock=clock)

    assert story(row)[-1] == ("dropped", 0, "archived")


def test_stopping_a_mailing_and_leaving_a_study_are_moves_too():
    stopped, left = started(Clock()), started(Clock())

    outreach.stop(stopped.wave_id, by=make.user())
    leaving.leave_all(left.person)

    last = [Delivery.objects.get(pk=row.pk).moves[-1] for row in (stopped, left)]
    assert [(move.state, move.reason) for move in last] == [
        ("dropped", "mailing_stopped"),
        ("dropped", "withdrawn"),
    ]


def test_a_worker_that_died_and_the_judgment_are_moves_too(sink):
    clock = Clock()
    row = started(clock)
    Delivery.objects.filter(pk=row.pk).update(
        claimed_at=clock.now, **moved("in_hand", clock.now)
    )
    clock.forward(minutes=16)
    ledger.set_aside_lost(clock.now)
    clock.forward(minutes=4)

    judging.judge(row.pk, "arrived", by=make.user(), now=clock.now)

    assert story(row)[1:] == [
        ("in_hand", 0, ""),
        ("uncertain", 16, "worker_lost"),
        ("handed_over", 20, ""),
    ]


@pytest.mark.parametrize(
    ("since", "news", "changed"),
    [
        ("handed_over", "delivered", 1),
        ("in_hand", "delivered", 1),
        ("uncertain", "delivered", 1),
        ("delivered", "delivered", 0),
        ("bounced", "delivered", 0),
        ("delivered", "bounced", 1),
        ("handed_over", "bounced", 1),
        ("bounced", "bounced", 0),
        ("delivered", "complained", 1),
        ("complained", "bounced", 0),
        ("queued", "delivered", 0),
        ("dropped", "bounced", 0),
    ],
)
def test_news_of_a_provider_counts_once_and_only_of_what_left(since, news, changed):
    row = started(Clock())
    rows = Delivery.objects.filter(pk=row.pk)
    rows.update(state=since, reason="answered", claimed_at=START)

    found = ledger.report(rows, news, START + timedelta(hours=1), "told")

    row.refresh_from_db()
    assert found == changed
    assert row.state == (news if changed else since)
    assert row.handed_over_at == (START if changed else None)


def test_a_long_story_keeps_its_newest_part():
    row = started(Clock())

    for minutes in range(60):
        Delivery.objects.filter(pk=row.pk).update(
            **moved("queued", START + timedelta(minutes=minutes), "no_such_address")
        )

    row.refresh_from_db()
    assert len(row.trail) == LONGEST
    assert row.moves[-1] == Move(
        "queued", START + timedelta(minutes=59), "no_such_address"
    )
    assert len({move.reason for move in row.moves}) == 1


def test_a_row_from_before_has_no_story():
    assert read("") == []
    assert read(f"nonsense{word('dropped', START, 'left')}") == [
        Move("dropped", START, "left")
    ]


def test_constraint_a_mailing_goes_on_at_some_pace():
    wave = make.draft_wave(make.open_activity(), [])

    rule = "wave_goes_on_at_some_pace"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(per_second=0)
