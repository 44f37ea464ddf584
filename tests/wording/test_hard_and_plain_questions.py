"""Holds the question checks to invented questions, each with one fault or with none."""

import pytest

from studies.wording.checks import check_question
from tests.wording.reading import questions

ASKED = questions("questions_en")
FAULTY = [(rule, question) for rule, question in ASKED if rule != "none"]
FAIR = [question for rule, question in ASKED if rule == "none"]


def rules(question, language="en"):
    return [finding.rule.value for finding in check_question(question, language)]


@pytest.mark.parametrize(
    ("rule", "question"), FAULTY, ids=[f"{r}: {q.text}" for r, q in FAULTY]
)
def test_a_faulty_question_is_found(rule, question):
    assert rule in rules(question)


@pytest.mark.parametrize("question", FAIR, ids=[question.text for question in FAIR])
def test_a_fair_question_is_left_alone(question):
    assert rules(question) == []


def test_a_faulty_question_raises_little_beside_its_fault():
    beside = [
        (rule, found)
        for rule, question in FAULTY
        for found in rules(question)
        if found != rule
    ]

    assert len(beside) <= 0.1 * len(FAULTY), beside
