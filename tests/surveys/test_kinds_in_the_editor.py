"""A designer makes a question of each kind with the form that the editor has."""

import pytest
from django.urls import reverse

from feedback.surveys import questions
from feedback.surveys.checklist.whole import checklist
from feedback.surveys.compiling import compile_draft
from feedback.surveys.history import changes
from feedback.surveys.kinds import KINDS
from feedback.surveys.markers import question_marker
from feedback.surveys.questions import QuestionDraft, add_question, edit_question
from feedback.surveys.rows import RowDraft
from feedback.surveys.translation.languages import add_language, draft_texts
from studies.wording.translations import translated
from tests import make

pytestmark = pytest.mark.django_db

WANTED = {
    "one_choice": ({"choices": "A\nB", "one_choice-shuffle": "on"}, {"shuffle": True}),
    "several_choices": ({"choices": "A\nB"}, {}),
    "yes_no": ({}, {}),
    "scale": ({"scale-preset": "nps"}, {"preset": "nps"}),
    "matrix": ({"choices": "Good\nBad", "rows": "Letter\nOffice"}, {}),
    "short_text": ({"short_text-longest": "40"}, {"longest": 40}),
    "long_text": ({}, {}),
    "number": (
        {"number-least": "0", "number-most": "12.50", "number-decimals": "on"},
        {"decimals": True, "least": "0", "most": "12.5"},
    ),
    "date": ({"date-earliest": "2026-01-31"}, {"earliest": "2026-01-31"}),
    "postal_code": ({"postal_code-country": "CA"}, {"country": "CA"}),
    "email": ({}, {}),
    "phone": ({"phone-country": "mx"}, {"country": "MX"}),
    "consent": ({}, {}),
    "statement": ({}, {}),
    "hidden": (
        {"hidden-parameter": "place", "hidden-values": "library\nclinic"},
        {"parameter": "place", "values": ["library", "clinic"]},
    ),
}


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    activity = make.activity(agency=dana.agency, anonymous=False)
    return make.survey(activity=activity)


def add(client, survey, kind: str, **data):
    address = reverse("survey-question-add", args=[survey.pk])
    return client.post(address, {"label": "What is it?", "kind": kind} | data)


def test_every_kind_is_tried_here():
    assert set(WANTED) == set(KINDS)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_question_of_each_kind_is_made_and_can_be_published(client, survey, kind):
    data, settings = WANTED[kind]

    response = add(client, survey, kind, **data)

    question = survey.questions.get()
    make.question(survey=survey, kind="short_text", label="Why?")
    assert response.status_code == 302
    assert (question.kind, question.settings) == (kind, settings)
    stops = [line.code for line in checklist(survey) if line.stop and not line.met]
    assert stops == []
    assert compile_draft(survey)["questions"][0]["settings"] == settings


@pytest.mark.parametrize("kind", list(KINDS))
def test_saved_again_untouched_it_stays_as_it_was(client, survey, kind):
    add(client, survey, kind, **WANTED[kind][0], may_decline="on")
    before = compile_draft(survey)
    question = survey.questions.get()
    address = reverse("survey-question", args=[survey.pk, question.pk])
    form = client.get(address).context["question_form"]
    data = {
        field.html_name: field.value()
        for field in form
        if field.value() not in (None, False)
    }

    response = client.post(
        address, {k: "on" if v is True else v for k, v in data.items()}
    )

    assert response.status_code == 302
    assert compile_draft(survey) == before


def test_ways_out_and_an_own_sentence_are_saved(client, survey):
    add(
        client,
        survey,
        "number",
        may_decline="on",
        may_not_apply="on",
        message="Count everybody.",
    )

    question = survey.questions.get()
    assert question.settings == {"may_decline": True, "may_not_apply": True}
    assert question.message == "Count everybody."
    texts = compile_draft(survey)["texts"]["en"]
    assert texts["what_is_it::message"] == "Count everybody."


def test_what_does_not_fit_is_said_at_its_field_and_other_kinds_are_in_no_way(
    client, survey
):
    wrong = add(client, survey, "number", **{"number-least": "5", "number-most": "4"})
    hidden_field = add(client, survey, "short_text", **{"number-least": "abc"})

    text = wrong.content.decode()
    assert "The largest number is smaller than the smallest one." in text
    assert hidden_field.status_code == 302
    assert survey.questions.get().kind == "short_text"


def test_a_ready_scale_brings_its_points_with_codes_that_are_numbers(client, survey):
    add(client, survey, "scale", **{"scale-preset": "csat"})

    choices = survey.questions.get().choices.values_list("code", "label")
    assert list(choices) == [
        ("1", "Very dissatisfied"),
        ("2", "Dissatisfied"),
        ("3", "Neither satisfied nor dissatisfied"),
        ("4", "Satisfied"),
        ("5", "Very satisfied"),
    ]


def test_own_words_stand_on_a_ready_scale(client, survey):
    data = {"scale-preset": "thumbs", "choices": "Good\nBad"}
    add(client, survey, "scale", **data)

    labels = survey.questions.get().choices.values_list("label", flat=True)
    assert list(labels) == ["Good", "Bad"]


