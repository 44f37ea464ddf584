"""What becomes of a message when the mail server, or the worker, fails."""

import pytest

from studies.outreach import delivering, ledger
from studies.outreach.channels import smtp
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Suppression, Wave
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.clock import Clock
from tests.outreach.conftest import free_port

pytestmark = pytest.mark.django_db
NAMES = ["ana", "bo", "chen"]


def mailing(clock: Clock, names: list[str] = NAMES) -> Wave:
    activity = make.open_activity()
    people = [
        make.person(agency=activity.agency, email=f"{name}@example.org")
        for name in names
    ]
    return make.wave(activity, people, now=clock.now)


def states() -> dict[str, tuple[str, str]]:
    rows = Delivery.objects.filter(step="invitation").select_related("person")
    return {
        row.person.email.split("@")[0]: (row.state, row.reason)
        for row in rows.order_by("person__email_hash")
    }


def test_a_server_that_is_away_keeps_all_waiting_and_says_so(sink, settings):
    clock, there = Clock(), settings.EMAIL_PORT
    wave = mailing(clock)
    settings.EMAIL_PORT = free_port()

    deliver_due(clock=clock)
    away = (states(), Wave.objects.get(pk=wave.pk).trouble)
    settings.EMAIL_PORT = there
    deliver_due(clock=clock)

    assert away == (dict.fromkeys(NAMES, ("queued", "")), "unreachable")
    assert len(sink.addresses) == 3
    assert Wave.objects.get(pk=wave.pk).trouble == ""


def test_a_sender_that_the_server_refuses_is_not_the_persons_fault(sink):
    clock = Clock()
    wave = mailing(clock)
    sink.on_mail = "553 not your address"

    for _ in range(8):
        deliver_due(clock=clock)
        clock.forward(minutes=1)

    assert states() == dict.fromkeys(NAMES, ("queued", ""))
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    assert Wave.objects.get(pk=wave.pk).trouble == "sender_refused"


def test_a_person_refused_before_data_is_tried_again_later_and_others_go(sink):
    clock = Clock()
    mailing(clock)
    sink.on_rcpt = {"bo@example.org": "451 4.7.1 greylisted"}

    deliver_due(clock=clock)
    first = states()
    sink.on_rcpt = {}
    clock.forward(minutes=4)
    deliver_due(clock=clock)
    too_soon = states()["bo"]
    clock.forward(minutes=1)
    deliver_due(clock=clock)

    assert first == {
        "ana": ("handed_over", ""),
        "bo": ("queued", "later"),
        "chen": ("handed_over", ""),
    }
    assert too_soon == ("queued", "later")
    assert sorted(sink.addresses) == [f"{name}@example.org" for name in NAMES]


def test_a_server_that_always_says_later_ends_in_a_reason(sink):
    clock = Clock()
    mailing(clock, ["bo"])
    sink.on_rcpt = {"bo@example.org": "450 4.2.2 mailbox full"}

    for _ in range(6):
        deliver_due(clock=clock)
        clock.forward(minutes=80)

    assert states() == {"bo": ("dropped", "gave_up")}
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("reply", "reason", "suppressed"),
    [
        ("550 5.1.1 no such person", "no_such_address", True),
        ("550 no such person", "no_such_address", True),
        ("554 5.7.1 we want no mail from you", "refused", False),
        ("550 5.7.1 blocked by a list", "refused", False),
    ],
)
def test_a_refused_person_bounces_and_only_a_missing_address_is_kept_off(
    sink, reply, reason, suppressed
):
    clock = Clock()
    mailing(clock)
    sink.on_rcpt = {"bo@example.org": reply}

    deliver_due(clock=clock)

    assert states()["bo"] == ("bounced", reason)
    assert sorted(sink.addresses) == ["ana@example.org", "chen@example.org"]
    kept_off = Suppression.objects.filter(address_hash=keyed_hash("bo@example.org"))
    assert list(kept_off.values_list("reason", flat=True)) == ["bounced"] * suppressed


