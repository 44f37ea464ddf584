"""A-11 version 2: who is content, who is not, and who is neither and gets both."""

import pytest

from feedback.surveys.checklist.rules import rule_findings
from feedback.surveys.compiling import compile_draft
from feedback.surveys.rules import shown_questions
from feedback.surveys.starting import start_from, starters
from feedback.surveys.texts import draft_questions, keyed_texts
from tests import make

pytestmark = pytest.mark.django_db


def started(key):
    starter = starters()[key]
    words = dict.fromkeys(starter.placeholders, "Food Help")
    return start_from(
        starter,
        agency=make.agency(),
        title="",
        anonymous=True,
        words=words,
        by=make.user(),
    )


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("1", ["negative"]),
        ("2", ["negative"]),
        ("3", ["positive", "negative"]),
        ("4", ["positive"]),
        ("5", ["positive"]),
    ],
)
def test_a_neutral_answer_gets_both_questions(code, shown):
    document = compile_draft(started("a11_v2"))

    asked = shown_questions(document, {"trust": {"code": code}})

    assert [q["key"] for q in asked if q["key"] != "trust"][: len(shown)] == shown


@pytest.mark.parametrize("key", sorted(starters()))
def test_every_starter_is_proved(key):
    survey = started(key)
    questions = draft_questions(survey)

    found = rule_findings(survey, questions, list(keyed_texts(survey, questions)))

    assert found == []
