"""Calculated values: fixed when answers are sent, and the same wherever they are read."""

import pytest
from django.urls import reverse

from feedback.answering.codes import receipt_code
from feedback.answering.models import SurveyResponse
from feedback.exports import codebook
from feedback.exports.plan import FIELDS, Exported, plan
from feedback.results.reading import ReadValue, read_values
from feedback.results.summary import documents_of_survey
from feedback.results.taking_back import take_back
from feedback.surveys import publishing
from studies.planning.models import Study
from tests import make
from tests.answering.person import Person
from tests.answering.surveys import publish

pytestmark = pytest.mark.django_db
TOTAL = {
    "op": "add",
    "of": [{"op": "answer", "question": "q1"}, {"op": "answer", "question": "q2"}],
}
COUNT = {"op": "count", "of": [{"op": "answered", "question": "q1"}]}
SENTENCE = "Calculate {{total}}: (“Visits?” + “Letters?”)."


@pytest.fixture
def survey():
    round_ = make.round_(study=make.study(state=Study.State.RUNNING))
    survey = make.survey(activity=make.activity(round=round_))
    decimals = {"decimals": True}
    make.question(survey=survey, kind="number", label="Visits?", settings=decimals)
    make.question(survey=survey, kind="number", label="Letters?", settings=decimals)
    make.rule(survey=survey, effect="value", key="total", tree=TOTAL)
    return survey


def exported(survey) -> list[dict[str, str]]:
    made = plan(documents_of_survey(survey))
    rows = SurveyResponse.objects.submitted().order_by("id").values_list(*FIELDS)
    return [
        dict(zip(made.names, made.row(Exported(*row)), strict=True)) for row in rows
    ]


def said(survey, column: str) -> list[tuple[str, ...]]:
    documents = documents_of_survey(survey)
    rows = [
        row for row in codebook.rows(plan(documents), documents) if row[0] == column
    ]
    return [(kind, text, code, meaning) for _, _, kind, text, code, meaning, *_ in rows]


def test_a_value_is_fixed_when_the_answers_are_sent(survey):
    make.question(survey=survey, label="You came {{total}} times. Why?")
    publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()

    person.sends({"q1": "3.50"}).sends({"q2": "-1.25"})
    shown = person.text
    person.sends({"q3": "The bus."}).sends()

    assert "You came 2.25 times. Why?" in shown
    response = SurveyResponse.objects.get()
    assert response.calculated == {"total": "2.25"}
    assert exported(survey)[0]["total"] == "2.25"
    assert take_back(receipt_code(response.pk))
    response.refresh_from_db()
    assert response.calculated is None


def test_what_was_fixed_is_exported_whatever_a_later_version_calculates(survey):
    publishing.publish(survey.pk, by=make.user())
    answers = {"q1": {"value": "3"}, "q2": {"value": "4"}}
    make.response(survey=survey, answers=answers, calculated={"total": "7"})
    survey.rules.update(tree=COUNT)
    publishing.publish(survey.pk, by=make.user(), reason="Counted otherwise.")
    make.response(
        survey=survey,
        version=survey.versions.get(number=2),
        answers=answers,
        calculated={"total": "1"},
    )

    assert {row["_version"]: row["total"] for row in exported(survey)} == {
        "1": "7",
        "2": "1",
    }


def test_an_older_response_is_calculated_by_the_version_that_was_answered(survey):
    publishing.publish(survey.pk, by=make.user())
    make.response(survey=survey, answers={"q1": {"value": "3"}, "q2": {"value": "4"}})
    survey.rules.update(tree=COUNT)
    publishing.publish(survey.pk, by=make.user(), reason="Counted otherwise.")

    assert exported(survey)[0]["total"] == "7"


def test_nothing_and_not_calculated_are_different_and_no_zero(survey):
    survey.rules.update(archived_at="2027-01-01T00:00Z")
    publishing.publish(survey.pk, by=make.user())
    make.response(survey=survey, submitted_on="2027-04-01")
    survey.rules.update(archived_at=None)
    publishing.publish(survey.pk, by=make.user(), reason="Counted.")
    newest = {"survey": survey, "version": survey.versions.get(number=2)}
    make.response(**newest, calculated={"total": "0"})
    make.response(**newest, calculated={"total": None})

    assert sorted(row["total"] for row in exported(survey)) == [
        "0",
        "_no_value",
        "_not_calculated",
    ]


def test_the_codebook_says_how_a_value_comes_about_and_what_it_is(survey):
    make.question(survey=survey, kind="date", label="Since when?")
    since = {"op": "answer", "question": "q3"}
    make.rule(survey=survey, effect="value", key="since", tree=since)
    make.rule(
        survey=survey,
        effect="value",
        key="again",
        tree={"op": "calculated", "name": "since"},
    )
    publishing.publish(survey.pk, by=make.user())

    assert said(survey, "total") == [
        (
            "calculated_number",
            SENTENCE,
            "",
            "The number that was calculated; pages show two decimals of it",
        ),
        (
            "calculated_number",
            SENTENCE,
            "_no_value",
            "An answer that it is calculated from is missing",
        ),
        (
            "calculated_number",
            SENTENCE,
            "_not_calculated",
            "The version that was answered did not calculate it",
        ),
    ]
    assert [said(survey, name)[0] for name in ("since", "again")] == [
        (
            "calculated_date",
            "Calculate {{since}}: “Since when?”.",
            "",
            "The day that was calculated",
        ),
        (
            "calculated_date",
            "Calculate {{again}}: {{since}}.",
            "",
            "The day that was calculated",
        ),
    ]


def test_a_response_s_page_shows_its_values_with_their_formula(client, survey):
    publishing.publish(survey.pk, by=make.user())
    agency = survey.activity.agency
    client.force_login(make.member(role="designer", agency=agency).user)
    known = make.response(survey=survey, calculated={"total": "1234.5678"})
    unknown = make.response(survey=survey, calculated={"total": None})

    pages = [
        client.get(reverse("survey-response", args=[survey.pk, row.pk]))
        for row in (known, unknown)
    ]

    assert read_values(known) == [ReadValue("total", SENTENCE, "1234.57")]
    assert "<strong>1234.57</strong>" in pages[0].content.decode()
    assert "an answer that it needs is missing" in pages[1].content.decode()
