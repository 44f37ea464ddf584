"""A page with something to mend has an address: Back and reload send no form again."""

import json
import random
import zlib
from string import ascii_letters

import pytest
from redis.exceptions import ConnectionError as RedisGone

from cxstudio import cache_room, quick_cache
from feedback.answering import mending
from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.people.vault import fernet_for
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
# "Nothing made it hard" goes with no other choice, so this is a fault.
BOTH = {"hard": ["words", "nothing"], "hard-text": "No stamps"}
ERROR = "<title>Error: "


@pytest.fixture(autouse=True)
def empty_cache():
    for name in quick_cache.client().scan_iter("cx:mend:*"):
        quick_cache.client().delete(name)


def waiting() -> dict[bytes, bytes]:
    client = quick_cache.client()
    return {name: client.get(name) for name in client.scan_iter("cx:mend:*")}


def unsealed() -> list:
    [sealed] = waiting().values()
    return json.loads(zlib.decompress(fernet_for(mending.PURPOSE).decrypt(sealed)))


def at_hard() -> Person:
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    return person.sends({"got_letter": "yes"}).opens("q/5/")


def test_whoever_has_to_mend_something_is_led_to_an_address_that_shows_it():
    person = at_hard()
    body = fields(person.page).hidden | BOTH

    reply = person.client.post(person.where, body)
    page = person.client.get(reply.url)

    assert (reply.status_code, reply.url) == (302, f"{person.address}q/5/?again=1")
    assert ERROR in page.content.decode()
    assert fields(page).checked == {("hard", "words"), ("hard", "nothing")}
    assert 'value="No stamps"' in page.content.decode()
    assert "hard" not in SurveyResponse.objects.get().answers


def test_it_reads_the_same_when_it_is_loaded_again_and_plain_without_the_address():
    person = at_hard().sends(BOTH)

    again = Person.opens(person, "q/5/?again=1").text
    plain = person.opens("q/5/").text

    assert (ERROR in again, 'value="No stamps"' in again) == (True, True)
    assert (ERROR in plain, "No stamps" in plain) == (False, False)


def test_once_it_was_mended_its_address_shows_the_mended_answers():
    person = at_hard().sends(BOTH).sends({"hard": ["nothing"]})

    person.opens("q/5/?again=1")

    assert ERROR not in person.text
    assert fields(person.page).checked == {("hard", "nothing")}


def test_an_answer_emptied_to_mend_it_stays_empty_after_going_back():
    person = at_hard().sends(BOTH).sends()

    person.opens("q/5/?again=1")

    assert (ERROR in person.text, fields(person.page).checked) == (False, set())


def test_what_is_kept_is_sealed_for_minutes_and_says_nobodys_number():
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    person.sends({"got_letter": "yes"})
    person.sends({"asked": "I am 000-12-3456 " + "and said so " * 90})

    [(name, sealed)] = waiting().items()
    clock, goes_on, typed, left_out = unsealed()

    assert person.text.count("Social Security number left out") == 1
    assert ERROR in person.text
    assert 0 < quick_cache.client().ttl(name) <= mending.KEPT_SECONDS
    assert SurveyResponse.objects.get().pk.hex.encode() not in name
    assert b"said" not in sealed
    assert (clock, goes_on, left_out) == (2, True, {"asked": ["ssn"]})
    assert "3456" not in typed
    assert "attempt" not in typed


def test_a_warning_needs_nothing_of_what_was_typed():
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    person.sends({"got_letter": "yes"}).sends({"asked": "I am 000-12-3456"})

    assert unsealed() == [2, True, None, {"asked": ["ssn"]}]
    assert "We left out what looks like" in person.opens("q/2/?again=1").text


def test_another_language_shows_the_same_things_to_mend():
    person = at_hard().sends(BOTH).sends(BOTH, language="ar")

    assert '<html lang="ar" dir="rtl">' in person.text
    assert fields(person.page).checked == {("hard", "words"), ("hard", "nothing")}


def test_nobody_else_finds_it():
    person = at_hard().sends(BOTH)
    other = Person(person.address).starts().sends({"got_letter": "yes"})

    other.opens("q/5/?again=1")

    assert (ERROR in other.text, "No stamps" in other.text) == (False, False)


def test_a_page_opened_from_the_answers_leads_back_to_them_once_it_is_mended():
    person = at_hard().opens("q/5/?from=check")

    person.sends(BOTH)
    assert person.where == f"{person.address}q/5/?again=1&from=check"

    # What was never asked comes first.
    assert person.sends({"hard": ["late"]}).where == f"{person.address}q/2/"


@pytest.mark.parametrize("way", ["get", "set"])
def test_without_the_cache_the_page_comes_at_once_or_plain(monkeypatch, way):
    person = at_hard()

    def away(*_arguments, **_more):
        raise RedisGone

    monkeypatch.setattr(type(quick_cache.client()), way, away)
    person.sends(BOTH)

    is_at_once = way == "set"
    assert person.where == f"{person.address}q/5/" + ("" if is_at_once else "?again=1")
    assert (ERROR in person.text) is is_at_once
    assert fields(person.page).hidden["attempt"]


def at_change() -> Person:
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    return person.sends({"got_letter": "yes"}).opens("q/7/")


@pytest.mark.parametrize("words", ["Long words. " * 20_000, "كلمات طويلة. " * 12_000])
def test_far_too_many_words_have_an_address_too_and_none_is_lost(words):
    person = at_change().sends({"change": words})

    again = person.opens("q/7/?again=1").text

    assert f"{len(words) - 5001:,} characters too long. Make it shorter." in again
    assert f">{words}</textarea>" in again


def test_too_much_for_the_cache_is_shown_at_once(monkeypatch):
    monkeypatch.setattr(cache_room, "ROOM", 100_000)
    person = at_change()
    words = "".join(random.Random(1).choices(ascii_letters, k=200_000))

    person.sends({"change": words})

    assert person.where == f"{person.address}q/7/"
    assert (ERROR in person.text, words in person.text) == (True, True)
    assert waiting() == {}


def test_a_shared_screen_leaves_nothing_behind_for_the_next_person():
    survey = surveys.letter()
    link = partners.make_link(
        survey.activity_id,
        partner=make.partner(agency=survey.agency),
        is_kiosk=True,
        by=None,
    )
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    person.sends(language="en").sends().sends({"got_letter": "yes"}).opens("q/5/")

    person.sends(BOTH)

    assert (ERROR in person.text, waiting()) == (True, {})


def test_what_a_key_that_is_gone_had_sealed_is_not_shown(monkeypatch):
    person = at_hard().sends(BOTH)
    monkeypatch.setattr(mending, "PURPOSE", "another one")

    person.opens("q/5/?again=1")

    assert ERROR not in person.text


def test_what_is_missing_before_sending_has_an_address_too():
    survey = surveys.letter()
    survey.questions.filter(key="got_letter").update(required=True)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts().opens("check/")

    reply = person.client.post(person.where, fields(person.page).hidden)
    page = person.client.get(reply.url)

    assert reply.url == f"{person.address}check/?again=1"
    assert ERROR in page.content.decode()
    assert "One thing to fix" in page.content.decode()
    assert waiting() == {}


def test_sending_back_and_showing_it_cost_three_statements(
    django_assert_max_num_queries,
):
    person = at_hard()
    body = fields(person.page).hidden | BOTH

    with django_assert_max_num_queries(2):
        person.client.post(person.where, body)
    with django_assert_max_num_queries(1):
        person.client.get(f"{person.address}q/5/?again=1")
