"""Writers on connections of their own never wait for each other in a circle."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from studies.outreach import ledger, news, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import (
    Delivery,
    ProviderNews,
    SlowDomain,
    Suppression,
    Wave,
)
from tests import make
from tests.outreach.clock import Clock
from tests.outreach.test_workers import run_workers

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 15


def both_ways(write) -> None:
    """Two writers meet the same keys in opposite orders, again and again."""
    orders = [1, -1]

    def work() -> None:
        order = orders.pop()
        for round_ in range(ROUNDS):
            write([f"{round_}-{n}" for n in range(200)][::order])

    run_workers(2, work)


def test_two_who_close_the_same_addresses_end_both():
    def write(hashes: list[str]) -> None:
        half = len(hashes) // 2
        closed = [stopping.Closed(one, "stopped") for one in hashes[:half]]
        closed += [stopping.Closed(one, "bounced") for one in hashes[half:]]
        with transaction.atomic():
            stopping.close(closed)

    both_ways(write)

    assert set(Suppression.objects.values_list("reason", flat=True)) == {"stopped"}
    assert Suppression.objects.count() == ROUNDS * 200


def test_a_provider_that_tells_twice_in_another_order_is_heard_twice():
    def write(keys: list[str]) -> None:
        told = {"kind": "delivered", "channel": "email"}
        news.keep(ProviderNews(key=key, **told) for key in keys)

    both_ways(write)

    assert ProviderNews.objects.count() == ROUNDS * 200


def locked_rows() -> int:
    """How many rows that workers share some other connection holds just now."""
    held = 0
    with transaction.atomic():
        for model in (SlowDomain, Suppression, Delivery):
            free = model.objects.select_for_update(skip_locked=True)
            held += model.objects.count() - len(free)
    return held


def test_a_worker_that_talks_to_a_server_holds_no_row_of_another(sink):
    clock, activity = Clock(), make.open_activity()
    people = [
        make.person(agency=activity.agency, email=f"ana@{n}.example.org")
        for n in range(3)
    ]
    make.wave(activity, people, now=clock.now, reminder=None)
    clock.forward(minutes=1)
    ours = Delivery.objects.filter(person=people[2])
    ours.update(due_at=clock.now)  # behind those whose servers say no
    SlowDomain.objects.create(domain_hash="of another", failed_at=clock.now)
    sink.on_rcpt["ana@0.example.org"] = "450 later"
    sink.on_rcpt["ana@1.example.org"] = "550 5.1.1 nobody"
    held: list[int] = []

    def look(_address: str) -> None:
        def count() -> None:
            held.append(locked_rows())
            connection.close()

        thread = threading.Thread(target=count)
        thread.start()
        thread.join(timeout=30)

    sink.before_reply = look
    deliver_due(clock=clock)

    assert held == [0]
    assert SlowDomain.objects.count() == 2
    assert Suppression.objects.count() == 1


def test_a_mailing_sleeps_while_it_is_night_where_people_are(sink):
    clock, activity = Clock(), make.open_activity()
    clock.forward(hours=14)
    people = [make.person(agency=activity.agency) for _ in range(3)]
    wave = make.wave(activity, people, now=clock.now, reminder=None)
    Delivery.objects.update(due_at=clock.now)

    deliver_due(clock=clock)

    rows = Delivery.objects.filter(state="queued", due_at__gt=clock.now)
    assert (rows.count(), sink.addresses) == (3, [])
    assert Wave.objects.get(pk=wave.pk).trouble == ""


def test_who_sets_aside_what_a_dead_worker_held_waits_for_no_row(settings):
    clock, activity = Clock(), make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(2)]
    wave = make.wave(activity, people, now=clock.now, reminder=None)
    ledger.claim(wave.pk, uuid4(), clock.now)
    clock.forward(minutes=settings.DELIVERY_LEASE_MINUTES + 1)
    first = Delivery.objects.order_by("pk").first()

    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=first.pk)
        run_workers(2, lambda: ledger.set_aside_lost(clock.now))

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert states.pop(first.pk) == "claimed"
    assert list(states.values()) == ["queued"]
