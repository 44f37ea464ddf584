"""Answers of people who stopped part-way are marked wherever somebody looks at them."""

import csv
import io

import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.results import judging
from feedback.results.folding import fold
from feedback.results.recounting import recount
from studies.partners import actions as partners
from tests import make
from tests.api.asking import ask

pytestmark = pytest.mark.django_db
YES = {"q1": {"code": "c1"}}


@pytest.fixture
def survey(client):
    activity = make.open_activity(unsent="count")
    survey = make.published_survey(activity=activity)
    make.response(survey=survey, answers=YES)
    unfinished(survey)
    fold(survey.pk)
    client.force_login(make.member(agency=survey.agency).user)
    return survey


def unfinished(survey, **fields):
    values = {"state": "partial", "is_kept_unsent": True, "answers": YES}
    return make.response(survey=survey, **values | fields)


def page(client, name: str, *args, **query) -> str:
    return " ".join(
        client.get(reverse(name, args=args), query).content.decode().split()
    )


def test_results_say_how_many_of_the_base_did_not_finish(client, survey):
    text = page(client, "survey-results", survey.pk)

    assert "From 2 people, of whom 1 did not finish." in text
    assert "of whom 1 did not finish</span>" in text
    assert "not finished, but counted" in text
    assert "What they answered counts 30 days after they began" in text


def test_the_filter_shows_only_those_who_finished(client, survey):
    text = page(client, "survey-results", survey.pk, finished="on")

    assert "From 1 person who finished." in text
    assert "of whom" not in text
    assert "Show everyone" in text


def test_where_nobody_stopped_there_is_no_such_filter(client, survey):
    survey.responses.filter(state="partial").delete()
    recount(survey.pk, repair=True)

    text = page(client, "survey-results", survey.pk)

    assert "Only people who finished" not in text
    assert "of whom" not in text


def test_ways_to_take_part_can_be_compared_without_them(client, survey):
    make.response(survey=survey, mode="paper", answers=YES)
    fold(survey.pk)
    name = "survey-results-ways"

    whole = page(client, name, survey.pk)
    finished = page(client, name, survey.pk, finished="on")

    assert "of whom 1 did not finish" in whole
    assert "of whom" not in finished


def test_single_responses_are_marked_and_can_be_narrowed(client, survey):
    row = survey.responses.get(state="partial")
    address = reverse("survey-response", args=[survey.pk, row.pk])

    text = page(client, "survey-responses", survey.pk)
    one = page(client, "survey-response", survey.pk, row.pk)

    assert address in text
    assert "not finished</span>" in text
    assert address not in page(client, "survey-responses", survey.pk, finished="on")
    assert "this person stopped part-way and sent nothing" in one


def test_the_download_says_whether_it_was_sent(client, survey):
    answer = client.get(reverse("survey-export-answers", args=[survey.pk]))
    rows = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    book = client.get(reverse("survey-export-codebook", args=[survey.pk]))

    assert sorted(row["_finished"] for row in rows) == ["0", "1"]
    assert "_finished,,,1 = sent; 0 =" in book.getvalue().decode().replace('"', "")


def test_the_interface_for_programs_says_it_and_can_leave_them_out(client, survey):
    address = f"/api/v1/surveys/{survey.pk}/tallies/"
    for _ in range(10):
        make.response(survey=survey, answers=YES)
        unfinished(survey)
    fold(survey.pk)

    everybody = ask(client, survey.agency, address).json()
    finished = ask(client, survey.agency, f"{address}?finished=true").json()

    found = [(row["finished"], row["unfinished"]) for row in (everybody, finished)]
    assert found == [(11, 11), (11, 0)]
    assert [row["questions"][0]["unfinished"] for row in (everybody, finished)] == [
        11,
        0,
    ]


def test_they_can_be_left_out_and_counted_again(survey):
    row, by = survey.responses.get(state="partial"), make.user()

    judging.judge(row.pk, leaves_out=True, reason="Made up.", by=by)
    assert recount(survey.pk) == []
    judging.judge(row.pk, leaves_out=False, reason="It was not.", by=by)
    fold(survey.pk)

    row.refresh_from_db()
    assert (row.is_left_out, row.folded is not None) == (False, True)
    assert recount(survey.pk) == []


def test_who_sent_all_later_by_the_same_link_is_not_counted_twice(client, survey):
    activity = make.open_activity(anonymous=False, unsent="count")
    survey = make.published_survey(activity=activity)
    participant = make.participant(study=activity.round.study)
    link = partners.personal_link(activity.pk, participant.pk)
    row = unfinished(survey, is_anonymous=False, personal_link=link)
    make.response(survey=survey, is_anonymous=False, personal_link=link, answers=YES)
    fold(survey.pk)
    client.force_login(make.member(agency=survey.agency).user)

    text = page(client, "survey-response", survey.pk, row.pk)

    assert "They sent all their answers later by the same link." in text
    with pytest.raises(Refusal, match="Those count"):
        judging.judge(row.pk, leaves_out=False, reason="Count it.", by=make.user())
