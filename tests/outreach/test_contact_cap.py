from datetime import timedelta

import pytest

from studies.outreach import actions as outreach
from studies.outreach import wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from studies.partners.actions import stamp_finished
from studies.planning.models import Activity
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def survey_in(study) -> Activity:
    return make.open_activity(round=make.round_(study=study))


def new_study(agency):
    return make.study(agency=agency, state="running")


def invite(activity: Activity, person, clock: Clock) -> tuple[str, str]:
    """Send an invitation; gives its state and reason."""
    wave = make.wave(activity, [person], now=clock.now)
    deliver_due(clock=clock)
    row = Delivery.objects.get(wave=wave, step="invitation")
    return row.state, row.reason


SENT = ("handed_over", "")


def test_one_invitation_to_a_new_study_in_thirty_days(sink):
    clock, agency = Clock(), make.agency()
    person, other = make.person(agency=agency), make.person(agency=agency)
    first = invite(survey_in(new_study(agency)), person, clock)
    clock.forward(days=29)
    late = survey_in(new_study(agency))
    wave = make.wave(late, [person, other], now=clock.now)
    deliver_due(clock=clock)
    clock.forward(days=1)
    after = invite(survey_in(new_study(agency)), person, clock)

    within = Delivery.objects.filter(wave=wave, step="invitation")
    assert first == SENT
    assert dict(within.values_list("person", "reason")) == {
        person.pk: "cap_month",
        other.pk: "",
    }
    assert after == SENT


def test_three_invitations_in_twelve_months(sink):
    clock, agency = Clock(), make.agency()
    person, other = make.person(agency=agency), make.person(agency=agency)
    outcomes = []
    for _ in range(3):
        outcomes.append(invite(survey_in(new_study(agency)), person, clock))
        clock.forward(days=40)
    fourth = survey_in(new_study(agency))
    wave = make.wave(fourth, [person, other], now=clock.now)
    deliver_due(clock=clock)
    clock.forward(days=366 - 120)
    a_year_on = invite(survey_in(new_study(agency)), person, clock)

    reasons = Delivery.objects.filter(wave=wave, step="invitation")
    assert outcomes == [SENT] * 3
    assert reasons.get(person=person).reason == "cap_year"
    assert a_year_on == SENT


def test_more_of_a_study_that_the_person_knows_is_no_new_study(sink):
    clock, study = Clock(), make.study(state="running")
    person = make.person(agency=study.agency)

    outcomes = [invite(survey_in(study), person, clock) for _ in range(4)]

    assert outcomes == [SENT] * 4


def test_practice_takes_no_room_under_the_cap(sink):
    clock = Clock()
    member = make.member()
    person = make.person(agency=member.agency, email=member.user.email)
    practice = make.study(agency=member.agency)

    tried = invite(survey_in(practice), person, clock)
    real = invite(survey_in(new_study(member.agency)), person, clock)

    assert (tried, real) == (SENT, SENT)


def test_surveys_outside_any_study_count_one_each(sink):
    clock, agency = Clock(), make.agency()
    person = make.person(agency=agency)
    alone = [
        make.open_activity(round=None, agency=agency, anonymous=True) for _ in "ab"
    ]
    other = make.person(agency=agency)

    first = invite(alone[0], person, clock)
    wave = make.wave(alone[1], [person, other], now=clock.now)
    deliver_due(clock=clock)

    row = Delivery.objects.get(wave=wave, step="invitation", person=person)
    assert first == SENT
    assert (row.state, row.reason) == ("dropped", "cap_month")


def reminders(person) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(person=person, step="reminder").order_by("wave_id")
    return list(rows.values_list("state", "reason"))


def deliver_for(days: int, clock: Clock) -> None:
    for _ in range(days):
        clock.forward(days=1)
        deliver_due(clock=clock)


