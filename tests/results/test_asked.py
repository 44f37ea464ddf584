import pytest

from feedback.results.asked import AskedChoice, asked
from feedback.surveys.compiling import compile_draft
from tests import make

pytestmark = pytest.mark.django_db


def documents(survey):
    """The first version, and the draft as it stands as the second."""
    return {1: survey.versions.get().document, 2: compile_draft(survey)}


def test_questions_of_older_versions_follow_those_of_the_newest():
    survey = make.published_survey()
    survey.questions.filter(key="q1").update(archived_at="2027-01-01T00:00Z")
    make.question(survey=survey, label="New?")

    questions = asked(documents(survey), "en")

    assert [(q.key, q.label, q.versions, q.until) for q in questions] == [
        ("q2", "Question 2?", (1, 2), None),
        ("q3", "New?", (2,), None),
        ("q1", "Question 1?", (1,), 1),
    ]


def test_words_are_the_newest_and_removed_choices_stay():
    survey = make.published_survey()
    question = survey.questions.get(key="q1")
    question.choices.filter(code="c1").update(archived_at="2027-01-01T00:00Z")
    question.choices.filter(code="c2").update(label="Never")
    question.choices.create(code="c3", label="Often", position=2)

    choices = asked(documents(survey), "en")[0].choices

    assert choices == (
        AskedChoice("c2", "Never", apart=False, other=False),
        AskedChoice("c3", "Often", apart=False, other=False),
        AskedChoice("c1", "Yes", apart=False, other=False, until=1),
    )


def test_a_language_that_the_version_does_not_speak_falls_back_to_its_source():
    survey = make.published_survey()

    assert asked(documents(survey), "ar")[0].language == "en"


def test_words_that_hold_an_answer_are_read_apart_from_any_answer():
    survey = make.published_survey()
    make.question(survey=survey, key="why", label="Why “{{q1|that}}”, {{q1}}?")

    questions = {q.key: q.label for q in asked(documents(survey), "en")}

    assert questions["why"] == "Why “that”, …?"
