"""Somebody who comes back to a survey in the browser that sent their answers."""

import pytest

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
SENT_HERE = "Answers were sent from this browser"
CODE = "Your code to take your answers back"
OVER = "Your code was shown for half an hour."
HEAR = "Do you want to hear from us?"


def sent(survey=None, *, language: str = "en") -> Person:
    survey = survey or surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens(f"?lang={language}")
    return person.sends().opens("check/").sends()


def by_personal_link() -> tuple[Person, Person]:
    """Whoever answered by the link that is theirs, and a friend who has it from them."""
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, anonymous=False)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    owner = Person(address).starts().opens("check/").sends()
    return owner, Person(address).opens()


def test_the_open_link_says_that_answers_were_sent_and_shows_their_code():
    person = sent()

    person.opens()
    assert SENT_HERE in person.text
    assert 'href="receipt/?lang=en"' in person.text

    assert CODE in person.opens("receipt/?lang=en").text


def test_somebody_else_starts_with_one_tap_and_is_told_nothing_any_more():
    person = sent().opens().sends()

    assert person.where.endswith("/q/1/")
    assert SENT_HERE not in person.opens().text
    assert SurveyResponse.objects.count() == 2


def test_it_is_said_in_the_language_of_the_answers_and_in_any_other():
    person = sent(language="ar")

    assert '<html lang="ar" dir="rtl">' in person.opens().text
    assert "receipt/?lang=ar" in person.text

    assert SENT_HERE in person.sends(language="en").text
    assert "receipt/?lang=en" in person.text


def test_once_the_receipt_is_forgotten_its_address_says_so():
    person = sent()
    del person.client.cookies["cx_receipt"]

    person.opens("receipt/")

    assert person.where == f"{person.address}?over=1"
    assert (SENT_HERE in person.text, OVER in person.text) == (True, True)
    assert "receipt/" not in person.text
    assert person.sends().where.endswith("/q/1/")


def test_the_browser_keeps_no_more_cookies_and_none_that_says_whose():
    person = sent()

    kept = person.client.cookies
    live = {name: kept[name]["path"] for name in kept if kept[name].value}

    assert live == {
        "cx_attempt": person.address,
        "cx_receipt": f"{person.address}receipt/",
        "cx_sent": person.address,  # for minutes, how many came from this browser
    }
    assert kept["cx_attempt"].value.partition(":")[0] == "en"
    assert kept["cx_attempt"]["max-age"] == ""


def test_a_mark_of_one_survey_or_of_nobody_says_nothing_at_another():
    person, other = sent(), Person("")
    other.address = f"/s/{surveys.letter().activity.slug}/"

    for mark in (person.client.cookies["cx_attempt"].value, "en", "en:x"):
        other.client.cookies["cx_attempt"] = mark
        assert SENT_HERE not in other.opens().text


def test_whoever_helps_the_next_person_is_told_nothing_of_the_one_before():
    person = sent().opens("helping/").sends({"way": "helped", "help": ["wrote"]})

    assert person.where.partition("?")[0] == person.address
    assert "helping" in person.text
    assert SENT_HERE not in person.text


def test_telling_so_costs_no_query(django_assert_max_num_queries):
    person = sent()

    with django_assert_max_num_queries(1):
        person.opens()
    assert SENT_HERE in person.text


def test_a_used_personal_link_asks_a_friend_for_no_address():
    _owner, friend = by_personal_link()

    assert "<h1>Answers came in with this link</h1>" in friend.text
    assert "nobody can read here what they said" in friend.text
    assert (HEAR in friend.text, SENT_HERE in friend.text) == (False, False)


def test_a_used_personal_link_offers_its_own_browser_the_code_and_the_form():
    owner, _friend = by_personal_link()

    owner.opens()
    assert (HEAR in owner.text, SENT_HERE in owner.text) == (True, True)
    assert "nobody can read here what they said" not in owner.text
    token = fields(owner.page).hidden["for"]
    owner.page = owner.client.post(f"{owner.address}updates/", {"for": token})

    assert owner.page.status_code == 302
    assert CODE in owner.opens("receipt/?lang=en").text


def test_its_page_says_in_any_language_that_the_code_is_no_longer_shown():
    owner, _friend = by_personal_link()
    del owner.client.cookies["cx_receipt"]

    owner.opens("receipt/")

    assert (OVER in owner.text, HEAR in owner.text) == (True, True)
    assert 'href="?over=1&amp;lang=ar"' in owner.text
