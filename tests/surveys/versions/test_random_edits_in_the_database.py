"""Random edits through the product's own actions, published and answered each time."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.answering.models import SurveyResponse
from feedback.exports.csv_file import answers as csv_answers
from feedback.exports.plan import ABOUT, plan
from feedback.results.folding import fold
from feedback.results.reading import read_answers
from feedback.results.recounting import recount
from feedback.results.summary import documents_of_survey, summarize
from feedback.results.wordings import published
from feedback.surveys import publishing, questions
from feedback.surveys.choices import ChoiceDraft
from feedback.surveys.markers import question_marker
from feedback.surveys.questions import QuestionDraft
from tests import make

pytestmark = pytest.mark.django_db


def edit(survey, at: random.Random, by) -> None:
    """One edit as the editor makes it."""
    rows = list(survey.questions.current())
    row = at.choice(rows)
    move = at.choice(["words", "case", "add", "away", "move", "choices"])
    if move == "add":
        labels = at.sample(["Often", "Seldom", "Never", "Always"], 3)
        draft = QuestionDraft(
            "one_choice",
            f"Question {at.random()}?",
            choices=tuple(ChoiceDraft(label) for label in labels),
        )
        questions.add_question(survey.pk, draft, by=by)
    elif move == "away" and len(rows) > 1:
        questions.archive_question(row.pk, by=by)
    elif move == "move":
        questions.move_question(row.pk, up=at.random() < 0.5, by=by)
    else:
        _rewrite(row, move, at, by)


def _rewrite(row, move: str, at: random.Random, by) -> None:
    present = list(row.choices.current())
    draft = questions.as_written(row, present)
    label = row.label.upper() if move == "case" else f"Asked {at.random()}?"
    choices = draft.choices
    if move == "choices" and present:
        choices = (*draft.choices[1:], ChoiceDraft(f"Choice {at.random()}"))
    changed = QuestionDraft(
        draft.kind, label if move != "choices" else row.label, choices=choices
    )
    marker = question_marker(row, present)
    questions.edit_question(row.pk, changed, marker=marker, by=by)


def answer(survey, at: random.Random) -> SurveyResponse:
    given_ = {}
    for row in survey.versions.first().document["questions"]:
        codes = [choice["code"] for choice in row["choices"]]
        given_[row["key"]] = {"code": at.choice(codes)} if codes else {"text": "Words"}
    return make.response(survey=survey, answers=given_)


def read(pk) -> list[tuple]:
    response = SurveyResponse.objects.select_related("version").get(pk=pk)
    return [(row.key, row.label, row.lines) for row in read_answers(response)]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_answers_keep_their_words_columns_and_counts_through_any_edits(seed):
    at, by = random.Random(seed), make.user()
    survey = make.published_survey()
    said, columns = {}, set()

    for _ in range(3):
        response = answer(survey, at)
        said[response.pk] = read(response.pk)
        for _ in range(at.randint(1, 3)):
            edit(survey, at, by)
        publishing.publish(survey.pk, by=by, reason="A random edit.")
        made = plan(documents_of_survey(survey))
        names = {(column.key, column.stem) for column in made.columns}
        assert columns <= names
        columns = names
    fold(survey.pk)

    assert {pk: read(pk) for pk in said} == said
    assert recount(survey.pk) == []
    lines = b"".join(csv_answers(survey, made)).decode().splitlines()
    assert len(lines) == len(said) + 1
    assert len(lines[0].split(",")) == len(ABOUT) + len(made.columns)
    summary = summarize(survey, published(survey), is_synthetic=False, spoken="en")
    assert sum(row.answered for row in summary.questions) == sum(
        map(len, said.values())
    )
