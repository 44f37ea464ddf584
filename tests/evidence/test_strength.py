import uuid

import pytest
from django.utils import timezone

from studies.evidence.models import Highlight, Insight
from studies.evidence.strength import Backing, Strength, backing
from tests import make


def people(own, **values):
    fields = {
        "answers": 0,
        "proxies": 0,
        "methods": 1,
        "rounds": 1,
        "of": own,
        "looked_for_counter": True,
    }
    return Backing(own=own, **fields | values)


@pytest.mark.parametrize(
    "number, strength",
    [(0, "none"), (1, "one_voice"), (2, "early"), (3, "supported"), (20, "supported")],
)
def test_strength_says_how_many_stand_behind_it(number, strength):
    assert people(number).strength == Strength(strength)


@pytest.mark.parametrize(
    "values, strength",
    [
        ({"methods": 2, "rounds": 2}, "strong"),
        ({"methods": 1, "rounds": 2}, "supported"),
        ({"methods": 2, "rounds": 1}, "supported"),
        ({"methods": 2, "rounds": 2, "looked_for_counter": False}, "supported"),
    ],
)
def test_strong_needs_two_methods_two_rounds_and_a_look_for_the_contrary(
    values, strength
):
    assert people(8, **values).strength == Strength(strength)


def test_seven_people_are_never_strong():
    assert people(7, methods=2, rounds=2).strength == Strength.SUPPORTED


def test_it_is_said_with_how_many_of_how_many():
    assert people(6, of=9).in_words == "supported: 6 of 9 people"
    assert people(1, of=1).in_words == "one voice: 1 of 1 person"
    assert people(0).in_words == "nobody yet"
    assert (
        people(2, of=9, answers=1, proxies=1).in_words
        == "supported: 2 of 9 people, 1 answer, 1 through somebody else"
    )


def fetched(insight):
    rows = Insight.objects.prefetch_related("highlights__conversation")
    return rows.get(pk=insight.pk)


@pytest.mark.django_db
def test_the_same_participant_twice_is_one_person():
    participant = make.participant()
    round_ = make.round_(study=participant.study)
    said = [
        make.highlight(
            conversation=make.conversation(round=round_, participant=participant)
        )
        for _ in range(2)
    ]

    counted = backing(fetched(make.insight(round=round_, highlights=said)), of=5)

    assert (counted.own, counted.of, counted.people) == (1, 5, 1)


@pytest.mark.django_db
def test_a_group_counts_each_of_its_people_once_however_much_it_said():
    talk = make.conversation(people=4, method="workshop", level=3)
    said = [make.highlight(conversation=talk) for _ in range(3)]

    counted = backing(fetched(make.insight(round=talk.round, highlights=said)), of=4)

    assert (counted.own, counted.methods) == (4, 1)


@pytest.mark.django_db
def test_answers_and_people_who_spoke_for_others_stand_apart():
    talk = make.conversation(is_proxy=True)
    answer = make.highlight(
        round=talk.round, response_id=uuid.uuid4(), conversation=None
    )
    said = [make.highlight(conversation=talk), answer]

    counted = backing(fetched(make.insight(round=talk.round, highlights=said)), of=3)

    assert (counted.own, counted.answers, counted.proxies) == (0, 1, 1)
    assert (counted.people, counted.methods) == (2, 2)


@pytest.mark.django_db
def test_archived_words_back_nothing():
    said = make.highlight()
    insight = make.insight(round=said.round, highlights=[said])
    Highlight.objects.update(archived_at=timezone.now())

    assert backing(fetched(insight), of=1).people == 0


@pytest.mark.django_db
def test_a_conversation_that_was_put_away_backs_nothing():
    talk = make.conversation(archived_at=timezone.now())
    insight = make.insight(round=talk.round)
    insight.highlights.add(make.highlight(conversation=talk))

    assert backing(insight, of=0).strength == Strength.NONE
