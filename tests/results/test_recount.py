import pytest
from django.core.management import CommandError, call_command

from feedback.answering.models import SurveyResponse
from feedback.results import tallying
from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import Difference, recount
from tests import make

pytestmark = pytest.mark.django_db


def finished_cell(survey):
    version = survey.versions.get()
    return tallying.Cell("", "finished", "en", None, False, version.pk)


def counted_survey():
    survey = make.published_survey()
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    make.response(survey=survey, answers={"q1": {"code": "c2"}})
    fold(survey.pk)
    return survey


def test_true_counters_show_no_difference():
    assert recount(counted_survey().pk) == []


def test_a_wrong_counter_is_reported_and_left_alone():
    survey = counted_survey()
    tallying.change(survey.pk, {finished_cell(survey): 3})

    [first], [again] = recount(survey.pk), recount(survey.pk)
    assert first == again == Difference(finished_cell(survey), tally=5, responses=2)


def test_repair_sets_high_low_and_missing_counters_right():
    survey = counted_survey()
    tallying.change(survey.pk, {finished_cell(survey): 3})
    Tally.objects.filter(code="c1").delete()
    Tally.objects.filter(code="c2").update(count=0)

    found = recount(survey.pk, repair=True)

    assert [(d.cell.code, d.tally, d.responses) for d in found] == [
        ("finished", 5, 2),
        ("c1", 0, 1),
        ("c2", 0, 1),
    ]
    assert recount(survey.pk) == []


def test_repair_mends_what_a_response_remembers():
    survey = counted_survey()
    SurveyResponse.objects.update(folded=[["", "finished"]])

    recount(survey.pk, repair=True)

    remembered = SurveyResponse.objects.values_list("folded", flat=True)
    assert sorted(remembered) == [
        [["", "finished"], ["q1", "c1"], ["q1", "_answered"]],
        [["", "finished"], ["q1", "c2"], ["q1", "_answered"]],
    ]


def test_responses_that_wait_are_left_to_wait():
    survey = counted_survey()
    make.response(survey=survey)

    assert recount(survey.pk, repair=True) == []
    assert SurveyResponse.objects.waiting_to_fold().count() == 1


def test_the_command_fails_on_a_difference_and_repairs_when_told(capsys):
    survey = counted_survey()
    tallying.change(survey.pk, {finished_cell(survey): 1})

    with pytest.raises(CommandError, match="1 counters differ"):
        call_command("recount", str(survey.pk))
    call_command("recount", "--repair")
    call_command("recount")

    assert capsys.readouterr().out.splitlines()[1:] == [
        f"survey {survey.pk} /finished/en/None/False/{survey.versions.get().pk}/self/False: "
        "counter 3, responses 2",
        "1 counters repaired.",
        "No difference.",
    ]
