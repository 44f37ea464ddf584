from datetime import date, timedelta

import pytest
from django.utils import timezone

from studies.progress.summary import summarize
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def study_with_rounds(**fields):
    """Two rounds: March 1–21 told by April 1, and May 1–21 told by June 1."""
    study = make.study(state="running", **fields)
    for start, tell in ((DAY, date(2026, 4, 1)), (date(2026, 5, 1), date(2026, 6, 1))):
        make.round_(
            study=study,
            starts_on=start,
            ends_on=start + timedelta(days=20),
            tell_by=tell,
        )
    return study


def next_text(study, today):
    step = summarize(study, today=today).next
    return step and step.text


def talk(study, people=5, number=1):
    return make.conversation(round=study.rounds.get(number=number), people=people)


def test_in_practice_the_plan_comes_first():
    study = make.study()

    assert next_text(study, DAY) == "write a goal"


def test_with_a_whole_plan_start_comes_next():
    study = make.study(goal_1="A goal", population="Everybody")
    make.segment(study=study)
    make.consent(study=study)

    assert next_text(study, DAY).startswith("press Start")


def test_before_the_first_round_partners_recruit():
    study = study_with_rounds()

    today = DAY - timedelta(days=20)

    assert next_text(study, today) == (
        "ask partners to recruit for round 1, by February 22."
    )


def test_recruiting_names_the_group_of_which_most_are_missing():
    study = study_with_rounds()
    make.segment(study=study, name="Carers", needed=2)
    make.segment(study=study, name="No fixed address", needed=5)

    assert next_text(study, DAY - timedelta(days=20)).endswith(
        "Still missing: No fixed address (0 of 5)."
    )


def test_too_late_to_recruit_the_round_is_prepared():
    study = study_with_rounds()

    assert next_text(study, DAY - timedelta(days=2)) == (
        "get ready for round 1. It begins on March 1."
    )


def test_in_the_field_people_are_talked_to_until_there_are_enough():
    study = study_with_rounds()
    talk(study, people=3)

    assert next_text(study, DAY) == "talk to 2 more people in round 1, by March 21."


def test_with_enough_people_the_next_round_is_recruited():
    study = study_with_rounds()
    talk(study)

    assert next_text(study, DAY).startswith("ask partners to recruit for round 2")


def test_what_is_written_is_told_even_while_the_round_goes_on():
    study = study_with_rounds()
    talk(study)
    make.share_back(round=study.rounds.get(number=1))

    assert next_text(study, DAY) == ("tell people what changed in round 1, by April 1.")


def test_after_the_field_decisions_then_telling_then_who_is_missing():
    study = study_with_rounds()
    talk(study)
    first, today = study.rounds.get(number=1), date(2026, 3, 25)

    steps = [next_text(study, today)]
    make.decision(round=first)
    steps.append(next_text(study, today))
    make.share_back(round=first, published_at=timezone.now())
    steps.append(next_text(study, today))
    first.not_heard = "People under 25."
    first.save()
    steps.append(next_text(study, today))

    assert steps == [
        "write what you decided after round 1.",
        "tell people what changed in round 1, by April 1.",
        "write who you did not hear from in round 1.",
        "ask partners to recruit for round 2, by April 24.",
    ]


def test_a_promise_that_is_past_is_said_as_past():
    study = study_with_rounds()
    talk(study)
    make.decision(round=study.rounds.get(number=1))

    assert next_text(study, date(2026, 4, 2)) == (
        "tell people what changed in round 1. It was promised by April 1."
    )


def test_a_round_that_ended_without_any_talk_is_asked_for():
    study = study_with_rounds()

    assert next_text(study, date(2026, 3, 25)) == (
        "log whom you talked with in round 1."
    )


def test_when_all_is_done_nothing_waits():
    study = study_with_rounds()
    for round_ in study.rounds.all():
        talk(study, number=round_.number)
        make.decision(round=round_)
        make.share_back(round=round_, published_at=timezone.now())
    study.rounds.update(not_heard="People under 25.")

    assert next_text(study, date(2026, 6, 2)) is None
