import pytest
from django.urls import reverse

from feedback.results.folding import fold
from feedback.surveys import publishing
from studies.agencies import api_tokens
from studies.agencies.models import ApiToken
from tests import make
from tests.api.asking import ask, token_for

pytestmark = pytest.mark.django_db
LIST = "/api/v1/surveys/"


def survey_of(agency, **fields):
    return make.published_survey(activity=make.activity(agency=agency), **fields)


def answered(survey, number: int, **fields) -> None:
    for _ in range(number):
        make.response(survey=survey, answers={"q1": {"code": "c1"}}, **fields)
    fold(survey.pk)


def test_the_list_has_the_agencys_surveys_and_no_others(client):
    agency = make.agency()
    survey = survey_of(agency, title="Your letter")
    make.published_survey()

    answer = ask(client, agency, LIST)

    assert answer.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": survey.pk,
                "title": "Your letter",
                "slug": survey.activity.slug,
                "state": "published",
                "anonymous": True,
                "study": None,
                "round": None,
                "source_language": "en",
                "languages": [],
                "version": 1,
            }
        ],
    }


def test_one_survey_names_its_study_and_round(client):
    round_ = make.round_()
    survey = make.published_survey(activity=make.activity(round=round_))

    one = ask(client, round_.study.agency, f"{LIST}{survey.pk}/").json()

    assert (one["study"], one["round"]) == (round_.study.slug, 1)


def test_pages_are_stable_and_never_endless(client):
    agency = make.agency()
    surveys = [survey_of(agency) for _ in range(3)]

    first = ask(client, agency, f"{LIST}?limit=2").json()
    second = ask(client, agency, f"{LIST}?limit=2&offset=2").json()

    found = [row["id"] for row in first["results"] + second["results"]]
    assert found == [survey.pk for survey in surveys]
    assert first["next"].endswith("limit=2&offset=2")


@pytest.mark.parametrize("surveys", [1, 3])
def test_the_list_takes_the_same_queries_for_one_survey_and_three(
    client, surveys, django_assert_num_queries
):
    agency = make.agency()
    for _ in range(surveys):
        survey_of(agency)
    secret = token_for(agency)
    headers = {"Authorization": f"Bearer {secret}"}
    client.get(LIST, headers=headers)

    with django_assert_num_queries(3):
        client.get(LIST, headers=headers)


def test_tallies_are_the_numbers_of_the_page(client):
    member = make.member(role="designer")
    survey = survey_of(member.agency)
    for code in ["c1"] * 28 + ["c2"] * 3:
        make.response(survey=survey, answers={"q1": {"code": code}, "q2": {}})
    fold(survey.pk)
    client.force_login(member.user)

    tallies = ask(client, member.agency, f"{LIST}{survey.pk}/tallies/").json()
    page = client.get(reverse("survey-results", args=[survey.pk]))

    offered = {"offered_until": None}
    assert tallies["questions"][0] == {
        "key": "q1",
        "kind": "one_choice",
        "label": "Question 1?",
        "versions": [1],
        "shown": 31,
        "answered": 31,
        "unfinished": 0,
        "empty": 0,
        "declined": 0,
        "not_applicable": 0,
        "base": 31,
        "counts": [
            {"code": "c1", "label": "Yes", "count": 28, "percent": 90, "small": False}
            | offered,
            {"code": "c2", "label": "No", "count": 3, "percent": 10, "small": True}
            | offered,
        ],
        "apart": [],
        "lines": [],
        "figures": [],
        "asked_until": None,
        "wordings": [],
    }
    assert [question["answered"] for question in tallies["questions"]] == [
        row.answered for row in page.context["summary"].questions
    ]


def test_a_base_below_thirty_has_no_percentage(client):
    survey = make.published_survey()
    answered(survey, 11)

    tallies = ask(client, survey.agency, f"{LIST}{survey.pk}/tallies/").json()

    assert [c["percent"] for c in tallies["questions"][0]["counts"]] == [None, None]


def test_synthetic_answers_are_marked_and_never_added_to_real_ones(client):
    survey = make.published_survey()
    answered(survey, 12, is_synthetic=True)
    address = f"{LIST}{survey.pk}/tallies/"

    alone = ask(client, survey.agency, address).json()
    answered(survey, 11)
    real = ask(client, survey.agency, address).json()
    made_up = ask(client, survey.agency, f"{address}?answers=synthetic").json()

    found = [(row["is_synthetic"], row["finished"]) for row in (alone, real, made_up)]
    assert found == [(True, 12), (False, 11), (True, 12)]