def test_mailings_about_one_survey_send_two_reminders_in_all(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    for _mailing in range(3):
        make.invited_wave(activity, [person], now=clock.now, reminder_after_days=3)
        deliver_due(clock=clock)

    deliver_for(14, clock)

    assert reminders(person) == [SENT, SENT, ("dropped", "reminded_twice")]


def test_reminders_of_two_mailings_about_one_survey_keep_three_days_apart(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    make.wave(activity, [person], now=clock.now, reminder_after_days=3)
    deliver_due(clock=clock)
    clock.forward(days=1)
    make.invited_wave(activity, [person], now=clock.now, reminder_after_days=3)
    deliver_due(clock=clock)

    deliver_for(10, clock)

    sent = Delivery.objects.filter(person=person).order_by("handed_over_at")
    days = [(row.step, (row.handed_over_at - START).days) for row in sent]
    assert days == [
        ("invitation", 0),
        ("invitation", 1),
        ("reminder", 4),
        ("reminder", 7),
    ]


def test_reminders_about_another_survey_are_no_reminders_about_this_one(sink):
    clock, study = Clock(), make.study(state="running")
    person = make.person(agency=study.agency)
    for _survey in range(3):
        make.wave(survey_in(study), [person], now=clock.now, reminder_after_days=3)
        deliver_due(clock=clock)

    deliver_for(3, clock)

    assert reminders(person) == [SENT] * 3


def test_a_stopped_mailing_leaves_room_for_the_reminders_of_another(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    waves = [
        make.invited_wave(activity, [person], now=clock.now, reminder_after_days=3)
        for _mailing in range(3)
    ]
    deliver_due(clock=clock)
    outreach.stop(waves[0].pk, by=make.user())

    deliver_for(14, clock)

    assert reminders(person) == [("dropped", "mailing_stopped"), SENT, SENT]


def test_a_study_that_somebody_joined_asks_them_whatever_others_did(sink):
    clock, agency = Clock(), make.agency()
    person, study = make.person(agency=agency), new_study(agency)
    invite(survey_in(study), person, clock)
    answered = person.participations.get().invite_links.get()
    stamp_finished(answered.pk)
    clock.forward(days=31)
    invite(survey_in(new_study(agency)), person, clock)

    more_of_it = invite(survey_in(study), person, clock)
    new = new_study(agency)
    other = make.person(agency=agency)
    wave = make.wave(survey_in(new), [person, other], now=clock.now)

    assert more_of_it == SENT
    assert wanted.forecast(wave, clock.now) == {"": 1, "cap_month": 1}


def test_people_who_share_an_address_each_have_a_cap_of_their_own(sink):
    clock, agency = Clock(), make.agency()
    ana, bo = (make.person(agency=agency, email="home@example.org") for _ in "ab")

    first = invite(survey_in(new_study(agency)), ana, clock)
    second = invite(survey_in(new_study(agency)), bo, clock)

    assert (first, second) == (SENT, SENT)


def test_an_agency_may_ask_less_often(sink):
    clock, agency = Clock(), make.agency(cap_days=90, cap_in_a_year=1)
    person = make.person(agency=agency)
    invite(survey_in(new_study(agency)), person, clock)
    wave = make.draft_wave(survey_in(new_study(agency)), [person])

    reasons = [
        wanted.forecast(wave, clock.now + timedelta(days=days))
        for days in (89, 90, 364, 365)
    ]

    assert reasons == [{"cap_month": 1}, {"cap_year": 1}, {"cap_year": 1}, {"": 1}]


def test_an_agency_may_remind_later_once_or_not_at_all(sink):
    clock = Clock()
    never, once = make.agency(most_reminders=0), make.agency(most_reminders=1)
    late = make.agency(reminder_days=10)
    people = [make.person(agency=agency) for agency in (never, once, late)]
    for person in people:
        activity = make.open_activity(agency=person.agency)
        make.wave(activity, [person], now=clock.now, reminder_2=True)

    deliver_for(30, clock)

    sent = Delivery.objects.exclude(step="invitation").order_by("person", "due_at")
    found = {
        person.pk: [
            (row.step, row.state, row.reason, row.handed_over_at and day(row))
            for row in sent.filter(person=person)
        ]
        for person in people
    }
    assert found == {
        people[0].pk: [
            ("reminder", "dropped", "reminded_twice", None),
            ("reminder_2", "dropped", "reminded_twice", None),
        ],
        people[1].pk: [
            ("reminder", "handed_over", "", 8),
            ("reminder_2", "dropped", "reminded_twice", None),
        ],
        people[2].pk: [
            ("reminder", "handed_over", "", 11),
            ("reminder_2", "handed_over", "", 21),
        ],
    }


def day(row: Delivery) -> int:
    return (row.handed_over_at - START).days
