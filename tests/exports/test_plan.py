from datetime import date
from uuid import UUID

import pytest

from feedback.exports.plan import ABOUT, Exported, plan
from feedback.surveys.compiling import compile_draft
from feedback.surveys.models import Choice
from tests import make

pytestmark = pytest.mark.django_db
ID = UUID("00000000-0000-4000-8000-000000000001")


def documents(survey, earlier=None):
    """The draft as the next version, after those that there were."""
    earlier = earlier or {}
    return earlier | {len(earlier) + 1: compile_draft(survey)}


def exported(answers, version=1, **fields):
    values = {
        "id": ID,
        "version": version,
        "language": "es",
        "partner": None,
        "submitted_on": date(2027, 4, 1),
        "mode": "self",
        "is_synthetic": False,
        "is_practice": False,
        "is_pilot": False,
        "answers": answers,
    }
    return Exported(**values | fields)


def cells(survey, answers, version=1, earlier=None):
    made = plan(documents(survey, earlier))
    row = made.row(exported(answers, version))
    return dict(zip(made.names[len(ABOUT) :], row[len(ABOUT) :], strict=True))


def test_a_row_begins_with_facts_about_the_response():
    made = plan(documents(make.survey()))

    row = made.row(exported({}, partner="Harbor Lane", is_synthetic=True))

    assert dict(zip(made.names, row, strict=True)) == {
        "_response": str(ID),
        "_version": "1",
        "_language": "es",
        "_partner": "Harbor Lane",
        "_day": "2027-04-01",
        "_finished": "1",
        "_mode": "self",
        "_help": "",
        "_proxy_reason": "",
        "_synthetic": "1",
        "_practice": "0",
        "_pilot": "0",
        "_left_out": "0",
        "_over_quota": "0",
        "_full_quotas": "",
        "_consent_version": "",
        "_consent_language": "",
        "_consent_quote": "",
        "_consent_share": "",
        "_consent_ask_again": "",
    }


def test_a_row_says_who_helped_and_why_somebody_else_answered():
    made = plan(documents(make.survey()))
    helped = exported({}, mode="helped", help=["read_out", "language"])
    proxy = exported({}, mode="proxy", proxy_reason="ill")

    found = [
        dict(zip(made.names, made.row(row), strict=True)) for row in (helped, proxy)
    ]

    assert [(row["_mode"], row["_help"], row["_proxy_reason"]) for row in found] == [
        ("helped", "read_out language", ""),
        ("proxy", "", "ill"),
    ]


def test_not_shown_and_not_answered_are_different_everywhere():
    survey = make.survey()
    make.question(survey=survey, choices=["Yes", "No"])
    make.question(survey=survey)
    make.question(survey=survey, kind="several_choices", choices=["A", "B"])

    skipped, hidden = cells(survey, {"q1": {}, "q2": {}, "q3": {}}), cells(survey, {})

    assert skipped == {
        "q1": "_no_answer",
        "q2": "_no_answer",
        "q3_c1": "0",
        "q3_c2": "0",
    }
    assert hidden == {
        "q1": "_not_shown",
        "q2": "_not_shown",
        "q3_c1": "",
        "q3_c2": "",
    }


def test_several_choices_hold_one_for_picked_and_zero_for_offered():
    survey = make.survey()
    question = make.question(
        survey=survey, kind="several_choices", choices=["A", "B", "Else"]
    )
    Choice.objects.filter(question=question, code="c3").update(other=True)

    row = cells(survey, {"q1": {"codes": ["c1", "c3"], "text": "A bus"}})

    assert row == {"q1_c1": "1", "q1_c2": "0", "q1_c3": "1", "q1_text": "A bus"}


def test_versions_are_joined_by_key_and_a_later_choice_was_not_offered_before():
    survey = make.survey()
    question = make.question(survey=survey, kind="several_choices", choices=["A"])
    first = documents(survey)
    Choice.objects.create(question=question, code="c2", label="B", position=1)
    make.question(survey=survey)

    old = cells(survey, {"q1": {"codes": ["c1"]}}, version=1, earlier=first)
    new = cells(survey, {"q1": {"codes": ["c1"]}, "q2": {}}, version=2, earlier=first)

    assert old == {"q1_c1": "1", "q1_c2": "", "q2": "_not_shown"}
    assert new == {"q1_c1": "1", "q1_c2": "0", "q2": "_no_answer"}


def test_columns_of_a_removed_choice_stay_beside_their_question():
    survey = make.survey()
    first = make.question(survey=survey, kind="several_choices", choices=["A", "B"])
    make.question(survey=survey)
    earlier = documents(survey)
    first.choices.filter(code="c1").update(archived_at="2027-04-01T00:00Z")

    names = plan(documents(survey, earlier)).names[len(ABOUT) :]

    assert names == ["q1_c2", "q1_c1", "q2"]


def test_two_columns_never_share_a_name():
    survey = make.survey()
    first = make.question(
        survey=survey, key="a", kind="several_choices", choices=["One"]
    )
    first.choices.update(code="b_c")
    second = make.question(
        survey=survey, key="a_b", kind="several_choices", choices=["Two"]
    )
    second.choices.update(code="c")

    assert plan(documents(survey)).names[len(ABOUT) :] == ["a_b_c", "a_b_c_2"]


def test_contact_data_in_words_is_hidden():
    survey = make.survey()
    make.question(survey=survey)

    row = cells(survey, {"q1": {"text": "Write to me@mail.example.org"}})

    assert row == {"q1": "Write to [e-mail hidden]"}


def test_a_header_never_shows_where_an_answer_would_stand():
    survey = make.published_survey()
    make.question(survey=survey, key="why", label="Why “{{q1|that}}”?")

    columns = plan(documents(survey)).columns

    assert [c.label for c in columns if c.key == "why"] == ["Why “that”?"]


def shuffled(survey, settings=None):
    settings = {"shuffle": True} if settings is None else settings
    make.question(survey=survey, choices=["A", "B", "C"], settings=settings)


def test_the_order_in_which_choices_were_seen_stands_behind_their_answer():
    survey = make.survey()
    shuffled(survey)
    make.question(survey=survey)
    made = plan(documents(survey))

    orders = [
        made.row(exported(answers, choice_orders=seen))[-2]
        for answers, seen in [
            ({"q1": {"code": "c2"}}, {"q1": ["c3", "c1", "c2"]}),
            ({"q1": {}}, {}),
            ({}, {}),
        ]
    ]

    assert made.names[len(ABOUT) :] == ["q1", "q1_order", "q2"]
    assert orders == ["c3 c1 c2", "_not_recorded", "_not_shown"]


def test_where_no_lot_was_drawn_the_order_is_that_of_the_version():
    survey = make.survey()
    shuffled(survey, settings={})
    first = documents(survey)
    survey.questions.update(settings={"shuffle": True})

    found = cells(survey, {"q1": {"code": "c2"}}, earlier=first)

    assert found == {"q1": "c2", "q1_order": "c1 c2 c3"}


def test_without_a_lot_there_is_no_column_for_it():
    survey = make.survey()
    shuffled(survey, settings={})

    assert cells(survey, {}) == {"q1": "_not_shown"}