def test_a_text_refused_for_good_bounces_and_one_refused_softly_is_uncertain(sink):
    clock = Clock()
    mailing(clock)
    sink.on_data = {
        "ana@example.org": "554 5.6.0 not this text",
        "bo@example.org": "451 4.3.0 try again",
    }

    deliver_due(clock=clock)
    deliver_due(clock=clock)

    assert states() == {
        "ana": ("bounced", "refused"),
        "bo": ("uncertain", "lost"),
        "chen": ("handed_over", ""),
    }


def test_a_connection_lost_after_data_is_uncertain_and_never_sent_again(sink):
    clock = Clock()
    mailing(clock)
    sink.cut_after_data = {"bo@example.org"}

    for _ in range(4):
        deliver_due(clock=clock)
        clock.forward(hours=1)

    assert states() == {
        "ana": ("handed_over", ""),
        "bo": ("uncertain", "lost"),
        "chen": ("handed_over", ""),
    }
    assert sorted(sink.addresses) == ["ana@example.org", "chen@example.org"]


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the code under test may catch it."""


def test_a_worker_killed_between_handing_over_and_recording_leaves_it_uncertain(
    sink, monkeypatch
):
    clock = Clock()
    mailing(clock)
    real = delivering.Batch._turn_to

    def die_after_the_first(batch, row):
        if batch.unrecorded:
            raise Killed
        return real(batch, row)

    monkeypatch.setattr(delivering.Batch, "_turn_to", die_after_the_first)
    monkeypatch.setattr(ledger, "release", lambda lease, now: None)
    with pytest.raises(Killed):
        deliver_due(clock=clock)
    [sent] = sink.addresses
    monkeypatch.undo()
    at_death = sorted(state for state, _reason in states().values())

    clock.forward(minutes=14)
    deliver_due(clock=clock)
    before_the_lease_ends = len(sink.addresses)
    clock.forward(minutes=2)
    deliver_due(clock=clock)
    deliver_due(clock=clock)

    assert at_death == ["claimed", "claimed", "in_hand"]
    assert before_the_lease_ends == 1
    assert states()[sent.split("@")[0]] == ("uncertain", "worker_lost")
    assert sorted(sink.addresses) == [f"{name}@example.org" for name in NAMES]


def test_a_worker_that_was_given_up_on_sends_no_more(sink, monkeypatch):
    clock = Clock()
    mailing(clock)

    real = smtp.Session.send

    def slow(session, *mail):
        outcome = real(session, *mail)
        clock.forward(minutes=16)
        ledger.set_aside_lost(clock())
        return outcome

    monkeypatch.setattr(smtp.Session, "send", slow)
    monkeypatch.setattr(delivering.Batch, "_too_long", lambda batch: False)
    batch = delivering.Batch(Wave.objects.get().pk, clock)
    batch.hold()
    batch.claim()

    with smtp.open_session() as session:
        batch.send_all(session)

    found = sorted(state for state, _reason in states().values())
    assert len(sink.addresses) == 1
    assert found == ["handed_over", "queued", "queued"]


def test_a_slow_batch_hands_the_rest_back_long_before_its_lease_ends(sink):
    clock = Clock()
    mailing(clock)
    sink.before_reply = lambda address: clock.forward(minutes=8)

    delivering.deliver_batch(Wave.objects.get().pk, clock=clock)

    found = sorted(state for state, _reason in states().values())
    assert found == ["handed_over", "queued", "queued"]


def test_a_text_that_cannot_be_put_together_is_dropped_with_its_reason(sink):
    clock = Clock()
    wave = mailing(clock, ["ana"])
    wave.first.body = "Read {nobody_knows_this}"
    wave.first.save()

    deliver_due(clock=clock)

    assert sink.addresses == []
    assert states() == {"ana": ("dropped", "bad_text")}
