"""The steps of a mailing: an invitation, up to two reminders, and a thank-you."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import ledger, placeholders, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.forms import MailingForm
from studies.outreach.models import Delivery, Step, Wave
from studies.outreach.thanking import thank_due
from studies.partners.actions import personal_links, stamp_finished
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db
ALL = {"reminder_2": True, "thank_you": True}


def states(step: str) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(step=step).order_by("wave_id", "participant__number")
    return list(rows.values_list("state", "reason"))


def answer(wave: Wave, *people) -> None:
    rows = wave.about.participants.filter(person__in=people)
    found = personal_links(wave.activity_id, list(rows.values_list("pk", flat=True)))
    for link in found.values():
        stamp_finished(link.pk)


def test_a_start_queues_the_invitation_and_both_reminders_and_no_thank_you():
    activity = make.open_activity()
    person = make.person(agency=activity.agency)

    make.wave(
        activity,
        [person],
        now=START,
        **ALL,
        reminder_after_days=4,
        reminder_2_after_days=5,
    )

    assert list(Delivery.objects.order_by("due_at").values_list("step", "due_at")) == [
        ("invitation", START),
        ("reminder", START + timedelta(days=4)),
        ("reminder_2", START + timedelta(days=9)),
    ]


def test_the_second_reminder_counts_its_days_from_the_first_and_is_the_last(sink):
    clock, activity = Clock(), make.open_activity()
    make.wave(activity, [make.person(agency=activity.agency)], now=clock.now, **ALL)

    sent = {}
    for day in (0, 6, 7, 13, 14, 30):
        clock.now = START + timedelta(days=day)
        deliver_due(clock=clock)
        sent[day] = len(sink.received)

    assert sent == {0: 1, 6: 1, 7: 2, 13: 2, 14: 3, 30: 3}


def test_a_second_reminder_waits_for_a_first_one_that_was_held(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=clock.now, **ALL)
    deliver_due(clock=clock)
    outreach.pause(wave.pk, by=make.user())
    clock.forward(days=15)
    outreach.resume(wave.pk, by=make.user())

    sent = {}
    for day in (15, 21, 22):
        clock.now = START + timedelta(days=day)
        deliver_due(clock=clock)
        sent[day] = len(sink.received)

    assert sent == {15: 2, 21: 2, 22: 3}


def test_whoever_answers_between_the_reminders_gets_no_second_one(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=clock.now, reminder_2=True)
    for _ in range(2):
        deliver_due(clock=clock)
        clock.forward(days=7)
    answer(wave, person)

    deliver_due(clock=clock)

    assert states("reminder_2") == [("dropped", "answered")]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"state": "dropped", "reason": "stopped"}, "stopped"),
        ({"state": "uncertain", "reason": "worker_lost"}, "not_reminded"),
        ({"state": "bounced", "reason": "refused"}, "not_reminded"),
    ],
)
def test_no_second_reminder_without_a_first_one_that_was_sent(sink, first, reason):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    make.wave(activity, [person], now=clock.now, reminder_2=True)
    deliver_due(clock=clock)
    Delivery.objects.filter(step="reminder").update(**first)

    clock.forward(days=14)
    deliver_due(clock=clock)

    assert states("reminder_2") == [("dropped", reason)]


def test_three_reminders_in_two_mailings_about_one_survey_stay_two(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    for _ in range(2):
        make.invited_wave(activity, [person], now=clock.now, reminder_2=True)

    for _week in range(4):
        deliver_due(clock=clock)
        clock.forward(days=8)

    reminders = Delivery.objects.filter(step__startswith="reminder")
    assert reminders.filter(state="handed_over").count() == 2


def test_whoever_took_part_is_thanked_once_a_day_later_and_nobody_else(sink):
    clock, activity = Clock(), make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(3)]
    wave = make.wave(
        activity,
        people,
        now=clock.now,
        reminder=None,
        thank_you=True,
        thank_you_after_days=1,
    )
    deliver_due(clock=clock)
    answer(wave, people[0])
    sink.received.clear()

    queued = [thank_due(clock.now), thank_due(clock.now)]
    deliver_due(clock=clock)
    at_once = list(sink.addresses)
    clock.forward(days=1)
    deliver_due(clock=clock)

    assert queued == [1, 0]
    assert at_once == []
    assert sink.addresses == [people[0].email]
    assert "Thank you for taking part" in sink.received[0][1]["Subject"]
    assert states("thank_you") == [("handed_over", "")]


def test_a_thank_you_comes_after_the_survey_is_over_too(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=clock.now, thank_you=True)
    deliver_due(clock=clock)
    answer(wave, person)
    activity.state = "closed"
    activity.save()

    thank_due(clock.now)
    clock.forward(days=7)
    deliver_due(clock=clock)

    assert states("thank_you") == [("handed_over", "")]
    assert states("reminder") == [("dropped", "closed")]


@pytest.mark.parametrize(("days", "queued"), [(29, 1), (31, 0)])
def test_a_survey_that_is_long_over_is_not_asked_who_took_part(sink, days, queued):
    clock, activity = Clock(), make.open_activity(closes_at=START + timedelta(days=1))
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=clock.now, thank_you=True)
    deliver_due(clock=clock)
    answer(wave, person)

    assert thank_due(activity.closes_at + timedelta(days=days)) == queued


def test_nobody_is_thanked_twice_for_one_survey(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    for _ in range(2):
        wave = make.invited_wave(activity, [person], now=clock.now, thank_you=True)
    deliver_due(clock=clock)
    answer(wave, person)

    thank_due(clock.now)
    clock.forward(days=7)
    deliver_due(clock=clock)

    assert states("thank_you") == [("handed_over", ""), ("dropped", "thanked")]


@pytest.mark.parametrize("held", ["paused", "stopped", "no_invitation", "no_words"])
def test_no_thank_you_is_queued_where_none_is_due(sink, held):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(
        activity,
        [person],
        now=clock.now,
        thank_you=None if held == "no_words" else True,
    )
    if held != "no_invitation":
        deliver_due(clock=clock)
    answer(wave, person)
    if held in ("paused", "stopped"):
        Wave.objects.update(state=held)

    assert thank_due(clock.now) == 0


def test_whoever_stopped_all_messages_is_not_thanked(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=clock.now, thank_you=True)
    deliver_due(clock=clock)
    answer(wave, person)
    thank_due(clock.now)
    stopping.stop_messages(person.pk)

    clock.forward(days=7)
    deliver_due(clock=clock)

    assert states("thank_you") == [("dropped", "stopped")]


def test_an_anonymous_survey_has_nobody_to_thank():
    activity = make.open_activity(anonymous=True)

    with pytest.raises(Refusal) as refused:
        make.draft_wave(activity, [], thank_you=True)

    assert refused.value.code == "nobody_to_thank"
    assert "thank" not in MailingForm(wave=unsaved(activity)).fields


def test_a_second_reminder_needs_a_first_one():
    activity = make.open_activity()

    with pytest.raises(Refusal) as refused:
        make.draft_wave(activity, [], reminder=None, reminder_2=True)

    assert refused.value.code == "second_reminder_alone"


def test_constraint_a_second_reminder_follows_the_first_after_three_days():
    activity = make.open_activity()

    with pytest.raises(IntegrityError, match="wave_reminds_again_three_days_later"):
        make.draft_wave(activity, [], reminder_2=True, reminder_2_after_days=2)


def test_a_thank_you_holds_no_link_to_the_survey_and_the_way_to_stop():
    def fault(text: str) -> str | None:
        return placeholders.fault(
            text, Step.THANKS, available=placeholders.KNOWN, anonymous=False
        )

    assert "{link}" in fault("{stop} {link}")
    assert "{stop}" in fault("Thank you")
    assert fault("Thank you {stop}") is None


def unsaved(activity) -> Wave:
    return Wave(agency=activity.agency, activity=activity)


def filled(activity, **fields) -> MailingForm:
    """The form as a browser would send it back, with some of its fields changed."""
    blank = MailingForm(wave=unsaved(activity))
    values = {name: blank[name].value() for name in blank.fields} | fields
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return MailingForm(sent, wave=unsaved(activity))


def test_the_form_keeps_each_step_with_its_own_words_and_days():
    form = filled(
        make.open_activity(languages_ready=["en", "es"]),
        remind_again="on",
        second_reminder_after_days="4",
        thank="on",
        thanks_after_days="0",
        thank_you_subject_es="¡Gracias!",
    )

    assert form.is_valid(), form.errors
    words = form.written()
    days = {str(step): written.after_days for step, written in words.items()}
    assert days == {"invitation": 0, "reminder": 7, "reminder_2": 4, "thank_you": 0}
    assert words[Step.THANKS].texts["es"].subject == "¡Gracias!"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"remind": False, "remind_again": "on"}, ["remind_again"]),
        (
            {"remind_again": "on", "second_reminder_after_days": "2"},
            ["second_reminder_after_days"],
        ),
        ({"reminder_after_days": "2"}, ["reminder_after_days"]),
        ({"thank": "on", "thanks_after_days": ""}, ["thanks_after_days"]),
        (
            {"thank": "on", "thank_you_body_en": "Hi {link} {stop}"},
            ["thank_you_body_en"],
        ),
        ({"thank_you_body_en": ""}, []),
    ],
)
def test_the_form_finds_what_is_wrong_with_a_step_that_is_sent(fields, wrong):
    form = filled(make.open_activity(languages_ready=["en"]), **fields)

    assert sorted(form.errors) == wrong


def test_whoever_is_skipped_for_good_waits_for_no_reminder(sink):
    activity, clock = make.open_activity(), Clock()
    stays, stops = (make.person(agency=activity.agency) for _ in range(2))
    make.wave(activity, [stays, stops], now=START, **ALL)
    stopping.stop_messages(stops.pk)

    deliver_due(clock=clock)

    theirs = Delivery.objects.filter(person=stops).order_by("due_at")
    assert list(theirs.values_list("state", "reason")) == [
        ("dropped", "stopped"),
        ("dropped", "not_invited"),
        ("dropped", "not_invited"),
    ]
    assert Delivery.objects.queued().filter(person=stays).count() == 2


def test_whoever_answered_before_the_first_reminder_waits_for_no_second(sink):
    activity, clock = make.open_activity(), Clock()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=START, **ALL)
    deliver_due(clock=clock)
    answer(wave, person)

    clock.forward(days=7)
    deliver_due(clock=clock)

    assert states("reminder") == states("reminder_2") == [("dropped", "answered")]


def test_what_another_worker_has_taken_keeps_its_reminders(sink):
    activity = make.open_activity()
    person = make.person(agency=activity.agency)
    make.wave(activity, [person], now=START, **ALL)
    row = Delivery.objects.get(step="invitation")

    ledger.drop_all([row], uuid.uuid4(), "unreadable", START)
    ledger.drop(row, uuid.uuid4(), "stopped", START)

    assert Delivery.objects.queued().count() == 3
