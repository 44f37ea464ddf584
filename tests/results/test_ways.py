"""Answers by the way in which people took part: counted, filtered, side by side."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from feedback.results import taking_back
from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import recount
from feedback.surveys import publishing
from tests import make
from tests.api.asking import ask
from tests.results.finished import finished

pytestmark = pytest.mark.django_db
MIGRATION = "feedback.migrations.0023_count_by_way"


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(member):
    return make.published_survey(activity=make.activity(agency=member.agency))


def answered(survey, mode: str, code: str, number: int = 1, **fields):
    for _ in range(number):
        answers = {"q1": {"code": code}, "q2": {"text": f"By {mode}"}}
        make.response(survey=survey, mode=mode, answers=answers, **fields)


def page_of(client, survey, name="survey-results", **asked):
    return client.get(reverse(name, args=[survey.pk]), asked)


def counts_of(survey) -> list:
    cells = Tally.objects.filter(survey=survey, code="finished", count__gt=0)
    return sorted(cells.values_list("mode", "count"))


def test_each_way_has_counters_of_its_own(survey):
    answered(survey, "self", "c1", 2)
    answered(survey, "paper", "c1")

    fold(survey.pk)

    assert counts_of(survey) == [("paper", 1), ("self", 2)]
    assert recount(survey.pk) == []


def test_taking_back_goes_out_of_the_counters_of_its_way(survey):
    answered(survey, "self", "c1")
    _response, code = finished(survey, mode="paper", answers={"q1": {"code": "c1"}})
    fold(survey.pk)

    taking_back.take_back(code)

    assert counts_of(survey) == [("self", 1)]
    assert recount(survey.pk) == []


def test_the_way_narrows_counts_and_comments(client, survey):
    answered(survey, "self", "c1", 2)
    answered(survey, "paper", "c2")
    fold(survey.pk)

    page = page_of(client, survey, mode="paper")

    assert page.context["summary"].finished == 1
    assert [bar.cell.count for bar in page.context["rows"][0][0].bars] == [0, 1]
    assert "By paper" in page.content.decode()
    assert "By self" not in page.content.decode()


@pytest.mark.parametrize("mode", ["phone", "telepathy"])
def test_a_way_that_nobody_took_shows_nobody_and_says_so(client, survey, mode):
    answered(survey, "self", "c1", 2)
    fold(survey.pk)

    page = page_of(client, survey, mode=mode).content.decode()

    assert "Nobody took part here in such a way." in page
    assert "Question 1?" not in page
    assert "Show everyone" in page


def test_who_took_part_says_in_which_way_and_flags_few(client, survey):
    answered(survey, "self", "c1", 6)
    answered(survey, "phone", "c1", 2)
    fold(survey.pk)

    page = page_of(client, survey)

    ways = [(name, g.finished, g.is_small) for name, g in page.context["by_mode"]]
    assert ways == [("answered alone", 6, False), ("by phone", 2, True)]
    assert reverse("survey-results-ways", args=[survey.pk]) in page.content.decode()


def test_one_way_alone_is_nothing_to_compare(client, survey):
    answered(survey, "self", "c1", 6)
    fold(survey.pk)

    results = page_of(client, survey).content.decode()
    ways = page_of(client, survey, "survey-results-ways").content.decode()

    assert "By way to take part" not in results
    assert "so there is nothing to compare" in ways


def test_ways_stand_side_by_side_with_the_flags_of_the_house(client, survey):
    answered(survey, "self", "c1", 30)
    answered(survey, "self", "c2", 10)
    answered(survey, "paper", "c2", 3)
    fold(survey.pk)

    page = page_of(client, survey, "survey-results-ways")

    compared = page.context["compared"]
    assert [(w.mode, w.finished, w.is_small) for w in compared.ways] == [
        ("self", 40, False),
        ("paper", 3, True),
    ]
    [question] = compared.questions  # words have no choices to compare
    cells = [
        (a.label, [(b.cell.count, b.cell.percent, b.cell.small) for b in a.bars])
        for a in question.answers
    ]
    assert cells == [
        ("Yes", [(30, 75, False), (0, None, False)]),
        ("No", [(10, 25, False), (3, None, True)]),
    ]
    assert page.content.decode().count("small: do not quote") == 2


def test_each_line_of_a_table_is_compared(client, member):
    survey = make.survey(activity=make.activity(agency=member.agency))
    grid = make.question(survey=survey, kind="matrix", choices=["Bad", "Good"])
    for place, label in enumerate(["Words", "Size"]):
        grid.rows.create(code=f"r{place + 1}", label=label, position=place)
    publishing.publish(survey.pk, by=make.user())
    for mode in ("self", "paper"):
        answers = {"q1": {"rows": {"r1": "c1", "r2": "c2"}}}
        make.response(survey=survey, mode=mode, answers=answers)
    fold(survey.pk)

    page = page_of(client, survey, "survey-results-ways")

    [question] = page.context["compared"].questions
    assert [
        (answer.line, answer.label, [bar.cell.count for bar in answer.bars])
        for answer in question.answers
    ] == [
        ("Words", "Bad", [1, 1]),
        ("Words", "Good", [0, 0]),
        ("Size", "Bad", [0, 0]),
        ("Size", "Good", [1, 1]),
    ]


def test_answers_to_older_words_are_not_compared(client, survey):
    answered(survey, "self", "c1", 2)
    question = survey.questions.get(key="q1")
    question.label = "Did you understand each word of it?"
    question.save()
    publishing.publish(survey.pk, by=make.user(), reason="Another question.")
    newest = survey.versions.order_by("-number").first()
    for mode in ("self", "paper"):
        answered(survey, mode, "c2", version=newest)
    fold(survey.pk)

    page = page_of(client, survey, "survey-results-ways")

    row = page.context["compared"].questions[0]
    assert [column.answered for column in row.columns] == [1, 1]
    assert "Only answers to the newest words" in page.content.decode()


def test_language_and_partner_narrow_what_is_compared(client, survey):
    answered(survey, "self", "c1", language="es")
    answered(survey, "paper", "c1", language="es")
    answered(survey, "paper", "c1", 2)
    fold(survey.pk)

    page = page_of(client, survey, "survey-results-ways", language="es")

    ways = page.context["compared"].ways
    assert [(way.mode, way.finished) for way in ways] == [("self", 1), ("paper", 1)]


def test_a_comparison_costs_the_same_for_two_ways_and_for_five(
    client, survey, django_assert_num_queries
):
    url = reverse("survey-results-ways", args=[survey.pk])
    for modes in (["self", "paper"], ["kiosk", "helped", "phone"]):
        for mode in modes:
            answered(survey, mode, "c1")
        fold(survey.pk)
        client.get(url)

        with django_assert_num_queries(11):
            client.get(url)


def test_single_responses_are_listed_with_their_way_and_by_it(client, survey):
    answered(survey, "self", "c1")
    answered(survey, "phone", "c1")

    every = page_of(client, survey, "survey-responses").content.decode()
    phone = page_of(client, survey, "survey-responses", mode="phone")

    assert ">Answered alone</td>" in every
    assert [row.mode for row, _words in phone.context["lines"]] == ["phone"]


def test_the_api_counts_one_way_and_refuses_one_that_there_is_not(client, survey):
    answered(survey, "self", "c1", 12)
    answered(survey, "paper", "c1", 11)
    fold(survey.pk)
    tallies = f"/api/v1/surveys/{survey.pk}/tallies/"

    paper = ask(client, survey.agency, f"{tallies}?mode=paper").json()
    every = ask(client, survey.agency, tallies).json()
    unknown = ask(client, survey.agency, f"{tallies}?mode=fax")

    assert (paper["mode"], paper["finished"]) == ("paper", 11)
    assert (every["mode"], every["finished"]) == (None, 23)
    assert (unknown.status_code, list(unknown.json()["detail"])) == (400, ["mode"])


def test_the_migration_counts_ways_anew(survey):
    answered(survey, "self", "c1", 2)
    answered(survey, "paper", "c1")
    fold(survey.pk)
    before = sorted(Tally.objects.values_list("mode", "code", "count"))
    Tally.objects.filter(mode="paper").delete()
    Tally.objects.update(count=3)

    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).COUNT)

    assert sorted(Tally.objects.values_list("mode", "code", "count")) == before
    assert recount(survey.pk) == []
