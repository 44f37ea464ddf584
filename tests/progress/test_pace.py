from datetime import date, timedelta

import pytest

from studies.progress.summary import summarize
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def study_of(needed: int = 10, **fields):
    """Two rounds of 20 days each, from March 1 and from May 1, and one group."""
    study = make.study(**{"state": "running"} | fields)
    for start in (DAY, date(2026, 5, 1)):
        end = start + timedelta(days=19)
        make.round_(
            study=study, starts_on=start, ends_on=end, tell_by=end + timedelta(days=9)
        )
    make.segment(study=study, name="No fixed address", needed=needed)
    return study


def behind_on(study, today):
    rows = summarize(study, today=today).behind
    return [(row.segment.name, row.heard, row.expected) for row in rows]


def hear(study, people):
    talk = make.conversation(round=study.rounds.first(), people=people)
    talk.segments.set(study.segments.all())


def test_half_way_through_the_days_of_all_rounds_half_of_the_people_are_due():
    study = study_of()
    hear(study, 4)

    assert behind_on(study, date(2026, 4, 10)) == [("No fixed address", 4, 5)]


def test_a_group_in_time_is_not_behind():
    study = study_of()
    hear(study, 5)

    assert behind_on(study, date(2026, 4, 10)) == []


def test_before_the_first_round_and_after_the_last_nobody_is_late():
    study = study_of()

    assert behind_on(study, DAY) == []
    assert behind_on(study, date(2026, 6, 1)) == []


def test_in_practice_nobody_is_late():
    assert behind_on(study_of(state="practice"), date(2026, 4, 10)) == []


def test_the_group_that_lacks_most_comes_first():
    study = study_of()
    make.segment(study=study, name="Carers", needed=20)

    assert [row[0] for row in behind_on(study, date(2026, 4, 10))] == [
        "Carers",
        "No fixed address",
    ]


def test_a_group_behind_is_the_next_thing_to_do_once_enough_were_talked_to():
    study = study_of()
    make.conversation(round=study.rounds.first(), people=5)

    step = summarize(study, today=DAY + timedelta(days=12)).next

    assert step.text == (
        "ask for more people of a group that falls behind: No fixed address (0 heard, "
        "3 planned by now)."
    )
    assert (step.label, step.names_late) == ("Recruiting", True)
    assert step.url.endswith("/round/1/recruiting/")
