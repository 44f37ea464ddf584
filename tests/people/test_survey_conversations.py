from datetime import date

import pytest

from studies.people.conversations import record_survey_conversations
from studies.people.models import Conversation
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 12)


def record(activity, people: int, **fields) -> None:
    values = {"day": DAY, "language": "es", "is_synthetic": False}
    record_survey_conversations(activity.pk, people=people, **values | fields)


def test_answers_of_one_day_and_language_are_one_row():
    activity = make.activity(round=make.round_())

    record(activity, 1)
    record(activity, 2)
    record(activity, 1, language="en")
    record(activity, 5, is_synthetic=True)

    rows = Conversation.objects.order_by("is_synthetic", "language")
    assert list(rows.values_list("language", "people", "is_synthetic")) == [
        ("en", 1, False),
        ("es", 3, False),
        ("es", 5, True),
    ]
    assert set(rows.values_list("level", "method", "round", "participant")) == {
        (1, "survey", activity.round_id, None)
    }


def test_taking_back_lowers_the_count_and_never_below_none():
    activity = make.activity(round=make.round_())
    record(activity, 2)

    record(activity, -1)
    record(activity, -5)

    assert Conversation.objects.get().people == 0


def test_a_survey_outside_any_round_has_no_conversations():
    record(make.activity(), 1)

    assert not Conversation.objects.exists()


def test_the_count_of_a_closed_round_stays_both_ways():
    round_ = make.round_()
    activity = make.activity(round=round_)
    record(activity, 2)
    round_.state = "closed"
    round_.save()

    record(activity, 1)
    record(activity, -1)
    record(activity, 1, language="en")

    row = Conversation.objects.get()
    assert (row.language, row.people) == ("es", 2)
