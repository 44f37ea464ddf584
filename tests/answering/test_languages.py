"""Another language is one tap away on each page, and what was done stays."""

import re

import pytest
from django.test import Client

from studies.people.models import WaitingRequest
from studies.planning.models import Activity
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db


def answered() -> Person:
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.answers_all(surveys.ANSWERS)


def languages_on(text: str) -> dict[str, str]:
    """By language, where its link leads; nothing where it is a button."""
    found = re.findall(
        r"<(?:a href=\"([^\"]*)\"|button name=\"language\" value=\"\w+\") lang=\"(\w+)\"",
        text,
    )
    return {code: address.replace("&amp;", "&") for address, code in found}


def spoken(text: str) -> str:
    return re.search(r'<html lang="([\w-]+)"', text).group(1)


def in_updates(person: Person, **fields_) -> str:
    """Send the form for updates, as it stands on the page, with these fields."""
    body = {"for": fields(person.page).hidden["for"], "wants": "tells"} | fields_
    person.page = person.client.post(f"{person.address}updates/", body, follow=True)
    return person._arrived(f"{person.address}updates/").text


def test_a_phone_number_in_an_arabic_survey_keeps_its_order(monkeypatch):
    monkeypatch.setitem(surveys.ARABIC, "purpose", "اتصلوا بالرقم 555-0142")
    survey = surveys.letter()

    page = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar")

    number = '<span class="whole">555-0142</span>'
    assert f"اتصلوا بالرقم \u200e{number}\u200e" in page.text


def test_a_language_in_the_address_of_a_question_is_spoken_from_then_on():
    person = answered()

    person.opens("q/4/?lang=ar")
    here = spoken(person.text)
    person.sends({"ease": "hard"}).opens("check/")

    assert (here, spoken(person.text)) == ("ar", "ar")
    assert "checked" not in person.text


def test_a_language_in_the_address_of_the_check_is_spoken_on_the_receipt():
    person = answered().opens("check/?lang=ar")
    here = spoken(person.text)

    person.sends()

    assert (here, spoken(person.text)) == ("ar", "ar")
    assert "receipt-code" in person.text


def test_a_button_wins_over_the_address():
    person = answered().opens("q/4/?lang=ar")

    person.sends(language="en")

    assert (person.where, spoken(person.text)) == (f"{person.address}q/4/", "en")


def test_the_form_for_updates_changes_its_language_and_keeps_what_was_typed():
    person = answered().sends()
    in_updates(person, email="new at example")
    assert set(languages_on(person.text)) == {"en", "ar"}

    text = in_updates(person, email="new at example", language="ar")

    assert spoken(text) == "ar"
    assert 'value="new at example"' in text
    assert "error-summary" not in text
    assert 'href="../receipt/?lang=ar"' in text
    assert WaitingRequest.objects.count() == 0


def test_a_language_button_sends_no_whole_address_either():
    person = answered().sends()

    in_updates(person, email="new@example.org", language="ar")

    assert WaitingRequest.objects.count() == 0


def test_that_an_address_is_saved_is_said_in_any_language_and_saved_once():
    person = answered().sends()
    in_updates(person, email="new@example.org")

    page = person.client.get(
        f"{person.address}updates/{languages_on(person.text)['ar']}"
    )

    assert spoken(page.content.decode()) == "ar"
    assert "<form" not in page.content.decode()
    assert WaitingRequest.objects.count() == 1


def test_whoever_is_told_is_told_in_the_language_of_the_form():
    person = answered().sends()
    in_updates(person, email="not whole", language="ar")
    action = re.search(r'id="answers" method="post" action="([^"]+)"', person.text)

    person.client.post(
        f"{person.address}updates/{action.group(1)}",
        {
            "for": fields(person.page).hidden["for"],
            "wants": "tells",
            "email": "new@example.org",
        },
    )

    assert WaitingRequest.objects.get().language == "ar"


def test_the_receipt_leads_on_in_its_own_language():
    person = answered().sends().opens("receipt/?lang=ar")

    text = person.text

    assert 'href="/withdraw/?lang=ar"' in text
    assert re.search(r'href="/p/[\w-]+/\?lang=ar"', text)
    assert re.search(r'href="/agency/[\w-]+/privacy/\?lang=ar"', text)


def test_a_closed_door_changes_its_language_and_lets_people_finish_in_it():
    person = answered()
    Activity.objects.update(state="closed")

    person.opens("?lang=ar")
    here = spoken(person.text)
    person.sends()

    assert (here, person.where) == ("ar", f"{person.address}check/")
    assert spoken(person.text) == "ar"


def test_a_language_that_the_survey_lacks_changes_nothing_for_who_finishes():
    person = answered()
    Activity.objects.update(state="closed")

    person.opens("?lang=es")
    here = spoken(person.text)
    person.sends()

    assert (here, spoken(person.text)) == ("es", "en")


def test_a_stranger_at_a_page_of_another_keeps_the_browsers_language():
    survey = surveys.letter()
    browser = Client(headers={"accept-language": "ar"})

    page = browser.get(f"/s/{survey.activity.slug}/q/1/?lang=xx", follow=True)

    assert spoken(page.content.decode()) == "ar"
