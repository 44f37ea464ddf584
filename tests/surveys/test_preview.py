import re
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.answering.models import SurveyResponse
from studies.people.models import WaitingRequest
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


def test_numbers_are_left_out_and_help_is_shown_as_to_people(client, survey):
    first = client.get(inside(survey))
    two = answer(client, survey, answer(client, survey, first), q1="c1")

    told = answer(client, survey, two, q2="I want to die, 000-12-3456")
    three = answer(
        client, survey, told, q2="I want to die, [Social Security number left out]"
    )

    assert "We left out what looks like a Social Security number." in (
        told.content.decode()
    )
    assert "000-12-3456" not in told.content.decode()
    assert "And then?" in three.content.decode()
    assert 'id="help-box-title"' in three.content.decode()


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


def test_change_on_the_check_page_keeps_the_pretend_answers(client, survey):
    one = answer(client, survey, client.get(inside(survey)))
    two = answer(client, survey, one, q1="c2")
    check = answer(client, survey, two, q3="Nothing")

    changing = answer(client, survey, check, go="change:0")
    checked = answer(client, survey, changing, q1="c2").content.decode()

    assert 'value="c2" id="q1_0"' not in changing.content.decode()
    assert 'value="c2" id="q1_1" checked' in changing.content.decode()
    assert "Check your answers" in checked
    assert "Nothing" in checked


def test_a_change_that_shows_another_question_asks_it_before_the_check(client, survey):
    one = answer(client, survey, client.get(inside(survey)))
    two = answer(client, survey, one, q1="c2")
    check = answer(client, survey, two, q3="Nothing")

    changing = answer(client, survey, check, go="change:0")
    new = answer(client, survey, changing, q1="c1")
    checked = answer(client, survey, new, q2="A letter").content.decode()

    assert "What was it?" in new.content.decode()
    assert "Check your answers" in checked
    assert "A letter" in checked


def test_back_from_a_change_leads_to_the_check(client, survey):
    one = answer(client, survey, client.get(inside(survey)))
    two = answer(client, survey, one, q1="c2")
    check = answer(client, survey, two, q3="Nothing")
    changing = answer(client, survey, check, go="change:2")

    back = answer(client, survey, changing, go="back").content.decode()

    assert "Check your answers" in back
    assert "Nothing" in back


def test_another_language_keeps_what_is_typed_on_the_page(client, survey):
    three = client.get(inside(survey, number=3))

    page = answer(client, survey, three, q3="Nothing", language="ar").content.decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert 'value="Nothing"' in page


def test_a_jump_brings_the_pretend_answers_along(client, survey):
    three = client.get(inside(survey, number=3))

    first = answer(client, survey, three, q3="Nothing", go="to:1")
    again = answer(client, survey, first, go="to:3").content.decode()

    assert "Did you?" in first.content.decode()
    assert 'value="Nothing"' in again


def test_a_jump_behind_a_rule_pretends_what_the_rule_asks_for(client, survey):
    one = client.get(inside(survey, number=1))

    two = answer(client, survey, one, q1="c2", go="to:2").content.decode()

    assert "What was it?" in two


def place(survey, name, language="en"):
    return reverse("survey-preview-place", args=[survey.pk, language, name])


def test_the_check_and_the_last_page_can_be_looked_at_alone(client, survey):
    check = client.get(place(survey, "check")).content.decode()
    last = client.get(place(survey, "last", "ar")).content.decode()

    assert "Check your answers" in check
    assert "Thank you, everybody." in last
    assert '<html lang="ar" dir="rtl"' in last


def test_an_early_end_can_be_looked_at_in_its_own_words(client, survey):
    rule = make.rule(survey=survey, text="This is for others, thank you.")

    page = client.get(place(survey, f"end-{rule.key}")).content.decode()
    listed = client.get(reverse("survey-preview", args=[survey.pk])).content.decode()

    assert "This is for others, thank you." in page
    assert f"at=end-{rule.key}" in listed


@pytest.mark.parametrize("name", ["end-none", "nowhere", "0", "99"])
def test_a_place_that_is_not_there_is_the_first_page(client, survey, name):
    page = client.get(place(survey, name)).content.decode()

    assert "We want to write" in page


def test_the_last_page_in_another_language_keeps_the_pretend_answers(client, survey):
    three = client.get(inside(survey, number=3))
    check = answer(client, survey, three, q3="Nothing")
    last = answer(client, survey, check)

    arabic = answer(client, survey, last, language="ar")
    back = answer(client, survey, arabic, go="to:check").content.decode()

    assert "Thank you, everybody." in arabic.content.decode()
    assert '<html lang="ar"' in arabic.content.decode()
    assert "Nothing" in back


def test_sections_head_their_questions_and_the_list_of_places(client, dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    section = make.section(survey=survey, title="The letter")
    make.question(survey=survey, section=section, label="Did you?")

    page = client.get(inside(survey, number=1)).content.decode()
    listed = client.get(reverse("survey-preview", args=[survey.pk])).content.decode()

    assert "The letter" in page
    assert "The letter" in listed


def test_nobody_is_put_on_a_list_by_a_preview(client, dana):
    round_ = make.round_(study=make.study(agency=dana.agency))
    survey = make.survey(activity=make.activity(round=round_))
    address = reverse("survey-preview-updates", args=[survey.pk, "en"])

    last = client.get(place(survey, "last")).content.decode()
    page = client.post(address, {"email": "ana@example.org"}).content.decode()

    assert f'action="{address}"' in last
    assert "We will tell you what changed" in page
    assert WaitingRequest.objects.count() == 0


def test_pretend_answers_are_written_nowhere(client, survey, caplog):
    def writes(queries):
        return [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]

    with (
        caplog.at_level("DEBUG"),
        CaptureQueriesContext(connection) as queries,
        mock.patch.object(type(cache._connections["default"]), "set") as kept,
    ):
        three = client.get(inside(survey, number=3))
        check = answer(client, survey, three, q3="Pretend-secret")
        changing = answer(client, survey, check, go="change:2")

    assert "Pretend-secret" in changing.content.decode()
    assert writes(queries) == []
    assert "Pretend-secret" not in caplog.text.replace("%3D", "")
    assert kept.call_count == 0
    assert SurveyResponse.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "label"), [("q1", "Did you?"), ("q9", "What was it?"), ("", "What was it?")]
)
def test_the_preview_leads_back_to_a_question_that_a_check_is_about(
    client, survey, key, label
):
    letter = {"op": "contains", "question": "q2", "text": "letter"}
    yes = {"op": "is", "question": "q1", "choice": "c1"}
    both = {"op": "and", "of": [yes, letter]}
    make.rule(survey=survey, effect="check", text="No letter came.", tree=both)
    one = answer(client, survey, client.get(inside(survey)))
    two = answer(client, survey, one, q1="c1")

    refused = answer(client, survey, two, q2="A letter")
    back = answer(client, survey, refused, q2="A letter", go=f"earlier:{key}")

    assert 'value="earlier:q1"' in refused.content.decode()
    assert f"<title>{label}" in back.content.decode()
