import time

from celery import shared_task
from celery.signals import after_task_publish, beat_init, celeryd_after_setup
from django.db import DatabaseError, connection
from django.utils import timezone

from cxstudio import wake
from studies.outreach import (
    added_letters,
    answering_texts,
    delivering,
    getting_ready,
    heartbeats,
    news,
    numbers,
    panel_nights,
    thanking,
)
from studies.outreach.seats import Seats

BEAT_SECONDS = 30
_left: dict[str, float] = {}  # when the scheduler left a sign, in this process

_seats = Seats()

# A wake-up is answered for as it comes: the rows are the queue, and beat wakes anew. A
# worker that held it until the end would fall with the broker.


@shared_task(name="outreach.deliver_due", ignore_result=True, acks_late=False)
def deliver_due() -> None:
    heartbeats.leave(heartbeats.WORKER)
    if _seats.run(delivering.deliver_due):
        wake.on_commit("outreach.deliver_due")


@celeryd_after_setup.connect
def set_seats(instance, **_event) -> None:
    """In a worker with threads; one with processes has them all for anything."""
    global _seats
    _seats = Seats(instance.concurrency or 1)


@shared_task(name="outreach.get_ready", ignore_result=True, acks_late=False)
def get_ready() -> None:
    getting_ready.get_all_ready()


@beat_init.connect
def watch_scheduler(**_event) -> None:
    """In the scheduler's own process: what it hands to the broker shows that it runs."""
    after_task_publish.connect(scheduler_runs)


def scheduler_runs(**_event) -> None:
    if time.monotonic() - _left.get("at", -BEAT_SECONDS) < BEAT_SECONDS:
        return
    try:
        heartbeats.leave(heartbeats.SCHEDULER)
    except DatabaseError:  # the scheduler goes on; the sign is missed on the home page
        connection.close()
        return
    _left["at"] = time.monotonic()


@shared_task(name="outreach.tend_panel", ignore_result=True)
def tend_panel() -> None:
    panel_nights.tend_all()


@shared_task(name="outreach.thank_due", ignore_result=True)
def thank_due() -> None:
    thanking.thank_due(timezone.now())


@shared_task(name="outreach.fold_news", ignore_result=True)
def fold_news() -> None:
    news.fold_waiting()


@shared_task(name="outreach.forget_news", ignore_result=True)
def forget_news() -> None:
    news.forget_old()


@shared_task(name="outreach.tell_added", ignore_result=True)
def tell_added() -> None:
    added_letters.tell_all(timezone.now())


@shared_task(name="outreach.hash_numbers", ignore_result=True)
def hash_numbers() -> None:
    numbers.hash_anew()


@shared_task(name="outreach.confirm_word", ignore_result=True, acks_late=False)
def confirm_word(news_id: str) -> None:
    answering_texts.confirm(int(news_id))
