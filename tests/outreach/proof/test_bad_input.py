"""Whatever comes in wrong ends in a state that a person can read and act on."""

import threading
from collections import Counter

import pytest
from django.urls import reverse

from studies.outreach import bounces, delivering, following, news, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import ProviderNews, Wave
from studies.people.models import Person
from tests import make
from tests.outreach import telling
from tests.outreach.channels.rigs import PostmarkRig
from tests.outreach.clock import Clock
from tests.outreach.test_workers import run_workers


def mailing(clock: Clock, number: int) -> tuple[Wave, list[Person]]:
    activity = make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(number)]
    return make.wave(activity, people, now=clock.now, reminder=None), people


def ledger(wave: Wave, people: list[Person]) -> list[tuple[str, str]]:
    rows = wave.deliveries.values_list("person", "state", "reason")
    found = {person: (state, reason) for person, state, reason in rows}
    return [found[person.pk] for person in people]


SENT = ("handed_over", "")


@pytest.mark.django_db
def test_the_one_whose_link_is_missing_gets_no_mail_with_a_gap(sink):
    clock = Clock()
    wave, people = mailing(clock, 8)
    seventh = wave.deliveries.filter(person=people[6])
    seventh.update(participant=None)

    deliver_due(clock=clock)

    expected = [SENT] * 6 + [("dropped", "bad_text")] + [SENT]
    assert ledger(wave, people) == expected
    assert people[6].email not in sink.addresses


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "two@@example.org",
        "a b@example.org",
        "a@example.org,b@example.org",
        "a@example.org>\r\nRCPT TO:<b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@" + "x" * 300 + ".org",
        "a@.example.org",
        "“a”@example.org",
        "\x00a@example.org",
    ],
)
def test_a_broken_address_is_dropped_with_a_reason_and_the_next_goes_on(sink, address):
    clock = Clock()
    wave, people = mailing(clock, 2)
    Person.objects.filter(pk=people[0].pk).update(email=address)

    deliver_due(clock=clock)

    assert ledger(wave, people)[1] == SENT
    assert ledger(wave, people)[0] in [
        ("dropped", "bad_address"),
        ("dropped", "bad_text"),
    ]
    assert sink.addresses == [people[1].email]


@pytest.mark.django_db
def test_of_a_list_of_which_half_opted_out_half_is_sent_and_the_rest_is_named(sink):
    clock = Clock()
    wave, people = mailing(clock, 12)
    for person in people[::2]:
        stopping.stop_messages(person.pk)

    deliver_due(clock=clock)

    [funnel] = following.funnels(wave)
    assert sorted(sink.addresses) == sorted(person.email for person in people[1::2])
    assert (funnel.sent, funnel.waiting, funnel.not_sent) == (
        6,
        0,
        [("stopped all messages", 6)],
    )


@pytest.mark.django_db
def test_a_provider_that_says_yes_and_then_sends_all_back_holds_the_mailing(
    client, settings, monkeypatch
):
    telling.use(settings)
    settings.CHANNELS = {**settings.CHANNELS, "email": "anymail"}
    monkeypatch.setattr(bounces, "AFTER", 5)
    monkeypatch.setattr("studies.outreach.ledger.BATCH", 6)
    clock = Clock()
    wave, _people = mailing(clock, 12)
    with PostmarkRig(settings):
        delivering.deliver_batch(wave.pk, clock=clock)
        for row in wave.deliveries.filter(state="handed_over"):
            telling.post(client, telling.bounced(row, to=row.person.email))
        news.fold_waiting(now=clock.now)
        deliver_due(clock=clock)

    member = make.member(agency=wave.agency)
    client.force_login(member.user)
    page = client.get(reverse("mailing", args=[wave.pk])).content.decode()
    states = Counter(wave.deliveries.values_list("state", "reason"))
    assert states == {("bounced", "no_such_address"): 6, ("queued", ""): 6}
    wave.refresh_from_db()
    assert (wave.state, wave.trouble) == ("paused", "bounced")
    assert "came back" in page


@pytest.mark.django_db(transaction=True)
def test_many_calls_of_a_provider_at_once_are_kept_once_each(client, settings):
    telling.use(settings)
    clock = Clock()
    wave, _people = mailing(clock, 40)
    deliveries = list(wave.deliveries.select_related("person"))
    wave.deliveries.update(state="handed_over", claimed_at=clock.now)
    told, lock = [row for row in deliveries for _twice in range(2)], threading.Lock()

    def tell() -> None:
        while True:
            with lock:
                row = told.pop() if told else None
            if row is None:
                return
            answer = telling.post(client, telling.delivered(row, row.person.email))
            assert answer.status_code == 200

    run_workers(4, tell)
    run_workers(3, lambda: news.fold_waiting(now=clock.now))

    assert ProviderNews.objects.filter(state="folded").count() == 40
    assert set(wave.deliveries.values_list("state", flat=True)) == {"delivered"}
