"""Words of somebody who answered for another person are that person's only with reason."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from feedback.results import judging, marking
from feedback.results.folding import fold
from feedback.results.taking_back import take_back
from studies.evidence.models import Highlight, Insight
from studies.evidence.strength import Strength, backing
from studies.people.models import Conversation
from tests import make
from tests.results.finished import finished

pytestmark = pytest.mark.django_db
MIGRATION = "feedback.migrations.0025_voices_of_answers"


@pytest.fixture
def survey():
    return make.published_survey(activity=make.open_activity())


def said(survey, **fields) -> Highlight:
    row = make.response(survey=survey, answers={"q2": {"text": "Say it"}}, **fields)
    return marking.mark(row.pk, "q2", by=make.user())


def three_voices(survey) -> list[Highlight]:
    ill = {"mode": "proxy", "proxy_reason": "ill"}
    other = {"mode": "proxy", "proxy_reason": "other"}
    return [said(survey, **fields) for fields in ({}, ill, other)]


def test_a_proxy_backs_an_insight_only_for_who_could_not_take_part(survey):
    rows = three_voices(survey)
    insight = make.insight(round=survey.activity.round, highlights=rows)

    counted = backing(Insight.objects.get(pk=insight.pk), of=0)

    assert [row.voice for row in rows] == ["own", "proxy", "apart"]
    found = (counted.answers, counted.proxies, counted.apart, counted.people)
    assert found == (1, 1, 1, 2)
    assert counted.strength == Strength.EARLY
    assert counted.in_words == (
        "early: 1 answer, 1 through somebody else, "
        "not counted: 1 answered for by somebody else"
    )


def test_what_stands_apart_alone_backs_nothing(survey):
    row = three_voices(survey)[2]
    insight = make.insight(round=survey.activity.round, highlights=[row])

    counted = backing(Insight.objects.get(pk=insight.pk), of=0)

    assert (counted.strength, counted.rounds) == (Strength.NONE, 0)


def test_the_list_of_what_people_said_says_who_spoke(client, survey):
    three_voices(survey)
    client.force_login(make.member(agency=survey.agency).user)
    study = survey.activity.round.study

    page = client.get(reverse("study-heard", args=[study.slug])).content.decode()

    assert "answered for someone</figcaption>" in page
    assert "answered for someone who could have taken part</figcaption>" in page


def test_words_kept_before_learn_whose_they_are(survey):
    rows = three_voices(survey)
    Highlight.objects.update(voice="own")

    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).SAY)

    found = [Highlight.objects.get(pk=row.pk).voice for row in rows]
    assert found == ["own", "proxy", "apart"]


def test_who_is_answered_for_without_need_is_in_no_head_count(survey):
    make.response(survey=survey)
    make.response(survey=survey, mode="proxy", proxy_reason="child")
    row, code = finished(survey, mode="proxy", proxy_reason="other")
    fold(survey.pk)
    assert Conversation.objects.get().people == 2

    judging.judge(row.pk, leaves_out=True, reason="No.", by=make.user())
    judging.judge(row.pk, leaves_out=False, reason="Yes.", by=make.user())
    fold(survey.pk)
    take_back(code)

    assert Conversation.objects.get().people == 2
