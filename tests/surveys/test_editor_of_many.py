"""The editor with a long list costs as much as with a short one, and viewers less."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.views.open_parts import question_form
from tests import make
from tests.surveys.pieces import IN_PLACE, pieces, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(dana):
    return make.survey(activity=make.activity(agency=dana.agency))


def test_a_long_list_shows_questions_alone(client, survey):
    for n in range(81):
        make.question(survey=survey, label=f"Q {n}?", choices=["Yes", "No"])

    page = client.get(url("edit", survey.pk)).content.decode()

    assert "Q 80?" in page
    assert "cx-q-choices" not in page


def test_the_rest_of_a_short_card_comes_when_it_is_asked_for(client, survey):
    rows = [make.question(survey=survey, choices=["Yes", "No"]) for _n in range(81)]
    address = url("question-card", survey.pk, rows[4].pk) + "?full=1"

    whole = client.get(url("edit", survey.pk)).content.decode()
    piece = client.get(address, headers=IN_PLACE)
    without_script = client.get(address).content.decode()

    assert f"{address}#question-{rows[4].pk}" in whole
    assert ("cx-more" in whole, without_script.count("cx-more")) == (False, 1)
    assert pieces(piece)["lines"] == [f"question-{rows[4].pk}"]
    assert pieces(piece)["focus"] == f"more-{rows[4].pk}"
    assert "cx-more" in piece.content.decode()


def test_a_finding_of_a_short_card_leads_to_what_can_be_done(client, survey):
    for _n in range(81):
        question = make.question(survey=survey, label="Did you utilize it?")

    page = client.get(url("edit", survey.pk)).content.decode()

    address = url("question-card", survey.pk, question.pk)
    assert page.count(f'href="{address}?full=1') == 2  # the finding's way, and "More"
    assert url("finding", survey.pk) not in page


def test_a_form_shows_the_end_of_a_long_list_and_what_is_marked(survey):
    question = make.question(survey=survey, choices=[f"Office {n}" for n in range(70)])
    third = question.choices.all()[2]
    third.other = True
    third.save()

    form = question_form(DraftPage(survey), question)

    codes = [row.choice.label for row in form.shown_flag_rows()]
    assert codes == ["Office 2", *(f"Office {n}" for n in range(58, 70))]
    assert form.has_more_flags is True


def test_a_form_shows_the_nearest_questions_and_what_is_ticked(survey):
    rows = [make.question(survey=survey, choices=["Yes", "No"]) for _n in range(70)]
    rule = {"op": "one_of", "question": rows[3].key, "choices": ["c1"]}
    last = make.question(survey=survey, show_when=rule)

    form = question_form(DraftPage(survey), last)
    saved = question_form(DraftPage(survey), last, QueryDict(urlencode(typed(last))))

    shown = [row.question.pk for row in form.shown_earlier]
    assert shown == [row.pk for row in (rows[3], *rows[-12:])]
    assert form.has_more_earlier is True
    assert [row.ticked for row in saved.shown_earlier] == [0] * 12


def test_saving_a_form_keeps_a_rule_about_a_question_far_above(client, survey):
    rows = [make.question(survey=survey, choices=["Yes", "No"]) for _n in range(70)]
    rule = {"op": "one_of", "question": rows[3].key, "choices": ["c1"]}
    last = make.question(survey=survey, show_when=rule)
    last.refresh_from_db()
    data = typed(last, label="New?", show_when=[f"{rows[3].key}:c1"])

    client.post(url("question", survey.pk, last.pk), data)

    before = last.show_when
    last.refresh_from_db()
    assert (last.label, last.show_when) == ("New?", before)


def test_opening_one_of_many_costs_the_same(client, survey, django_assert_num_queries):
    counted = []
    for many in (1, 30):
        for _ in range(many):
            question = make.question(survey=survey, choices=["Yes", "No"])
        address = url("question", survey.pk, question.pk)
        client.get(address, headers=IN_PLACE)
        with django_assert_num_queries(11):
            counted.append(client.get(address, headers=IN_PLACE).status_code)

    assert counted == [200, 200]


def test_saving_one_of_many_costs_the_same(client, survey, django_assert_num_queries):
    counted = []
    for many in (1, 30):
        for _ in range(many):
            question = make.question(survey=survey)
        address = url("question", survey.pk, question.pk)
        data = typed(question, label=f"New {many}?")
        with django_assert_num_queries(33):
            response = client.post(address, data, headers=IN_PLACE)
        counted.append(response.status_code)

    assert counted == [200, 200]


def test_a_viewer_gets_no_pieces_to_change(client):
    member = make.member(role="viewer")
    client.force_login(member.user)
    survey = make.survey(activity=make.activity(agency=member.agency))
    question = make.question(survey=survey)

    asked = [
        client.get(url("question-card", survey.pk, question.pk), headers=IN_PLACE),
        client.get(url("question-add", survey.pk), headers=IN_PLACE),
        client.post(url("question-copy", survey.pk, question.pk), headers=IN_PLACE),
        client.post(url("question-move", survey.pk, question.pk), headers=IN_PLACE),
    ]

    assert [response.status_code for response in asked] == [403] * 4
