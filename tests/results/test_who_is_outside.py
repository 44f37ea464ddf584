"""A reader outside the team sees nobody by themselves, whatever the address asks."""

import pytest
from django.urls import reverse

from feedback.results.folding import fold
from studies.partners import actions as partners
from tests import make

pytestmark = pytest.mark.django_db
REFUSED = "too few people are behind it"


@pytest.fixture
def survey():
    return make.published_survey(activity=make.open_activity(unsent="count"))


def answered(survey, number: int, **fields) -> None:
    for _ in range(number):
        make.response(survey=survey, answers={"q1": {"code": "c1"}}, **fields)
    fold(survey.pk)


def page(client, survey, role="viewer", name="survey-results", **query) -> str:
    client.force_login(make.member(agency=survey.agency, role=role).user)
    return client.get(reverse(name, args=[survey.pk]), query).content.decode()


def test_the_way_of_one_person_cannot_be_looked_at_alone(client, survey):
    answered(survey, 30)
    answered(survey, 12, mode="paper")
    answered(survey, 1, mode="phone")

    found = {
        mode: page(client, survey, mode=mode) for mode in ("phone", "paper", "self")
    }

    assert [REFUSED in found[mode] for mode in found] == [True, True, False]
    assert "From 30 people who finished." in found["self"]
    assert "Question 1?" not in found["phone"]
    assert '<option value="phone"' not in found["self"]


def test_the_team_sees_one_person_flagged(client, survey):
    answered(survey, 30)
    answered(survey, 1, mode="phone")

    text = " ".join(page(client, survey, role="analyst", mode="phone").split())

    assert (
        'From 1 person who finished. <span class="cx-badge cx-badge--look">'
        "small: do not quote</span>" in text
    )


@pytest.mark.parametrize("split", ["language", "partner", "finished"])
def test_no_other_filter_leads_to_few_people_either(client, survey, split):
    answered(survey, 30)
    few = {
        "language": ({"language": "es"}, "es"),
        "partner": ({"partner": make.partner(agency=survey.agency)}, "none"),
        "finished": ({"state": "partial", "is_kept_unsent": True}, "on"),
    }
    fields, asked = few[split]
    answered(survey, 2, **fields)

    text = page(client, survey, **{split: asked})

    assert REFUSED in text
    assert "Question 1?" not in text


def test_two_filters_together_are_not_for_them(client, survey):
    for language in ("en", "es"):
        answered(survey, 15, language=language)
        answered(survey, 15, language=language, mode="paper")

    text = page(client, survey, language="es", mode="paper")

    assert "Choose one of these at a time" in text
    assert "Question 1?" not in text
    assert "From 15 people" in page(
        client, survey, role="analyst", language="es", mode="paper"
    )


def test_tables_of_who_took_part_show_no_small_group(client, survey):
    answered(survey, 30)
    answered(survey, 12, language="es", mode="paper")
    answered(survey, 1, language="ar", mode="phone")
    link = partners.make_link(survey.activity_id, label="Desk", by=None)
    type(link).objects.filter(pk=link.pk).update(starts=3, finishes=2)

    text, team = (page(client, survey, role) for role in ("viewer", "analyst"))

    names = ["Arabic", "Spanish", "By phone", "On paper", "Desk"]
    cells = [f'<th scope="row">{name}' for name in names]
    assert [cell in text for cell in cells] == [False] * 5
    assert [cell in team for cell in cells] == [True] * 5
    assert "Groups of fewer than 11 people are not shown by themselves." in text


def test_ten_people_are_too_few_to_show_their_answers(client, survey):
    answered(survey, 10)

    few, team = (page(client, survey, role) for role in ("viewer", "analyst"))
    answered(survey, 1)

    assert "Fewer than 11 people have answered." in few
    assert ["Question 1?" in text for text in (few, team)] == [False, True]
    assert "Question 1?" in page(client, survey)


def test_few_who_stopped_part_way_are_left_out(client, survey):
    answered(survey, 20)
    answered(survey, 2, state="partial", is_kept_unsent=True)

    text, team = (page(client, survey, role) for role in ("viewer", "analyst"))

    assert "From 20 people who finished." in text
    assert "not finished, but counted" not in text
    assert "From 22 people, of whom 2 did not finish." in team


def test_ways_side_by_side_leave_out_those_of_few(client, survey):
    name = "survey-results-ways"
    answered(survey, 30)
    answered(survey, 20, mode="paper")
    answered(survey, 6, mode="phone")
    answered(survey, 6, mode="helped")

    text = page(client, survey, name=name)
    narrowed = page(client, survey, name=name, language="en")
    team = page(client, survey, role="analyst", name=name)

    assert ["By phone" in each for each in (text, team)] == [False, True]
    assert "On paper" in text
    assert narrowed.count("On paper") == text.count("On paper")


def test_where_one_way_is_left_there_is_nothing_to_compare(client, survey):
    answered(survey, 30)
    answered(survey, 1, mode="phone")

    text = page(client, survey, name="survey-results-ways")

    assert "too few people took part to show their answers" in text


def test_single_responses_of_an_unknown_way_are_none(client, survey):
    answered(survey, 3)
    row = survey.responses.first()

    text = page(client, survey, "analyst", "survey-responses", mode="telepathy")

    assert "Nobody took part here in such a way." in text
    assert str(row.pk) not in text
