import re

import pytest
from django.urls import reverse

from feedback.answering.models import SurveyResponse
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    """Three questions; the second shows only after "Yes"."""
    survey = make.survey(
        activity=make.activity(agency=dana.agency),
        later_languages=["ar"],
        thanks="Thank you, everybody.",
    )
    make.question(survey=survey, choices=["Yes", "No"], label="Did you?")
    rule = {"any": [["q1", ["c1"]]]}
    make.question(survey=survey, label="What was it?", show_when=rule)
    make.question(survey=survey, label="And then?", required=True)
    return survey


def inside(survey, language="en", number=None):
    if number:
        return reverse("survey-preview-question", args=[survey.pk, language, number])
    return reverse("survey-preview-page", args=[survey.pk, language])


def attempt(response) -> str:
    found = re.search(r'name="attempt" value="([^"]*)"', response.content.decode())
    return found[1]


def answer(client, survey, before, **data):
    return client.post(inside(survey), {"attempt": attempt(before)} | data)


def test_a_draft_is_walked_from_the_first_page_to_the_last(client, survey):
    first = client.get(inside(survey))
    one = answer(client, survey, first)
    two = answer(client, survey, one, q1="c1")
    three = answer(client, survey, two, q2="A letter")
    check = answer(client, survey, three, q3="Nothing")
    last = answer(client, survey, check)

    pages = [page.content.decode() for page in (first, one, two, three, check, last)]
    for page, words in zip(
        pages,
        ["We want to write", "Did you?", "What was it?", "And then?", "A letter"],
        strict=False,
    ):
        assert words in page
    assert "Thank you, everybody." in pages[-1]
    assert SurveyResponse.objects.count() == 0


def test_rules_run_on_pretend_answers(client, survey):
    one = answer(client, survey, client.get(inside(survey)))

    after_no = answer(client, survey, one, q1="c2").content.decode()

    assert "And then?" in after_no
    assert "What was it?" not in after_no


def test_what_has_to_be_mended_is_said_as_to_people(client, survey):
    three = client.get(inside(survey, number=3))

    page = answer(client, survey, three).content.decode()

    assert "Write an answer to go on." in page


def test_going_back_keeps_the_pretend_answers(client, survey):
    one = answer(client, survey, client.get(inside(survey)))
    two = answer(client, survey, one, q1="c1")

    back = answer(client, survey, two, go="back").content.decode()

    assert 'value="c1" id="q1_0" checked' in back


def test_a_question_behind_a_rule_can_be_looked_at_alone(client, survey):
    page = client.get(inside(survey, number=2)).content.decode()

    assert "What was it?" in page


def test_a_language_for_later_can_be_looked_at_already(client, survey):
    page = client.get(inside(survey, "ar")).content.decode()

    assert '<html lang="ar" dir="rtl"' in page


def test_a_draft_without_questions_still_has_its_pages(client, dana):
    empty = make.survey(activity=make.activity(agency=dana.agency))

    first = client.get(inside(empty))
    check = answer(client, empty, first)

    assert (first.status_code, check.status_code) == (200, 200)


@pytest.mark.parametrize("token", ["", "made up"])
def test_a_page_that_was_not_drawn_here_starts_again(client, survey, token):
    page = client.post(inside(survey), {"attempt": token}).content.decode()

    assert "We want to write" in page


def test_the_preview_of_another_agency_is_not_found(client, dana):
    foreign = make.survey()

    assert client.get(inside(foreign)).status_code == 404
    assert client.get(reverse("survey-preview", args=[foreign.pk])).status_code == 404


def test_the_phone_shows_the_language_and_question_that_were_chosen(client, survey):
    address = reverse("survey-preview", args=[survey.pk])

    page = client.get(address, {"language": "ar", "at": "2"}).content.decode()
    wrong = client.get(address, {"language": "xx", "at": "<b>"}).content.decode()

    assert f'src="{inside(survey, "ar", 2)}"' in page
    assert f'src="{inside(survey)}"' in wrong
