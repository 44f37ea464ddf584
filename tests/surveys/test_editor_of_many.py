"""The editor with a long list costs as much as with a short one, and viewers less."""

import pytest

from tests import make
from tests.surveys.pieces import IN_PLACE, typed, url

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
        with django_assert_num_queries(30):
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
