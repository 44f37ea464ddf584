import pytest

from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey
from studies.agencies.models import Agency
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
TOLD = (
    "We left out what looks like a Social Security number. It is safer not to write "
    "it here. You can go on, or change your answer."
)
SAID = "My number is 000-12-3456, I sent the form on 04/30/2027"
KEPT = "My number is [Social Security number left out], I sent the form on 04/30/2027"


def at_words(**fields) -> Person:
    """Before the question with a line of own words."""
    survey = surveys.letter(**fields)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.sends(surveys.ANSWERS["got_letter"])


def stored() -> dict:
    return SurveyResponse.objects.get().answers


def test_a_number_is_left_out_before_it_is_stored_and_the_person_is_told_there():
    person = at_words()

    person.sends({"asked": SAID})

    assert stored()["asked"] == {"text": KEPT}
    assert person.where.endswith("/q/2/?again=1")
    assert person.text.count(TOLD) == 1
    assert 'aria-describedby="asked_helptext asked_note"' in person.text
    assert "<title>Look again: In a few words" in person.text
    assert '<a href="#asked">In a few words' in person.text
    assert f'value="{KEPT}"' in person.text
    assert "000-12-3456" not in person.text


def test_continue_goes_on_with_what_was_left_and_says_nothing_again():
    person = at_words().sends({"asked": SAID})

    person.sends({"asked": KEPT})

    assert person.where.endswith("/q/3/")
    assert stored()["asked"] == {"text": KEPT}
    assert TOLD not in person.opens("q/2/").text
    assert KEPT in person.opens("check/").text


def test_nothing_of_the_number_is_in_the_browser():
    person = at_words().sends({"asked": SAID})

    cookies = "".join(kept.value for kept in person.client.cookies.values())

    assert "3456" not in cookies


def test_the_way_back_and_a_change_of_language_leave_it_out_too():
    person = at_words().sends({"asked": SAID}, go="back")
    assert (person.where[-5:], stored()["asked"]) == ("/q/1/", {"text": KEPT})

    person.opens("q/2/").sends({"asked": SAID}, language="ar")

    assert person.where.endswith("/q/2/")
    assert "3456" not in str(stored()) + person.text


def test_words_beside_something_else_are_looked_at():
    person = at_words().opens("q/5/")

    person.sends({"hard": ["other"], "hard-text": "call (555) 555-0142 please"})

    assert stored()["hard"]["text"] == "call [phone number left out] please"
    assert "what looks like a phone number." in person.text
    assert '<a href="#hard_text">' in person.text
    assert 'aria-describedby="hard_note"' in person.text


def test_a_page_with_a_fault_too_shows_the_words_without_the_number():
    person = at_words(layout=Survey.Layout.FEW_PAGES)

    person.sends({"asked": SAID, "hard": ["words", "nothing"], "change": "a@b.example"})

    assert "<title>Error:" in person.text
    assert TOLD in person.text
    assert "what looks like an e-mail address." in person.text
    assert "000-12-3456" not in person.text
    assert stored()["change"] == {"text": "[e-mail address left out]"}


def test_several_kinds_are_told_in_one_sentence():
    person = at_words().sends({"asked": "a@b.example, 555-0142 and 000-12-3456"})

    assert (
        "what looks like an e-mail address, a phone number, and a Social Security "
        "number." in person.text
    )


def test_the_words_for_it_are_in_the_persons_language():
    person = at_words().sends({}, language="es").opens("q/2/?lang=ar")

    person.sends({"asked": "٠٠٠-١٢-٣٤٥٦"})

    assert "٣٤٥٦" not in str(stored()) + person.text


def test_a_number_of_the_agency_itself_stays():
    survey = surveys.letter()
    own = {"contact_email": "h@x.example", "urgent_help": "Call 1-800-555-0188."}
    Agency.objects.update(contact_phone="1-800-555-0199", **own)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends(surveys.ANSWERS["got_letter"])

    said = "I called 1-800-555-0199 and 800.555.0188 and wrote to H@x.example"

    person.sends({"asked": said})

    assert person.where.endswith("/q/3/")
    assert stored()["asked"] == {"text": said}


def test_a_short_answer_that_its_sign_makes_too_long_still_goes_on():
    survey = surveys.letter()
    survey.questions.filter(key="asked").update(settings={"longest": 20})
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends(surveys.ANSWERS["got_letter"]).sends({"asked": "me a@b.example"})
    assert stored()["asked"] == {"text": "me […]"}

    person.sends({"asked": "me […]"})

    assert person.where.endswith("/q/3/")


def test_leaving_out_costs_no_query_more(django_assert_max_num_queries):
    person = at_words()

    with django_assert_max_num_queries(3):
        person.client.post(
            f"{person.address}q/2/", {"attempt": person.token, "asked": SAID}
        )
