"""Answers on two pages or devices, when one of them has sent; only that one may erase."""

import re
import time
from html import unescape

import pytest

from feedback.answering import codes, editions, sent_elsewhere
from feedback.answering.attempts import RECEIPT_SECONDS, Attempt, read
from feedback.answering.models import SurveyResponse
from feedback.results import taking_back
from studies.agencies.models import Agency
from studies.planning.models import Activity
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
SENT = "These answers were sent from another page or device."
NOT_ADDED = "What you wrote just now was not added."
LOST = "find your answers in this browser"


def begun() -> Person:
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.sends({"got_letter": "yes"})


def two_devices() -> tuple[Person, Person]:
    """The phone where the answers were begun, and one that came by its code."""
    first = begun().sends({}, go="later")
    code = re.search(r'class="receipt-code" dir="ltr">([0-9A-Z-]+)<', first.text)[1]
    other = Person("/go/").opens().sends({"code": code})
    other.address = first.address
    return first, other


def receipt_code() -> str:
    return codes.receipt_code(SurveyResponse.objects.get().pk)


def says(person: Person) -> dict[str, bool]:
    """What a page says to whoever comes after the answers were sent."""
    words = {"sent": SENT, "not added": NOT_ADDED, "code": receipt_code()}
    return {name: text in person.text for name, text in words.items()}


@pytest.mark.parametrize("button", [{}, {"go": "later"}, {"go": "back"}])
def test_words_that_come_too_late_are_told_and_no_code_is_shown(button):
    first, other = two_devices()
    first.opens("check/").sends()

    other.sends({"asked": "Send a form"}, **button)

    assert says(other) == {"sent": True, "not added": True, "code": False}
    assert "<h1>Your answers are in</h1>" in other.text
    assert SurveyResponse.objects.get().answers["asked"] == {}


def test_a_page_with_nothing_new_says_only_that_the_answers_were_sent():
    first, other = two_devices()
    other.opens("q/1/")
    first.opens("check/").sends()

    other.sends({"got_letter": "yes"})

    assert says(other) == {"sent": True, "not added": False, "code": False}


def test_words_that_do_not_fit_are_words_too():
    first, other = two_devices()
    first.opens("check/").sends()

    other.sends({"asked": "x" * 501})

    assert says(other) == {"sent": True, "not added": True, "code": False}


def test_no_page_leads_a_browser_that_came_by_the_code_to_the_receipt():
    first, other = two_devices()
    first.opens("check/").sends()
    attempt = other.client.cookies["cx_attempt"].value
    found = []

    for path in ("q/2/", "check/", "later/"):
        other.client.cookies["cx_attempt"] = attempt
        found.append(says(other.opens(path)))
        found.append(says(other.opens("receipt/")))
    for path in ("", "check/", "q/2/"):
        body = {"attempt": attempt}
        other.page = other.client.post(other.address + path, body, follow=True)
        found.append(says(other))
        found.append(says(other.opens("receipt/")))

    assert [row["code"] for row in found] == [False] * 12
    assert [row["sent"] for row in found] == [True, False] * 6
    assert "Go on with your answers" not in other.opens().text


def test_the_browser_that_came_by_the_code_gets_the_receipt_when_it_sends():
    first, other = two_devices()
    other.opens("check/")
    token = other.token

    other.sends()
    again = other.client.post(
        f"{other.address}check/", {"attempt": token}, follow=True
    ).content.decode()

    assert [receipt_code() in page for page in (other.text, again)] == [True, True]
    first.opens("q/2/")
    assert says(first) == {"sent": True, "not added": False, "code": False}


def test_sending_second_from_another_browser_shows_no_code():
    first, other = two_devices()
    first.opens("check/")
    other.opens("check/")
    other.sends()

    first.sends()

    assert says(first) == {"sent": True, "not added": False, "code": False}
    assert SurveyResponse.objects.submitted().count() == 1


def test_a_second_tab_shows_the_receipt_and_what_was_not_added():
    person = begun()
    tab = fields(person.page).hidden
    person.opens("check/").sends()

    body = tab | {"asked": "Send a form"}
    person.page = person.client.post(f"{person.address}q/2/", body, follow=True)

    assert says(person) == {"sent": True, "not added": True, "code": True}
    assert NOT_ADDED not in person.opens("receipt/").text


