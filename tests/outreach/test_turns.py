"""Between two messages: one round trip, and still the whole question."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.agencies.models import Agency
from studies.outreach import actions as outreach
from studies.outreach import asking, delivering, stopping, turning
from studies.outreach.clock import DatabaseClock, database_now
from studies.outreach.models import Delivery, Wave
from studies.partners.models import InviteLink
from studies.people.models import Person
from studies.people.vault import keyed_hash
from studies.planning import pausing
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db
NAMES = ["ana", "bo", "chen", "dee", "eli"]
PHONE = "+12125550101"


def mailing(clock: Clock, names: list[str] = NAMES, **fields) -> Wave:
    activity = make.open_activity(**fields)
    people = [
        make.person(agency=activity.agency, email=f"{name}@example.org")
        for name in names
    ]
    return make.wave(activity, people, now=clock.now)


def outcomes(wave: Wave) -> list[tuple[str, str]]:
    rows = wave.deliveries.filter(step="invitation").order_by("state", "reason")
    return list(rows.values_list("state", "reason"))


def with_change(monkeypatch, change) -> None:
    """Runs `change(batch, row)` once, before the second message's turn."""
    real, turns = delivering.Batch._turn_to, []

    def turn(batch, row):
        turns.append(row)
        if len(turns) == 2:
            change(batch, row)
        return real(batch, row)

    monkeypatch.setattr(delivering.Batch, "_turn_to", turn)


def statements(wave: Wave, clock: Clock) -> int:
    with CaptureQueriesContext(connection) as seen:
        delivering.deliver_batch(wave.pk, clock=clock)
    return len(seen)


def test_each_message_costs_one_statement(sink):
    clock = Clock()
    warm, few = mailing(clock, ["zoe"]), mailing(clock, NAMES[:2])
    many = mailing(clock, [*"fghijklm"])
    statements(warm, clock)

    costs = statements(few, clock), statements(many, clock)

    assert len(sink.received) == 11
    assert costs[1] - costs[0] == 6


def test_a_mailing_stopped_in_the_middle_sends_no_more(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock)
    with_change(monkeypatch, lambda *_: outreach.stop(wave.pk, by=make.user()))

    delivering.deliver_due(clock=clock)

    assert len(sink.received) == 1
    assert outcomes(wave) == [("dropped", "mailing_stopped")] * 4 + [
        ("handed_over", "")
    ]


def test_a_mailing_paused_in_the_middle_waits(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock)
    with_change(monkeypatch, lambda *_: outreach.pause(wave.pk, by=make.user()))

    delivering.deliver_due(clock=clock)
    held = len(sink.received)
    outreach.resume(wave.pk, by=make.user())
    clock.forward(minutes=1)
    delivering.deliver_due(clock=clock)

    assert (held, len(sink.received)) == (1, 5)


def test_a_study_paused_in_the_middle_holds_all_that_is_left(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock)
    study, by = wave.about, make.user()
    pause = partial(pausing.pause, study.pk, reason="We mend the form.", by=by)
    with_change(monkeypatch, lambda *_: pause())

    delivering.deliver_due(clock=clock)
    held = len(sink.received), outcomes(wave)
    pausing.go_on(study.pk, by=by)
    clock.forward(minutes=1)
    delivering.deliver_due(clock=clock)

    assert held == (1, [("handed_over", "")] + [("queued", "")] * 4)
    assert len(sink.received) == len(set(sink.addresses)) == 5


@pytest.mark.parametrize("about", ["survey", "news"])
def test_the_version_of_a_mailing_changes_with_its_study(about):
    wave = mailing(Clock(), NAMES[:1])
    study = wave.about
    if about == "news":
        rows = Wave.objects.filter(pk=wave.pk)
        rows.update(activity=None, study=study, news="1")
    before = turning.version_of(wave.pk)

    pausing.pause(study.pk, reason="We mend the form.", by=make.user())

    assert turning.version_of(wave.pk) != before


def answer(_batch, row: Delivery) -> None:
    InviteLink.objects.filter(pk=row.link_id).update(finishes=1)


def stop_all(_batch, row: Delivery) -> None:
    stopping.stop_messages(row.person_id)


def take_off(_batch, row: Delivery) -> None:
    Person.objects.filter(pk=row.person_id).update(archived_at=row.due_at)


def erase(_batch, row: Delivery) -> None:
    Delivery.objects.filter(person=row.person_id).update(person=None)
    row.person_id = None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (answer, "answered"),
        (stop_all, "stopped"),
        (take_off, "archived"),
        (erase, "erased"),
    ],
)
def test_what_a_person_does_up_to_the_turn_counts(sink, monkeypatch, change, reason):
    clock = Clock()
    wave = mailing(clock)
    with_change(monkeypatch, change)

    delivering.deliver_due(clock=clock)

    assert len(sink.received) == 4
    assert outcomes(wave)[0] == ("dropped", reason)


