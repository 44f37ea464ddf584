from datetime import date

import pytest

from feedback.answering.models import UnsentTally
from feedback.results.reach import Row, reach
from studies.partners import actions as partners
from studies.partners import introductions
from studies.partners.models import InviteLink, Partnership
from tests import make

pytestmark = pytest.mark.django_db


def row(**steps) -> Row:
    values = {"name": "Carers", "reached": None, "started": 0, "finished": 0}
    return Row(**values | {"talked": 0, "heard": 0, "needed": None} | steps)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ({"reached": 100, "started": 33}, "Many opened the link, few started: "),
        ({"reached": 100, "started": 34, "finished": 20}, ""),
        ({"reached": 29, "started": 0, "needed": 5}, ""),
        ({"started": 31, "finished": 15}, "Many started, few finished: "),
        ({"started": 29, "finished": 1}, ""),
        ({"reached": 2, "started": 1, "needed": 5}, "Few opened the link: "),
        ({"finished": 5, "heard": 2, "needed": 5}, "Many answered the survey, few "),
        ({"finished": 5, "heard": 3, "needed": 5}, ""),
        ({"reached": 100, "heard": 5, "needed": 5}, ""),
    ],
)
def test_the_step_that_loses_a_group_is_named(steps, said):
    lost = row(**steps).lost

    assert lost.startswith(said) if said else lost == ""


def test_links_for_a_group_tell_of_its_openings_only_where_all_came_by_them():
    assert row(reached=20, started=20).reached == 20
    assert row(reached=19, started=20).reached is None


def test_no_percentage_on_a_base_below_thirty():
    assert row(started=29, finished=29).finish_percent is None
    assert row(started=30, finished=15).finish_percent == 50


def test_one_person_does_not_speak_for_a_group():
    assert row(finished=1).is_one
    assert row(talked=1).is_one
    assert not row(finished=1, talked=1).is_one


def study_with_a_quota():
    """A survey with a quota for the carers of its study."""
    survey = make.published_survey(activity=make.open_activity(anonymous=True))
    group = make.segment(study=survey.activity.study, name="Carers", needed=5)
    make.quota(survey=survey, segment=group, target=10, heard={None: 2})
    return survey, group


def test_a_group_is_followed_from_the_link_to_the_conversation(
    django_assert_max_num_queries,
):
    survey, group = study_with_a_quota()
    study = survey.activity.study
    link = partners.make_link(survey.activity_id, segment=group, by=None)
    InviteLink.objects.filter(pk=link.pk).update(openings=40)
    for state in ("submitted", "submitted", "started", "withdrawn"):
        chose = {} if state == "withdrawn" else {"q1": {"code": "c1"}}
        make.response(survey=survey, state=state, answers=chose)
    make.response(survey=survey, answers={"q1": {"code": "c2"}})
    talk = make.conversation(round=survey.activity.round, people=3)
    talk.segments.set([group])

    with django_assert_max_num_queries(12):
        [found] = reach(study, survey.activity.round).groups

    assert found == Row("Carers", 40, 3, 2, talked=3, heard=3, needed=5)


def test_people_with_a_link_of_their_own_are_followed_by_their_group_and_language():
    activity = make.open_activity(anonymous=False)
    study = activity.study
    group = make.segment(study=study, name="Carers", needed=5)
    for number, steps in enumerate(
        [(1, 1, 1), (3, 2, 0), (0, 1, 0), (1, 0, 0), (0,) * 3]
    ):
        person = make.participant(study=study, language="es" if number < 4 else "en")
        person.segments.set([group])
        made = partners.personal_link(activity.pk, person.pk)
        openings, starts, finishes = steps
        InviteLink.objects.filter(pk=made.pk).update(
            openings=openings, starts=starts, finishes=finishes
        )

    found = reach(study, activity.round)

    assert found.groups == [Row("Carers", 3, 3, 1, talked=0, heard=0, needed=5)]
    assert {row.name: row.reached for row in found.languages}["Spanish"] == 3
    assert reach(study, activity.round, is_quick=True).groups[0].reached is None


def test_where_a_quota_counts_a_group_links_of_people_are_not_counted_again():
    survey, group = study_with_a_quota()
    person = make.participant(study=survey.activity.study)
    person.segments.set([group])
    made = partners.personal_link(survey.activity_id, person.pk)
    InviteLink.objects.filter(pk=made.pk).update(openings=1, starts=1, finishes=1)

    [found] = reach(survey.activity.study).groups

    assert (found.reached, found.started, found.finished) == (None, 0, 2)


def test_what_nobody_can_know_is_not_invented():
    study = make.round_().study
    make.segment(study=study, name="Carers", needed=5)

    [found] = reach(study).groups

    assert found == Row("Carers", None, None, None, talked=0, heard=0, needed=5)


def test_a_round_shows_its_own_people_and_the_plan_of_all_rounds():
    survey, group = study_with_a_quota()
    study = survey.activity.study
    later = make.round_(study=study)
    for round_ in (survey.activity.round, later):
        talk = make.conversation(
            round=round_, participant=make.participant(study=study)
        )
        talk.segments.set([group])

    [found] = reach(study, later).groups

    assert (found.talked, found.heard, found.finished) == (1, 2, None)


def test_over_quota_pilots_and_practice_finish_in_no_number():
    survey, _group = study_with_a_quota()
    make.response(survey=survey, over_quota=[1], is_over_quota=True)
    make.response(survey=survey, is_practice=True, is_pilot=True)
    make.response(survey=survey, is_left_out=True)

    found = reach(survey.activity.study)

    [english] = found.languages
    assert (english.started, english.finished) == (1, 0)


def test_languages_keep_those_who_began_and_were_erased():
    survey, _group = study_with_a_quota()
    make.response(survey=survey, language="es")
    UnsentTally.objects.create(
        survey=survey, language="es", is_synthetic=False, people=4
    )

    [spanish] = reach(survey.activity.study).languages

    assert (spanish.name, spanish.started, spanish.finished) == ("Spanish", 5, 1)


def test_a_person_of_two_partners_counts_once_for_the_first():
    round_ = make.round_()
    study, agency = round_.study, round_.study.agency
    first, second = make.partner(agency=agency, name="A"), make.partner(agency=agency)
    for partner in (first, second):
        Partnership.objects.create(partner=partner, study=study)
    person = make.participant(study=study)
    introductions.note(person.pk, [first], by=make.user())
    introductions.note(person.pk, [second, first], by=make.user())
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        make.conversation(round=round_, participant=person, held_on=day)

    rows = reach(study, round_).partners

    assert {row.name: row.talked for row in rows} == {"A": 1, second.name: 0}


def test_the_quick_look_counts_no_answer(django_assert_num_queries):
    survey, group = study_with_a_quota()
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    study = survey.activity.study
    found = {}

    for name in ("one", "three"):
        with django_assert_num_queries(5) as asked:
            found[name] = reach(study, is_quick=True).groups
        for _ in range(2):
            make.response(survey=survey, answers={"q1": {"code": "c1"}})

    [row] = found["three"]
    assert (row.started, row.finished) == (None, 2)
    assert not any("surveyresponse" in query["sql"] for query in asked)
