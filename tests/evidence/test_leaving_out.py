"""Words of an answer that does not count back nothing, and come back as they were."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.evidence import leaving_out
from studies.evidence.models import Highlight
from studies.progress.summary import summarize
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return make.highlight(round=make.round_(), response_id=uuid4(), question_key="q1")


def put_away(said) -> int:
    return leaving_out.put_away_words(said.response_id, by=make.user())


def bring_back(said, since) -> int:
    return leaving_out.bring_back_words(said.response_id, since=since, by=make.user())


def test_only_the_words_of_that_answer_go_and_come_back(said):
    other = make.highlight(round=said.round, response_id=uuid4())
    today = timezone.localdate()

    assert [put_away(said), put_away(said)] == [1, 0]
    assert list(Highlight.objects.current()) == [other]

    assert [bring_back(said, today), bring_back(said, today)] == [1, 0]
    assert set(Highlight.objects.current()) == {said, other}


def test_what_went_before_that_day_stays(said):
    put_away(said)

    assert bring_back(said, timezone.localdate() + timedelta(days=1)) == 0
    assert not Highlight.objects.current().exists()


def test_a_changed_insight_stays_tied_to_words_that_are_put_away(client, said):
    member = make.member(agency=said.study.agency, role="designer")
    client.force_login(member.user)
    stays = make.highlight(round=said.round, response_id=uuid4())
    insight = make.insight(round=said.round, highlights=[said, stays])
    put_away(said)
    address = reverse("admin:studies_insight_change", args=[insight.pk])
    form = client.get(address).context["adminform"].form

    client.post(
        address,
        {
            "statement": "Said better",
            "severity": "slows",
            "highlights": [stays.pk],
            "counter": "",
            "is_open": "on",
        },
    )

    insight.refresh_from_db()
    assert list(form.fields["highlights"].queryset) == [stays]
    assert insight.statement == "Said better"
    assert set(insight.highlights.all()) == {said, stays}


def test_a_round_whose_words_are_put_away_is_no_round_that_an_insight_draws_on(said):
    later = make.round_(study=said.study)
    talk = make.conversation(round=later, people=3)
    words = [said, make.highlight(conversation=talk)]
    make.conversation(round=said.round, people=4)
    make.insight(round=later, highlights=words)

    def of_how_many() -> int:
        rounds = summarize(said.study, today=timezone.localdate()).rounds
        return next(b.of for row in rounds for _insight, b in row.insights)

    before = of_how_many()
    put_away(said)

    assert (before, of_how_many()) == (7, 3)
