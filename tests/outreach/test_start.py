from datetime import timedelta

import pytest
from django.db import IntegrityError

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import materializing, wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.outreach.stopping import stop_messages
from studies.people.models import Participant, Person
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def test_starting_queues_both_steps_for_each_person_in_a_few_statements(
    django_assert_max_num_queries, woken, django_capture_on_commit_callbacks
):
    activity = make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(5)]
    wave = make.draft_wave(activity, people)

    with (
        django_assert_max_num_queries(28),
        django_capture_on_commit_callbacks(execute=True),
    ):
        outreach.start(wave.pk, by=None, now=START)

    rows = Delivery.objects.filter(wave=wave)
    assert set(rows.values_list("step", "due_at", "state")) == {
        ("invitation", START, "queued"),
        ("reminder", START + timedelta(days=7), "queued"),
    }
    assert rows.count() == 10
    assert Participant.objects.filter(study=activity.study).count() == 5
    assert not rows.filter(participant=None).exists()
    assert woken == ["outreach.deliver_due"]


def test_starting_twice_changes_nothing():
    activity = make.open_activity()
    wave = make.wave(activity, [make.person(agency=activity.agency)], now=START)

    again = outreach.start(wave.pk, by=None, now=START + timedelta(days=1))

    assert again.started_at == START
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": "draft"}, "not_published"),
        ({"state": "paused"}, "survey_paused"),
        ({"state": "closed"}, "closed"),
        ({"closes_at": START}, "closed"),
        ({"round": None}, "no_study"),
    ],
)
def test_a_survey_that_nobody_can_answer_is_refused(fields, code):
    if "round" in fields:
        fields["agency"] = make.agency()
    activity = make.open_activity(**fields)
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])

    with pytest.raises(Refusal) as refused:
        outreach.start(wave.pk, by=None, now=START)

    assert refused.value.code == code
    assert not Delivery.objects.exists()
    assert Wave.objects.get().state == "draft"


def test_a_mailing_that_would_reach_nobody_is_refused():
    activity = make.open_activity()
    away = make.person(agency=activity.agency, archived_at=START)
    wave = make.draft_wave(activity, [away])

    with pytest.raises(Refusal) as refused:
        outreach.start(wave.pk, by=None, now=START)

    assert refused.value.code == "nobody"


def test_people_of_another_agency_never_come_into_the_audience():
    activity = make.open_activity()
    ours, theirs = make.person(agency=activity.agency), make.person()

    wave = make.draft_wave(activity, [ours, theirs])

    assert list(wave.audience.all()) == [ours]


def test_in_practice_only_the_agencys_own_members_get_anything(sink):
    clock = Clock()
    member = make.member()
    study = make.study(agency=member.agency)
    activity = make.open_activity(round=make.round_(study=study))
    own = make.person(agency=study.agency, email=member.user.email.upper())
    real = make.person(agency=study.agency)
    wave = make.wave(activity, [own, real], now=clock.now)

    deliver_due(clock=clock)
    study.state = "running"
    study.save()
    clock.forward(days=7)
    deliver_due(clock=clock)

    rows = Delivery.objects.filter(person=real).order_by("step")
    assert Wave.objects.get(pk=wave.pk).is_practice
    assert [address.lower() for address in sink.addresses] == [member.user.email] * 2
    assert list(rows.values_list("step", "reason")) == [
        ("invitation", "practice"),
        ("reminder", "not_invited"),
    ]


def test_the_forecast_counts_who_gets_it_and_why_others_do_not():
    activity = make.open_activity()
    agency = activity.agency
    people = [make.person(agency=agency) for _ in range(4)]
    people.append(make.person(agency=agency, archived_at=START))
    people.append(make.person(agency=agency, email="", phone="555-0100"))
    stop_messages(people[0].pk)
    wave = make.draft_wave(activity, people)

    assert wanted.forecast(wave, START) == {
        "": 3,
        "stopped": 1,
        "archived": 1,
        "no_address": 1,
    }


@pytest.mark.parametrize(
    ("move", "since", "to"),
    [
        ("pause", "running", "paused"),
        ("resume", "paused", "running"),
        ("stop", "running", "stopped"),
        ("stop", "paused", "stopped"),
    ],
)
def test_a_mailing_is_paused_resumed_and_stopped(move, since, to):
    activity = make.open_activity()
    wave = make.wave(activity, [make.person(agency=activity.agency)], now=START)
    Wave.objects.update(state=since)

    for _ in range(2):
        getattr(outreach, move)(wave.pk, by=make.user())

    assert Wave.objects.get().state == to


@pytest.mark.parametrize("move", ["pause", "resume"])
def test_what_has_stopped_stays_stopped(move):
    activity = make.open_activity()
    wave = make.wave(activity, [make.person(agency=activity.agency)], now=START)
    outreach.stop(wave.pk, by=make.user())

    with pytest.raises(Refusal) as refused:
        getattr(outreach, move)(wave.pk, by=make.user())

    assert refused.value.code == "wrong_state"


def delivery(**fields) -> Delivery:
    activity = make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.draft_wave(activity, [person])
    values = {"wave": wave, "person": person, "step": "invitation", "due_at": START}
    return Delivery.objects.create(**values | fields)


def test_constraint_one_row_for_each_step_and_person():
    row = delivery()

    with pytest.raises(IntegrityError, match="delivery_once_per_step_and_person"):
        Delivery.objects.create(
            wave=row.wave, person=row.person, step="invitation", due_at=START
        )


def test_constraint_a_dropped_message_says_why():
    with pytest.raises(IntegrityError, match="delivery_dropped_says_why"):
        delivery(state="dropped")


def test_constraint_nothing_is_sent_before_it_is_claimed():
    with pytest.raises(IntegrityError, match="delivery_sent_after_claim"):
        delivery(claimed_at=START, handed_over_at=START - timedelta(seconds=1))


def test_constraint_a_reminder_waits_three_days():
    activity = make.open_activity()

    with pytest.raises(IntegrityError, match="wave_reminds_after_three_days"):
        make.draft_wave(activity, [], reminder_after_days=2)


def test_constraint_a_mailing_is_about_one_thing():
    activity = make.open_activity()
    wave = make.draft_wave(activity, [])

    with pytest.raises(IntegrityError, match="wave_is_about_one_thing"):
        Wave.objects.filter(pk=wave.pk).update(study=activity.study)


def test_a_mailing_of_a_practicing_survey_goes_to_members_of_the_agency_alone():
    activity = make.open_activity(is_practicing=True)
    member = make.member(agency=activity.agency)
    ours = make.person(agency=activity.agency, email=member.user.email)
    customer = make.person(agency=activity.agency)

    wave = make.wave(activity, [ours, customer], now=START)

    assert wave.is_practice
    assert wanted.forecast(wave, START) == {"": 1, "practice": 1}


def test_whoever_changes_their_clock_during_the_start_is_in_the_ledger(monkeypatch):
    activity = make.open_activity()
    person = make.person(agency=activity.agency)
    real = materializing.openings

    def meanwhile(*asked):
        Person.objects.filter(pk=person.pk).update(time_zone="Asia/Tokyo")
        return real(*asked)

    monkeypatch.setattr(materializing, "openings", meanwhile)

    wave = make.wave(activity, [person], now=START, reminder=None)

    assert list(wave.deliveries.values_list("person", "due_at")) == [(person.pk, START)]
