import pytest

from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from studies.planning.models import Activity
from tests import make
from tests.outreach.clock import Clock

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
