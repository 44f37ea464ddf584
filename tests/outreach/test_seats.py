"""A mailing that takes an hour leaves threads for what somebody waits for."""

import threading

import pytest
from django.db import connection

from studies.outreach import delivering, heartbeats, tasks
from studies.outreach.seats import Seats

WAIT = 10


@pytest.fixture
def long(monkeypatch):
    """Mailings that take as long as the test wants; gives who began and what ends it."""
    began, end = threading.Semaphore(0), threading.Event()

    def work() -> None:
        began.release()
        assert end.wait(WAIT)

    monkeypatch.setattr(delivering, "deliver_due", work)
    monkeypatch.setattr(heartbeats, "leave", lambda name: None)
    yield began, end
    end.set()


@pytest.mark.parametrize(("threads", "seats"), [(1, 1), (2, 1), (4, 2), (8, 4)])
def test_half_of_the_threads_stay_free(long, threads, seats):
    began, end = long
    ours = Seats(threads)
    runs = [
        threading.Thread(target=ours.run, args=[delivering.deliver_due])
        for _ in range(seats)
    ]
    for run in runs:
        run.start()
        assert began.acquire(timeout=WAIT)

    refused = [ours.run(delivering.deliver_due) for _ in range(3)]
    end.set()
    for run in runs:
        run.join(WAIT)

    assert refused == [False] * 3
    assert not began.acquire(blocking=False)
    assert ours.run(delivering.deliver_due) is False
    assert began.acquire(blocking=False)


@pytest.mark.django_db(transaction=True)
def test_who_was_sent_away_is_answered_for_by_one_more_look(long, monkeypatch, woken):
    began, end = long
    monkeypatch.setattr(tasks, "_seats", Seats(2))

    def in_a_thread() -> None:
        tasks.deliver_due()
        connection.close()

    run = threading.Thread(target=in_a_thread)
    run.start()
    assert began.acquire(timeout=WAIT)

    for _ in range(5):
        tasks.deliver_due()
    while_it_ran = list(woken)
    end.set()
    run.join(WAIT)

    assert (while_it_ran, woken) == ([], ["outreach.deliver_due"])
    tasks.deliver_due()
    assert woken == ["outreach.deliver_due"]


def test_one_that_fails_gives_its_seat_back():
    ours = Seats()

    for _ in range(2):
        with pytest.raises(LookupError):
            ours.run(lambda: {}["nothing"])
