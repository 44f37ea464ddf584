"""A mailing that comes back in numbers is held, says why, and a person lets it go on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.outreach import actions as outreach
from studies.outreach import bounces
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Message, Step, Wave
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """The rule with numbers that a test can count: after 5 messages."""
    monkeypatch.setattr(bounces, "AFTER", 5)


def gone(**states: int) -> Wave:
    """A mailing with so many messages in each state."""
    activity, before = make.open_activity(), timezone.now() - timedelta(hours=1)
    number = sum(states.values())
    people = [make.person(agency=activity.agency) for _ in range(number)]
    wave = make.wave(activity, people, reminder=None)
    pks = list(wave.deliveries.values_list("pk", flat=True))
    for state, many in states.items():
        mine, pks = pks[:many], pks[many:]
        wave.deliveries.filter(pk__in=mine).update(state=state, claimed_at=before)
    return wave


def held(wave: Wave) -> tuple[str, str]:
    bounces.watch(wave.pk)
    return Wave.objects.values_list("state", "trouble").get(pk=wave.pk)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"bounced": 2, "handed_over": 3}, ("paused", "bounced")),
        ({"bounced": 2, "delivered": 8}, ("running", "")),
        ({"bounced": 4, "queued": 9}, ("running", "")),
        ({"bounced": 5, "queued": 9}, ("paused", "bounced")),
        ({"complained": 1, "handed_over": 6}, ("paused", "complained")),
        ({"handed_over": 6}, ("running", "")),
    ],
)
def test_a_share_that_comes_back_holds_the_mailing(few, states, expected):
    assert held(gone(**states)) == expected


def test_the_rule_has_the_numbers_that_the_page_says():
    assert bounces.AFTER == 50
    assert bounces.ONE_IN == {"bounced": 5, "complained": 50}


def test_the_team_lets_it_go_on_and_is_not_stopped_by_what_it_knows(few):
    wave = gone(bounced=3, handed_over=3)
    first = held(wave)

    outreach.resume(wave.pk, by=make.user())
    after = held(wave)

    assert (first, after) == (("paused", "bounced"), ("running", ""))


def test_what_comes_back_later_holds_it_again(few):
    wave = gone(bounced=6)
    held(wave)
    outreach.resume(wave.pk, by=make.user())
    wave.deliveries.update(claimed_at=timezone.now() + timedelta(hours=1))

    assert held(wave) == ("paused", "bounced")


def test_our_own_letters_to_the_panel_are_not_held(few):
    member = make.panel_member()
    wave = Wave.objects.create(
        agency=member.agency,
        is_panel=True,
        first=Message.objects.create(
            agency=member.agency, step=Step.PANEL_ASK, subject="Still?", body="Hello"
        ),
        state="running",
    )

    assert not bounces.watch(wave.pk)


def test_a_server_that_refuses_everybody_stops_the_rest(sink, few, monkeypatch):
    monkeypatch.setattr("studies.outreach.ledger.BATCH", 6)
    clock, activity = Clock(), make.open_activity()
    # Each with another provider: one that turns many away is left alone before.
    people = [
        make.person(agency=activity.agency, email=f"ana@mail{n}.example.org")
        for n in range(14)
    ]
    wave = make.wave(activity, people, now=clock.now, reminder=None)
    sink.on_rcpt = {person.email: "550 5.7.1 blocked by a list" for person in people}

    deliver_due(clock=clock)

    rows = Delivery.objects.order_by("state").values_list("state", flat=True)
    assert list(rows) == ["bounced"] * 6 + ["queued"] * 8
    assert held(wave) == ("paused", "bounced")


def test_the_page_says_why_it_was_held(client, few):
    wave = gone(bounced=6, handed_over=4)
    held(wave)
    client.force_login(make.member(agency=wave.agency, role="lead").user)

    page = client.get(reverse("mailing", args=[wave.pk])).content.decode()

    assert "We held this mailing, because more than one message in five came" in page
    assert "Resume" in page