def test_yes_and_no_are_there_in_each_language_before_anybody_translates(dana, survey):
    draft = QuestionDraft(kind="yes_no", label="Did you get it?")
    survey = add_language(survey.pk, "es", by=dana.user)
    first = add_question(survey.pk, draft, by=dana.user)
    survey = add_language(survey.pk, "ar", by=dana.user)

    named = dict(draft_texts(survey))
    sources = [named[f"{first.key}:yes"], named[f"{first.key}:no"]]
    assert [row.text for row in translated(sources, "es")] == ["Sí", "No"]
    assert [row.text for row in translated(sources, "ar")] == ["نعم", "لا"]
    assert {str(row.state) for row in translated(sources, "es")} <= {
        "machine",
        "reviewed",
    }


def test_a_changed_word_of_a_ready_scale_waits_for_its_translator(dana, survey):
    survey = add_language(survey.pk, "es", by=dana.user)
    draft = QuestionDraft(kind="consent", label="May we quote you?")
    question = add_question(survey.pk, draft, by=dana.user)
    choice = question.choices.get()
    choice.label = "Yes, quote me"
    choice.save()

    survey = add_language(survey.pk, "ar", by=dana.user)

    source = dict(draft_texts(survey))[f"{question.key}:yes"]
    [state] = [row.state for row in translated([source], "ar")]
    assert state == "missing"


def draft_of(*rows: str) -> QuestionDraft:
    good = questions.ChoiceDraft("Good"), questions.ChoiceDraft("Bad")
    lines = tuple(RowDraft(row) for row in rows)
    return QuestionDraft(kind="matrix", label="How was…?", choices=good, rows=lines)


def edit(question, draft, by):
    question.refresh_from_db()
    marker = question_marker(question, list(question.choices.current()))
    return edit_question(question.pk, draft, marker=marker, by=by)


def test_a_line_keeps_its_code_when_its_words_change_and_is_put_away_when_gone(
    dana, survey
):
    question = add_question(
        survey.pk, draft_of("The letter", "The office"), by=dana.user
    )

    edit(question, draft_of("The letters", "The phone line"), dana.user)
    edit(question, draft_of("The letters"), dana.user)

    rows = question.rows.order_by("pk").values_list("code", "label", "archived_at")
    codes = [(code, label, away is None) for code, label, away in rows]
    assert codes[0] == ("the_letter", "The letters", True)
    assert [away for *_rest, away in codes] == [True, False]


def test_a_line_that_comes_back_has_its_old_code(dana, survey):
    question = add_question(survey.pk, draft_of("Letter", "Office"), by=dana.user)

    edit(question, draft_of("Letter"), dana.user)
    edit(question, draft_of("Office", "Letter"), dana.user)

    rows = question.rows.current().values_list("code", flat=True)
    assert list(rows) == ["office", "letter"]


def test_changes_of_lines_are_in_the_history(dana, survey):
    question = add_question(survey.pk, draft_of("Letter"), by=dana.user)
    edit(question, draft_of("Letters"), dana.user)

    newest = changes(survey)[0]

    assert (newest.what, newest.verb) == ("Line: Letters", "changed")


def test_the_same_line_twice_is_refused(dana, survey):
    with pytest.raises(questions.Refusal) as refused:
        add_question(survey.pk, draft_of("Letter", "letter"), by=dana.user)

    assert refused.value.code == "double_choice"


def test_a_matrix_without_lines_cannot_be_published(dana, survey):
    add_question(survey.pk, draft_of(), by=dana.user)

    open_lines = [line.code for line in checklist(survey) if not line.met and line.stop]
    assert open_lines == ["no_rows"]


@pytest.mark.parametrize(
    "kind, settings, code",
    [
        ("email", {}, "contact_in_anonymous"),
        ("phone", {}, "contact_in_anonymous"),
        ("hidden", {"parameter": "place"}, "link_in_anonymous"),
        ("postal_code", {"four_more": True}, "house_in_anonymous"),
    ],
)
def test_what_would_break_the_promise_of_an_anonymous_survey_stops_it(
    kind, settings, code
):
    survey = make.survey()
    make.question(survey=survey, kind=kind, settings=settings)
    make.question(survey=survey, kind="short_text", label="Why?")

    stops = [line for line in checklist(survey) if line.stop and not line.met]

    assert [line.code for line in stops] == [code]
    assert "anonymous" in stops[0].text


def test_a_listed_value_and_five_digits_keep_the_promise():
    survey = make.survey()
    listed = {"parameter": "place", "values": ["library"]}
    make.question(survey=survey, kind="hidden", settings=listed)
    make.question(survey=survey, kind="postal_code")

    open_lines = [line for line in checklist(survey) if not line.met]

    assert [line.code for line in open_lines if line.stop] == []
    assert "singles_out" in [line.code for line in open_lines]


def test_an_agreement_with_two_boxes_or_a_link_without_a_name_is_stopped(survey):
    make.question(survey=survey, kind="consent", choices=["Yes", "Yes too"])
    make.question(survey=survey, kind="hidden")

    stops = [line.code for line in checklist(survey) if line.stop and not line.met]

    assert stops == ["many_choices", "no_parameter"]


def test_a_statement_is_never_one_that_must_be_answered(client, survey):
    add(client, survey, "statement", required="on")

    assert survey.questions.get().required is False