def test_tallies_can_be_narrowed(client):
    survey = make.published_survey()
    partner = make.partner(agency=survey.agency)
    answered(survey, 12, language="es", partner=partner)
    answered(survey, 11)
    queries = ["?language=es", f"?partner={partner.pk}", "?partner=none"]

    found = [
        ask(client, survey.agency, f"{LIST}{survey.pk}/tallies/{query}").json()
        for query in queries
    ]

    assert [row["finished"] for row in found] == [12, 12, 11]


@pytest.mark.parametrize(
    "query", ["language=es", "mode=phone", "language=en&mode=self", "language=x"]
)
def test_a_token_leads_to_nobody_by_themselves(client, query):
    survey = make.published_survey()
    answered(survey, 30)
    answered(survey, 12, mode="paper")
    answered(survey, 1, language="es", mode="phone")

    answer = ask(client, survey.agency, f"{LIST}{survey.pk}/tallies/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "too_few")
    assert set(answer.json()) == {"code", "detail"}


def test_the_answers_of_ten_people_are_not_given_away(client):
    survey = make.published_survey()
    answered(survey, 10)
    address = f"{LIST}{survey.pk}/tallies/"

    few = ask(client, survey.agency, address)
    answered(survey, 1)
    enough = ask(client, survey.agency, address)

    assert (few.status_code, few.json()["code"]) == (400, "too_few")
    assert (enough.status_code, enough.json()["finished"]) == (200, 11)


def test_two_people_who_stopped_are_not_told_apart(client):
    survey = make.published_survey(activity=make.open_activity(unsent="count"))
    answered(survey, 11)
    answered(survey, 2, state="partial", is_kept_unsent=True)

    found = ask(client, survey.agency, f"{LIST}{survey.pk}/tallies/").json()

    assert (found["finished"], found["unfinished"]) == (11, 0)
    assert found["questions"][0]["answered"] == 11


@pytest.mark.parametrize("address", [LIST, f"{LIST}1/", f"{LIST}1/tallies/"])
def test_without_a_token_nothing_opens(client, address):
    answer = client.get(address)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_authenticated"


def test_an_ended_token_stops_working_at_once(client):
    agency = make.agency()
    token, secret = api_tokens.make(agency, name="Script", by=make.user())
    headers = {"Authorization": f"Bearer {secret}"}

    before = client.get(LIST, headers=headers)
    api_tokens.end(token.pk, by=make.user())
    after = client.get(LIST, headers=headers)

    assert [before.status_code, after.status_code] == [200, 401]
    assert after.json()["code"] == "authentication_failed"


@pytest.mark.parametrize("end", ["", "tallies/"])
def test_another_agencys_survey_is_not_found(client, end):
    survey = make.published_survey()

    answer = ask(client, make.agency(), f"{LIST}{survey.pk}/{end}")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_filter_that_cannot_be_read_says_which(client):
    survey = make.published_survey()

    answer = ask(client, survey.agency, f"{LIST}{survey.pk}/tallies/?partner=all")

    assert answer.status_code == 400
    assert answer.json()["code"] == "wrong_input"
    assert list(answer.json()["detail"]) == ["partner"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client, method):
    survey = make.published_survey()
    headers = {"Authorization": f"Bearer {token_for(survey.agency)}"}

    answer = getattr(client, method)(f"{LIST}{survey.pk}/", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_token_that_asks_too_often_waits_and_others_do_not(client, monkeypatch):
    monkeypatch.setattr(
        "feedback.api.v1.tokens.TokenThrottle.THROTTLE_RATES", {"token": "2/min"}
    )
    agency = make.agency()
    headers = {"Authorization": f"Bearer {token_for(agency)}"}

    mine = [client.get(LIST, headers=headers).status_code for _ in range(3)]
    other = ask(client, agency, LIST)

    assert mine == [200, 200, 429]
    assert other.status_code == 200


def test_the_day_of_use_is_kept_on_the_token(client):
    agency = make.agency()
    ask(client, agency, LIST)

    assert ApiToken.objects.get().last_used_on is not None


def test_a_question_asked_in_two_ways_gives_the_counts_of_each(client):
    member = make.member(role="designer")
    survey = survey_of(member.agency)
    answered(survey, 10)
    survey.questions.filter(key="q1").update(label="Did a letter come?")
    publishing.publish(survey.pk, by=member.user, reason="People misread it.")
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    make.response(survey=survey, answers={"q1": {"code": "c2"}})
    fold(survey.pk)

    tallies = ask(client, member.agency, f"{LIST}{survey.pk}/tallies/").json()

    assert [
        (row["versions"], row["label"], row["reason"], row["answered"])
        for row in tallies["questions"][0]["wordings"]
    ] == [
        ([2], "Did a letter come?", "People misread it.", 2),
        ([1], "Question 1?", "", 10),
    ]