def test_an_address_changed_up_to_the_turn_is_the_one_written_to(sink, monkeypatch):
    clock = Clock()
    mailing(clock)

    def move(_batch, row: Delivery) -> None:
        person = Person.objects.get(pk=row.person_id)
        person.email = "moved@example.org"
        person.save()

    with_change(monkeypatch, move)

    delivering.deliver_due(clock=clock)

    assert "moved@example.org" in sink.addresses
    assert len(set(sink.addresses)) == 5


def test_a_new_name_of_the_agency_is_in_each_mail_after_it(sink, monkeypatch):
    clock = Clock()
    mailing(clock)
    with_change(monkeypatch, lambda *_: Agency.objects.update(name="The New Office"))

    delivering.deliver_due(clock=clock)

    names = [mail["From"].addresses[0].display_name for _to, mail in sink.received]
    assert names[1:] == ["The New Office"] * 4
    assert names[0] != "The New Office"


def test_behind_a_pooler_all_goes_the_careful_way(sink, settings):
    settings.PREPARES_STATEMENTS = False
    clock = Clock()
    wave = mailing(clock)

    delivering.deliver_due(clock=clock)

    assert outcomes(wave) == [("handed_over", "")] * 5


def test_a_row_that_is_not_ours_any_more_is_not_sent(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock)

    def give_up(_batch, row: Delivery) -> None:
        Delivery.objects.filter(pk=row.pk).update(state="queued", lease=None)

    with_change(monkeypatch, give_up)

    delivering.deliver_batch(wave.pk, clock=clock)

    assert len(sink.received) == 4
    assert outcomes(wave)[-1] == ("queued", "")


def test_the_clock_is_the_databases_and_goes_on_from_there(monkeypatch):
    clock = DatabaseClock(counted_from=100.0)
    monkeypatch.setattr("studies.outreach.clock.time.monotonic", lambda: 160.0)

    later = clock()

    assert (later - clock.began).total_seconds() == 60
    assert abs((database_now() - clock.began).total_seconds()) < 60


def test_a_worker_whose_own_clock_is_wrong_sends_as_any_other(sink, monkeypatch):
    # A demo has no night, so the hour of this test does not matter.
    wave = mailing(Clock(database_now()), agency=make.agency(is_demo=True))
    monkeypatch.setattr("time.time", lambda: 0.0)

    delivering.deliver_due()

    row = wave.deliveries.filter(step="invitation").first()
    assert row.state == "handed_over"
    assert abs((row.handed_over_at - database_now()).total_seconds()) < 60


def test_a_session_lost_in_the_middle_is_made_anew(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock)
    with_change(monkeypatch, lambda batch, _row: batch.turns._ready.clear())

    delivering.deliver_due(clock=clock)

    assert outcomes(wave) == [("handed_over", "")] * 5


def test_who_changes_to_text_messages_while_a_batch_goes_out_gets_no_mail(
    sink, settings, monkeypatch
):
    settings.CHANNELS = {"email": "smtp", "sms": "file"}
    clock = Clock()
    wave = mailing(clock, NAMES[:2])

    def wants_texts(batch, row):
        number = {"phone": PHONE, "phone_hash": keyed_hash(PHONE)}
        Person.objects.filter(pk=row.person_id).update(may_be_asked=False, **number)
        make.panel_member(person=row.person, channels=["sms"])
        row.person = asking.question(
            Person.objects.filter(pk=row.person_id), batch.wave, row.step, clock.now
        ).annotate(version=turning.VERSION)[0]
        row.person.by_text = False  # as it stood when the batch was brought

    with_change(monkeypatch, wants_texts)
    delivering.deliver_batch(wave.pk, clock=clock)

    assert len(sink.addresses) == 1
    assert outcomes(wave) == [("handed_over", ""), ("queued", "")]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [("stopped", ("dropped", "stopped")), ("paused", ("queued", ""))],
)
def test_a_turn_whose_answer_was_lost_is_not_left_in_hand_when_it_is_not_wanted(
    sink, monkeypatch, change, outcome
):
    """Taken and committed, the answer lost, and asked again after something changed."""
    clock = Clock()
    wave = mailing(clock, NAMES[:2])
    changed = []

    def lost(batch, row):
        delivering.ledger.take_in_hand(row, batch.lease, clock.now)
        changed.append(row.pk)
        if change == "stopped":
            stopping.stop_messages(row.person_id)
        else:
            Wave.objects.filter(pk=wave.pk).update(state="paused")

    with_change(monkeypatch, lost)
    delivering.deliver_batch(wave.pk, clock=clock)

    rows = Delivery.objects.filter(pk__in=changed)
    assert list(rows.values_list("state", "reason")) == [outcome]
    assert len(sink.addresses) == 1
