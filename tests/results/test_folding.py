from datetime import date

import pytest
from django.db import IntegrityError, connections

from feedback.answering.models import SurveyResponse
from feedback.results import tallying
from feedback.results.folding import fold, fold_waiting
from feedback.results.models import Tally
from feedback.surveys import publishing
from studies.people.models import Conversation
from tests import make

pytestmark = pytest.mark.django_db


def tallies(survey) -> dict:
    rows = Tally.objects.filter(survey=survey, count__gt=0)
    return {(row.question_key, row.code): row.count for row in rows}


def test_folding_counts_each_finished_response_once():
    survey = make.published_survey()
    make.response(survey=survey, answers={"q1": {"code": "c1"}, "q2": {"text": "Hi"}})
    make.response(survey=survey, answers={"q1": {"code": "c1"}, "q2": {}})

    assert [fold(survey.pk), fold(survey.pk)] == [2, 0]
    assert tallies(survey) == {
        ("", "finished"): 2,
        ("q1", "c1"): 2,
        ("q1", "_answered"): 2,
        ("q2", "_text"): 1,
        ("q2", "_answered"): 1,
        ("q2", "_empty"): 1,
    }


def test_a_question_that_was_not_shown_counts_nowhere():
    survey = make.published_survey()
    make.response(survey=survey, answers={"q1": {}})

    fold(survey.pk)

    assert tallies(survey) == {("", "finished"): 1, ("q1", "_empty"): 1}


def test_several_choices_count_a_person_once_for_each_code_and_once_as_answered():
    survey = make.survey()
    make.question(survey=survey, kind="several_choices", choices=["A", "B", "C"])
    publishing.publish(survey.pk, by=make.user())
    make.response(survey=survey, answers={"q1": {"codes": ["c1", "c3"]}})

    fold(survey.pk)

    assert tallies(survey) == {
        ("", "finished"): 1,
        ("q1", "c1"): 1,
        ("q1", "c3"): 1,
        ("q1", "_answered"): 1,
    }


def test_each_response_remembers_exactly_what_was_counted():
    survey = make.published_survey()
    response = make.response(survey=survey, answers={"q1": {"code": "c2"}})

    fold(survey.pk)

    response.refresh_from_db()
    assert response.folded == [["", "finished"], ["q1", "c2"], ["q1", "_answered"]]


def test_counters_are_apart_by_language_partner_and_synthetic():
    survey = make.published_survey()
    partner = make.partner(agency=survey.agency)
    make.response(survey=survey, language="es", partner=partner)
    make.response(survey=survey, language="es", partner=partner, is_synthetic=True)
    make.response(survey=survey)

    fold(survey.pk)

    cells = Tally.objects.values_list("language", "partner", "is_synthetic", "count")
    assert sorted(cells, key=str) == [
        ("en", None, False, 1),
        ("es", partner.pk, False, 1),
        ("es", partner.pk, True, 1),
    ]


def test_practice_started_and_withdrawn_responses_are_never_counted():
    survey = make.published_survey()
    make.response(survey=survey, is_practice=True)
    make.response(survey=survey, state="started", submitted_on=None)
    make.response(survey=survey, state="withdrawn")

    assert fold(survey.pk) == 0
    assert tallies(survey) == {}


def test_a_response_is_counted_by_the_version_that_it_answered():
    survey = make.published_survey()
    older = make.response(survey=survey, answers={"q1": {"code": "c1"}})
    question = survey.questions.get(key="q1")
    question.kind = "several_choices"
    question.save()
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    newer = make.response(survey=survey, answers={"q1": {"codes": ["c1", "c2"]}})

    fold(survey.pk)

    assert [older.version.number, newer.version.number] == [1, 2]
    rows = Tally.objects.filter(survey=survey, code__in=["c1", "c2"])
    assert sorted(rows.values_list("code", "version__number", "count")) == [
        ("c1", 1, 1),
        ("c1", 2, 1),
        ("c2", 2, 1),
    ]


def test_folding_records_people_heard_by_day_and_language():
    round_ = make.round_()
    survey = make.published_survey(activity=make.activity(round=round_))
    first, second = date(2027, 4, 1), date(2027, 4, 2)
    make.response(survey=survey, submitted_on=first)
    make.response(survey=survey, submitted_on=first)
    make.response(survey=survey, submitted_on=second, language="es")

    fold(survey.pk)

    rows = Conversation.objects.order_by("held_on")
    assert list(rows.values_list("held_on", "language", "people", "level")) == [
        (first, "en", 2, 1),
        (second, "es", 1, 1),
    ]


def test_more_than_one_batch_is_folded_to_the_end(monkeypatch):
    monkeypatch.setattr("feedback.results.folding.BATCH", 2)
    survey = make.published_survey()
    for _ in range(5):
        make.response(survey=survey)

    assert fold(survey.pk) == 5
    assert tallies(survey) == {("", "finished"): 5}


def test_fold_waiting_takes_every_survey_with_something_to_count():
    one, two = make.published_survey(), make.published_survey()
    make.response(survey=one)
    make.response(survey=two)
    make.published_survey()

    assert [fold_waiting(), fold_waiting()] == [2, 0]


def test_a_crash_in_the_middle_leaves_nothing_half_counted(monkeypatch):
    survey = make.published_survey()
    make.response(survey=survey)
    monkeypatch.setattr(
        "feedback.results.folding._record_conversations", lambda *_: 1 / 0
    )

    with pytest.raises(ZeroDivisionError):
        fold(survey.pk)

    assert tallies(survey) == {}
    assert SurveyResponse.objects.waiting_to_fold().count() == 1


def test_folding_many_takes_as_many_queries_as_folding_one(django_assert_num_queries):
    survey = make.published_survey()
    for _ in range(30):
        make.response(survey=survey)

    with django_assert_num_queries(9):
        fold(survey.pk)


@pytest.mark.django_db(transaction=True)
def test_a_second_folder_leaves_a_survey_that_is_being_folded():
    survey = make.published_survey()
    make.response(survey=survey)
    other = connections.create_connection("default")
    lock = [tallying.FOLDING_LOCK, survey.pk]
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            meanwhile = fold(survey.pk)
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
    finally:
        other.close()

    assert [meanwhile, fold(survey.pk)] == [0, 1]


def test_a_tally_never_goes_below_zero():
    survey = make.published_survey()
    version = survey.versions.get()
    cell = tallying.Cell("", "finished", "en", None, False, version.pk)
    tallying.change(survey.pk, {cell: 1})

    with pytest.raises(IntegrityError, match="tally_never_negative"):
        tallying.change(survey.pk, {cell: -2})
