"""Whoever sent their answers can keep a copy: for a while, in that browser alone."""

import re

import pytest

from feedback.answering import codes
from feedback.answering.models import SurveyResponse
from feedback.results import taking_back
from studies.partners import actions as partners
from studies.partners import links
from tests.answering import surveys
from tests.answering.person import Person
from tests.answering.test_weight import KB, weight

pytestmark = pytest.mark.django_db
COPY = "receipt/copy/"
ROW = re.compile(r"<dt>(.*?)</dt><dd[^>]*>(?:<bdi[^>]*>)?(.*?)(?:</bdi>)?</dd></div>")


def sent(answers: dict | None = None, address: str = "") -> Person:
    address = address or f"/s/{surveys.letter().activity.slug}/"
    answers = surveys.ANSWERS if answers is None else answers
    return Person(address).starts().answers_all(answers).opens("check/").sends()


def test_the_receipt_leads_to_the_questions_with_the_answers():
    person = sent()
    assert 'href="copy/?lang=en"' in person.text

    person.opens(COPY)

    rows = ROW.findall(person.text)
    assert person.text.count("summary-row") == len(rows) == len(surveys.ANSWERS)
    assert rows[0] == (
        "In the last 12 months, did you get a letter that asked you to renew?",
        "Yes",
    )
    assert "Change<" not in person.text
    assert codes.receipt_code(SurveyResponse.objects.get().pk) in person.text


def test_what_was_not_asked_is_not_in_the_copy():
    person = sent({"got_letter": {"got_letter": "no"}}).opens(COPY)

    assert [answer for _question, answer in ROW.findall(person.text)] == ["No"]


def test_it_is_there_in_each_language_of_the_survey():
    person = sent().opens(f"{COPY}?lang=ar")

    assert '<html lang="ar" dir="rtl">' in person.text
    assert surveys.ARABIC["got_letter"] in person.text
    assert 'href="../?lang=ar"' in person.text


def test_no_other_browser_shows_it():
    person = sent()

    assert Person(person.address).opens(COPY).where == person.address


def test_it_is_gone_when_the_next_person_begins_on_this_phone():
    person = sent()

    person.starts()

    assert person.opens(COPY).where == person.address


def test_what_was_taken_back_has_no_copy():
    person = sent()
    taking_back.take_back(codes.receipt_code(SurveyResponse.objects.get().pk))

    person.opens(COPY)

    assert person.where == f"{person.address}receipt/"
    assert "<h1>Your answers are gone</h1>" in person.text
    assert COPY.removeprefix("receipt/") not in person.text


def test_a_shared_screen_never_shows_one():
    survey = surveys.letter()
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    person.sends(language="en").sends().answers_all(surveys.ANSWERS).sends()
    assert "receipt-code" in person.text
    assert "copy/" not in person.text

    assert person.opens(COPY).where == person.address


def test_it_is_light_and_asks_the_database_once(django_assert_num_queries):
    person = sent()
    page = person.opens(f"{COPY}?lang=ar").page

    with django_assert_num_queries(1):
        person.opens(COPY)

    assert weight(page) < 8 * KB
    assert page.headers["Cache-Control"] == "no-store"
