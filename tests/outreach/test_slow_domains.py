"""A mail provider that turns messages away is slowed by itself, and not hammered."""

from datetime import timedelta

import pytest

from studies.outreach import slow_domains
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, SlowDomain
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def mailing(clock: Clock, slow: int, quick: int) -> None:
    activity = make.open_activity()
    addresses = [f"p{at}@slow.example.org" for at in range(slow)]
    addresses += [f"p{at}@quick.example.org" for at in range(quick)]
    people = [make.person(agency=activity.agency, email=one) for one in addresses]
    make.wave(activity, people, now=clock.now)


def turn_away(sink, reply: str = "451 4.7.28 too many from you", number: int = 20):
    sink.on_rcpt = {f"p{at}@slow.example.org": reply for at in range(number)}


def states() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in Delivery.objects.filter(step="invitation"):
        found[row.state, row.reason] = found.get((row.state, row.reason), 0) + 1
    return found


def tries() -> int:
    rows = Delivery.objects.values_list("attempts", flat=True)
    return sum(rows)


def test_after_five_in_a_row_the_rest_wait_and_others_go(sink):
    clock = Clock()
    mailing(clock, slow=12, quick=4)
    turn_away(sink)

    deliver_due(clock=clock)

    assert states() == {
        ("queued", "later"): 5,
        ("queued", "slow_domain"): 7,
        ("handed_over", ""): 4,
    }
    [row] = SlowDomain.objects.all()
    assert row.domain_hash == keyed_hash("@slow.example.org")
    assert row.slowed_until == START + timedelta(minutes=5)
    assert slow_domains.slowed(clock.now) == 1


def test_then_two_are_tried_and_it_waits_twice_as_long(sink):
    clock = Clock()
    mailing(clock, slow=12, quick=0)
    turn_away(sink)
    deliver_due(clock=clock)

    clock.forward(minutes=5)
    deliver_due(clock=clock)

    row = SlowDomain.objects.get()
    assert tries() < 5 + 4
    assert row.slowed_until == clock.now + timedelta(minutes=10)


def test_a_provider_that_takes_one_again_gets_all(sink):
    clock = Clock()
    mailing(clock, slow=12, quick=0)
    turn_away(sink)
    deliver_due(clock=clock)
    sink.on_rcpt = {}

    for _ in range(3):
        clock.forward(minutes=5)
        deliver_due(clock=clock)

    assert states() == {("handed_over", ""): 12}
    assert not SlowDomain.objects.exists()


def test_addresses_that_do_not_exist_say_nothing_of_their_provider(sink):
    clock = Clock()
    mailing(clock, slow=8, quick=0)
    turn_away(sink, "550 5.1.1 no such person")

    deliver_due(clock=clock)

    assert states() == {("bounced", "no_such_address"): 8}
    assert not SlowDomain.objects.exists()


def test_refusals_for_good_slow_a_provider_too(sink):
    clock = Clock()
    mailing(clock, slow=8, quick=0)
    turn_away(sink, "554 5.7.1 blocked")

    deliver_due(clock=clock)

    assert states() == {("bounced", "refused"): 5, ("queued", "slow_domain"): 3}


def test_failures_of_another_day_do_not_add_up():
    now = START
    for _ in range(8):
        slow_domains.failed("hash", now)
        now += timedelta(hours=2)

    row = SlowDomain.objects.get()
    assert (row.failures, row.slowed_until) == (1, None)


def test_the_longest_wait_is_eighty_minutes_and_holds_while_it_lasts():
    now, waits = START, []
    for _ in range(7):
        for _message in range(5):
            row = slow_domains.failed("hash", now)
        waits.append(int((row.slowed_until - now).total_seconds() / 60))
        now = row.slowed_until

    assert waits == [5, 10, 20, 40, 80, 80, 80]


def test_no_domain_stands_in_clear_beside_a_person():
    fields = {field.name for field in SlowDomain._meta.fields}

    assert "domain" not in fields
    assert not any("domain" in field.name for field in Delivery._meta.fields)
