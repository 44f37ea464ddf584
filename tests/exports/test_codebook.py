import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.exports import codebook
from feedback.exports.plan import plan
from feedback.results.summary import documents_of_survey
from feedback.surveys import publishing
from tests import make

pytestmark = pytest.mark.django_db


def published(survey):
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")


def lines(survey, column: str) -> list[dict[str, str]]:
    documents = documents_of_survey(survey)
    rows = codebook.rows(plan(documents), documents)
    named = [dict(zip(codebook.HEADER, row, strict=True)) for row in rows]
    return [row for row in named if row["column"] == column]


def said(survey, column: str, *names: str) -> list[tuple[str, ...]]:
    return [
        tuple(row[name] for name in names)
        for row in lines(survey, column)
        if not row["code"].startswith("_")
    ]


def test_each_wording_of_a_question_stands_with_its_versions():
    survey = make.published_survey()
    survey.questions.filter(key="q2").update(label="What else?")
    published(survey)

    assert said(survey, "q2", "text", "versions", "until") == [
        ("What else?", "2", ""),
        ("Question 2?", "1", "1"),
    ]


def test_a_choice_says_what_it_was_called_in_which_version():
    survey = make.published_survey()
    choices = survey.questions.get(key="q1").choices
    choices.filter(code="c1").update(label="Certainly")
    published(survey)

    assert said(survey, "q1", "code", "meaning", "versions", "until") == [
        ("c1", "Certainly", "2", ""),
        ("c2", "No", "1 2", ""),
        ("c1", "Yes", "1", "1"),
    ]


def test_what_was_taken_away_stays_with_the_last_version_that_had_it():
    survey = make.published_survey()
    question = survey.questions.get(key="q1")
    question.choices.create(code="c3", label="Maybe", position=2)
    question.choices.filter(code="c1").update(archived_at="2027-01-01T00:00Z")
    survey.questions.filter(key="q2").update(archived_at="2027-01-01T00:00Z")
    published(survey)

    assert said(survey, "q1", "code", "versions", "until") == [
        ("c2", "1 2", ""),
        ("c3", "2", ""),
        ("c1", "1", "1"),
    ]
    assert said(survey, "q2", "versions", "until") == [("1", "1")]


def test_another_kind_under_the_same_key_keeps_both_meanings():
    survey = make.published_survey()
    survey.questions.filter(key="q2").update(kind="long_text")
    survey.questions.filter(key="q1").update(kind="several_choices")
    published(survey)

    assert said(survey, "q2", "kind", "versions") == [
        ("long_text", "2"),
        ("short_text", "1"),
    ]
    assert said(survey, "q1", "kind", "code", "versions") == [
        ("one_choice", "c1", "1"),
        ("one_choice", "c2", "1"),
    ]
    assert {row["versions"] for row in lines(survey, "q1_c1")} == {"2"}


def test_the_order_of_choices_has_a_line_of_its_own():
    survey = make.survey()
    labels = ["Bus", "Car"]
    make.question(survey=survey, choices=labels, settings={"shuffle": True})
    publishing.publish(survey.pk, by=make.user())

    found = lines(survey, "q1_order")

    assert [
        (row["kind"], row["text"], row["code"], row["meaning"]) for row in found
    ] == [
        ("choice_order", "Question 1? (order of the choices)", code, meaning)
        for code, meaning in [
            ("", "Codes of the choices as this person saw them, the first one first"),
            ("_not_recorded", "The order was drawn by lot and not recorded"),
            ("_not_shown", "The question was not shown to this person"),
        ]
    ]


def test_each_consent_text_that_people_read_is_named_by_its_fingerprint(client):
    member = make.member(role="analyst")
    study = make.study(agency=member.agency)
    survey = make.published_survey(
        activity=make.activity(round=make.round_(study=study))
    )
    version, unread = make.consent(study=study), make.consent()
    for _ in range(2):
        make.response(survey=survey, consent_version=version, consent_language="en")
    make.response(survey=survey)
    client.force_login(member.user)

    answer = client.get(reverse("survey-export-codebook", args=[survey.pk]))

    text = b"".join(answer.streaming_content).decode()
    named = [line for line in text.splitlines() if line.startswith("_consent_version")]
    day = timezone.localdate(version.published_at).isoformat()
    assert len(named) == 2
    assert f"1,published on {day}; fingerprint of its words: " in named[1]
    assert version.fingerprint in named[1]
    assert unread.fingerprint == version.fingerprint  # the same words, so the same