def test_the_page_speaks_the_language_of_the_answers_and_any_other():
    first, other = two_devices()
    other.sends({}, language="ar")
    first.opens("check/").sends()

    other.sends({"asked": "نموذج"})

    assert '<html lang="ar" dir="rtl">' in other.text
    query = re.search(r'href="(\?elsewhere=[^"]+lang=en)"', other.text)[1]
    assert NOT_ADDED in other.opens(f"receipt/{unescape(query)}").text


@pytest.mark.parametrize("mark", ["late", "sent", "late:1abcde:x", ""])
def test_nobody_calls_the_page_up_by_typing_its_address(mark):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/")

    person.opens(f"receipt/?elsewhere={mark}")

    assert person.where == person.address
    assert SENT not in person.text


def test_the_page_of_one_survey_is_not_shown_at_another_nor_for_long(monkeypatch):
    mark = sent_elsewhere.mark("/s/a/", "late")
    assert sent_elsewhere.read("/s/a/", mark) == "late"
    assert sent_elsewhere.read("/s/b/", mark) is None
    later = time.time() + RECEIPT_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert sent_elsewhere.read("/s/a/", mark) is None


def test_whoever_says_that_they_help_after_another_device_sent_reads_so():
    first, other = two_devices()
    first.opens("check/").sends()
    way = {"way": "helped", "help": ["wrote"]}

    other.page = other.client.post(f"{other.address}helping/", way, follow=True)

    assert says(other) == {"sent": True, "not added": False, "code": False}
    assert LOST not in other.text


def test_the_page_names_the_agency_and_whom_to_call():
    first, other = two_devices()
    Agency.objects.update(name="Household Support", contact_phone="555-0142")
    editions.forget()
    code = codes.resume_code(SurveyResponse.objects.get().pk)
    first.opens("check/").sends()

    other.opens("q/2/")
    by_code = Person("/go/").opens().sends(code=code)

    for page in (other.text, by_code.text):
        assert "Your answers are in – Household Support" in page
        assert 'href="tel:555-0142"' in page


def test_answers_taken_back_meanwhile_are_said_to_be_gone():
    first, other = two_devices()
    first.opens("check/").sends()
    taking_back.take_back(receipt_code())

    other.sends({"asked": "Send a form"})

    assert "<h1>Your answers are gone</h1>" in other.text
    assert says(other) == {"sent": False, "not added": False, "code": False}


def test_an_attempt_carries_the_name_of_its_browser():
    attempt = Attempt(SurveyResponse().pk, 1, "en", device="0a1b2c3d")

    assert read(attempt.sign("/s/letter/"), "/s/letter/") == attempt


@pytest.mark.parametrize("path", ["check/", "q/2/"])
def test_going_back_from_the_receipt_leads_to_the_receipt_again(path):
    person = begun()
    person.opens("check/").sends()

    person.opens(path)

    assert receipt_code() in person.text
    assert LOST not in person.text


def test_a_browser_without_a_receipt_is_told_that_nothing_is_found():
    person = begun()
    person.opens("check/").sends()
    person.client.cookies.clear()

    person.opens("check/")

    assert person.where == f"{person.address}?lost=1"
    assert LOST in person.text


def test_whoever_starts_while_the_survey_is_paused_has_nothing_to_finish():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens()
    Activity.objects.update(state=Activity.State.PAUSED)

    person.sends()

    assert "<h1>This survey is taking a break</h1>" in person.text
    assert "Your answers so far are kept" not in person.text
    assert 'name="attempt"' not in person.text


def test_whoever_has_begun_may_finish_while_the_survey_is_paused():
    person = begun()
    Activity.objects.update(state=Activity.State.PAUSED)

    person.opens()
    assert "This survey is taking a break" in person.text

    assert person.sends().where.endswith("/q/2/")


@pytest.mark.parametrize("button", [{"go": "back"}, {"language": "ar"}])
def test_going_on_leads_to_the_question_that_was_left_empty(button):
    person = begun().sends({"asked": "Send a form"}).sends({}, **button)
    assert "date" not in SurveyResponse.objects.get().answers

    person.opens("q/2/").sends({"asked": "Send a form"}, go="later")

    assert 'href="../q/3/"' in person.text


def test_an_answer_that_is_emptied_before_going_back_stays_empty():
    person = begun().sends({"asked": "Send a form"})

    person.opens("q/2/").sends({"asked": ""}, go="back")

    assert SurveyResponse.objects.get().answers["asked"] == {}
