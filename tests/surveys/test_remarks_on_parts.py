"""Texts of a survey that are no question are checked and mended like the rest."""

import pytest

from feedback.surveys import fixing
from feedback.surveys.models import Row
from feedback.surveys.plain_language import report
from feedback.surveys.texts import draft_questions
from studies.wording.models import Override
from tests import make

pytestmark = pytest.mark.django_db
HARD = "Where you utilize it."


def message(survey):
    question = make.question(survey=survey, message=HARD)
    return question, "message"


def row(survey):
    question = make.question(survey=survey, kind="matrix", choices=["Yes", "No"])
    return Row.objects.create(question=question, code="r1", label=HARD), "label"


def section_title(survey):
    return make.section(survey=survey, title=HARD), "title"


def section_text(survey):
    return make.section(survey=survey, text=HARD), "text"


def rule(survey):
    make.question(survey=survey, choices=["Yes", "No"])
    return make.rule(survey=survey, text=HARD), "text"


PARTS = [message, row, section_title, section_text, rule]


def found(survey):
    everything = report(survey, draft_questions(survey)).found
    return [shown for shown in everything if shown.marked == "utilize"]


@pytest.mark.parametrize("part", PARTS)
def test_the_words_are_found_and_one_click_mends_them(part):
    survey = make.survey()
    held, field = part(survey)
    [shown] = found(survey)

    fixing.apply_fix(survey.pk, shown.key, by=make.user())

    held.refresh_from_db()
    assert getattr(held, field) == "Where you use it."
    assert found(survey) == []


@pytest.mark.parametrize("part", PARTS)
def test_the_words_may_stand_with_a_reason(part):
    survey = make.survey()
    part(survey)
    [shown] = found(survey)

    fixing.let_stand(survey.pk, shown.key, "A name.", by=make.user())

    assert found(survey) == []
    assert Override.objects.get().place == shown.place


def test_each_part_shows_beside_the_question_or_the_survey_that_it_belongs_to():
    survey = make.survey()
    for part in PARTS:
        part(survey)
    questions = draft_questions(survey)
    whole = report(survey, questions)

    beside = [len(whole.of(row)) for row in [survey, *questions]]

    assert beside == [3, 1, 1, 0]
    assert [shown.name for shown in whole.of(survey)] == [
        "Section title",
        "Section text",
        "Words that people read",
    ]


def test_a_locked_question_and_its_parts_are_exempt():
    survey = make.survey()
    make.question(survey=survey, label=HARD, hint=HARD, message=HARD, locked=True)

    assert found(survey) == []


def test_the_points_of_a_matrix_are_one_scale():
    survey = make.survey()
    make.question(
        survey=survey,
        kind="matrix",
        label="How was this today?",
        choices=["Excellent", "Good", "Fair", "Poor"],
    )

    rules = [
        shown.finding.rule for shown in report(survey, draft_questions(survey)).found
    ]

    assert rules == ["unbalanced_scale"]
