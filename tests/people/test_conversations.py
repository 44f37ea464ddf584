from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.people import conversations
from studies.people.models import Conversation, Level
from tests import make

pytestmark = pytest.mark.django_db


def log(**values):
    fields = {
        "held_on": timezone.localdate(),
        "method": "interview",
        "people": 2,
        "language": "es",
        "heard": " One thing. ",
        "by": None,
    }
    round_ = values.pop("round_", None) or make.round_()
    return conversations.log(round_, **fields | values)


def test_a_conversation_says_when_how_and_with_how_many():
    segment = make.segment()
    round_ = make.round_(study=segment.study)

    row = log(round_=round_, segments=[segment])

    assert (row.people, row.level, row.language, row.heard) == (
        2,
        Level.TALKED_TO,
        "es",
        "One thing.",
    )
    assert list(row.segments.all()) == [segment]


@pytest.mark.parametrize(
    "method, level",
    [("interview", 2), ("test", 2), ("call", 2), ("counter", 2), ("workshop", 3)],
)
def test_the_level_follows_from_how_people_were_met(method, level):
    assert log(method=method).level == level


def test_one_participant_is_one_person():
    participant = make.participant()
    round_ = make.round_(study=participant.study)

    assert log(round_=round_, participant=participant, people=9).people == 1


def test_survey_answers_are_not_logged_by_hand():
    with pytest.raises(Refusal) as refused:
        log(method="survey")

    assert refused.value.code == "survey"


def test_a_day_that_has_not_come_is_refused():
    with pytest.raises(Refusal) as refused:
        log(held_on=timezone.localdate() + timedelta(days=1))

    assert refused.value.code == "future"
    assert Conversation.objects.count() == 0


def test_a_survey_never_counts_as_talking_to_people():
    with (
        pytest.raises(IntegrityError, match="survey_is_heard_from"),
        transaction.atomic(),
    ):
        make.conversation(method="survey", level=2)
