"""What people agree to when we talk with them: kept once, and asked again."""

import pytest

from cxstudio.refusal import Refusal
from studies.people import agreeing, consenting
from studies.people.models import Consent
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    row = make.participant()
    make.consent(study=row.study)
    return row


def agree(person, *purposes, **more):
    return agreeing.agree(person.pk, list(purposes), language="es", **more)


def test_the_newest_consent_holds_and_the_same_again_adds_none(person):
    first = agree(person, "take_part", "quote")
    again = agree(person, "take_part", "quote")
    fewer = agree(person, "take_part")

    assert (first.purposes, first.language) == (["take_part", "quote"], "en")
    assert (again, Consent.objects.count()) == (first, 2)
    assert agreeing.holding(person) == fewer
    assert not agreeing.covers(person, "quote")


def test_a_purpose_that_nobody_asked_for_is_not_kept(person):
    assert agree(person, "take_part", "record").purposes == ["take_part"]


def test_without_taking_part_nothing_is_kept(person):
    with pytest.raises(Refusal) as refused:
        agree(person, "quote")

    assert (refused.value.code, Consent.objects.count()) == ("not_agreed", 0)


def test_before_the_words_are_published_nobody_is_asked():
    person = make.participant()

    with pytest.raises(Refusal) as refused:
        agree(person, "take_part")

    assert refused.value.code == "no_text"
    asked = ("take_part", "quote", "record", "share")
    covered = [each for each in asked if agreeing.covers(person, each)]
    assert covered == ["take_part", "quote"]


@pytest.mark.parametrize("same_meaning", [True, False])
def test_other_words_are_asked_again_unless_they_mean_the_same(person, same_meaning):
    agree(person, "take_part", "quote")
    text = person.study.consent_text
    words = {"take_part": "We listen to you.", "quote": "You may show my words."}
    consenting.write(text.pk, words, marker=text.marker, by=make.user())
    consenting.publish(text.pk, by=None, reason="Plainer", same_meaning=same_meaning)

    assert agreeing.covers(person, "quote") == same_meaning
    assert (agreeing.holding(person) is not None) == same_meaning


def test_who_heard_it_stands_beside_it(person):
    by = make.user()

    row = agree(person, "take_part", way="verbal", by=by)

    assert (row.way, row.taken_by) == ("verbal", by)
    assert [str(words) for words in row.in_words] == ["take part"]
