"""Holds the question checks to invented questions, each with one fault or with none."""

import pytest

from studies.wording.checks import check_question
from studies.wording.findings import QuestionText
from tests.wording.reading import questions

ASKED = [
    (language, rule, question)
    for language in ("en", "es")
    for rule, question in questions(f"questions_{language}")
]
FAULTY = [one for one in ASKED if one[1] != "none"]
FAIR = [one for one in ASKED if one[1] == "none"]


def rules(question, language):
    return [finding.rule.value for finding in check_question(question, language)]


@pytest.mark.parametrize(
    ("language", "rule", "question"),
    FAULTY,
    ids=[f"{r}: {q.text}" for _, r, q in FAULTY],
)
def test_a_faulty_question_is_found(language, rule, question):
    assert rule in rules(question, language)


@pytest.mark.parametrize(
    ("language", "_rule", "question"), FAIR, ids=[q.text for _, _, q in FAIR]
)
def test_a_fair_question_is_left_alone(language, _rule, question):
    assert rules(question, language) == []


def test_a_faulty_question_raises_little_beside_its_fault():
    beside = [
        (rule, found)
        for language, rule, question in FAULTY
        for found in rules(question, language)
        if found != rule
    ]

    assert len(beside) <= 0.1 * len(FAULTY), beside


def test_a_spanish_fix_is_spanish():
    question = QuestionText(
        "¿Cuántas veces llamó?", choices=("Una", "Dos"), takes_several=True
    )

    found = check_question(question, "es")

    assert [(one.rule.value, one.suggestion) for one in found] == [
        ("no_time_frame", "En los últimos 12 meses, ¿cuántas"),
        ("none_missing", "Ninguna de estas"),
    ]
