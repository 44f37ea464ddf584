"""A code to finish later, and a code to take answers back, each typed for the other."""

import re

import pytest
from django.test import Client

from feedback.answering.models import SurveyResponse
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
TAKES_BACK = "Did you get this code after you sent your answers?"
OPENS = "Did you get this code before you sent your answers?"
SHOWN = re.compile(r'class="receipt-code" dir="ltr">([0-9A-Z-]+)<')
UNKNOWN = "3333-4444-6666"


def begun() -> Person:
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    return person.sends({"got_letter": "yes"})


def to_finish_later(person: Person) -> str:
    return SHOWN.search(person.sends({}, go="later").text)[1]


def to_take_back(person: Person) -> str:
    return SHOWN.search(person.opens("check/").sends().text)[1]


def typed(address: str, code: str) -> str:
    return Client().post(address, {"code": code}, follow=True).content.decode()


def test_each_page_that_shows_a_code_says_what_it_is_for():
    person = begun()

    to_finish_later(person)
    assert ">Your code to finish later<" in person.text
    to_take_back(person)
    assert ">Your code to take your answers back<" in person.text


def test_a_code_that_takes_back_leads_from_one_page_to_the_other():
    code = to_take_back(begun())
    person = Person("/go/").opens().sends(code=code)
    assert TAKES_BACK in person.text

    person.page = _press(person.text, "/withdraw/")

    assert "<h1>Erase your answers?</h1>" in person.page.content.decode()
    assert SurveyResponse.objects.submitted().count() == 1


def test_a_code_to_finish_later_leads_from_one_page_to_the_other():
    code = to_finish_later(begun())
    page = typed("/withdraw/", code)
    assert OPENS in page

    answer = _press(page, "/go/")

    assert answer.redirect_chain[-1][0].endswith("/q/2/")


def test_after_sending_nobody_is_sent_in_a_circle_with_the_code_to_finish_later():
    person = begun()
    code = to_finish_later(person)
    to_take_back(person)

    page = typed("/withdraw/", code)
    answer = _press(page, "/go/").content.decode()

    assert "Once your answers are sent, it no longer opens them" in page
    assert "The answers of this code were sent." in answer
    assert "The code that you typed just now can’t take them back." in answer


def test_a_code_of_a_flyer_is_led_on_from_the_page_that_takes_back():
    page = typed("/withdraw/", "CDFG 3467")

    assert "Your code has 12 letters and numbers. You typed 8." in page
    assert OPENS in page


def _press(page: str, address: str):
    """The button of the form that leads to the other page."""
    form = re.search(rf'<form method="post" action="{address}[^>]*>.*?</form>', page)
    code = re.search(r'name="code" value="([^"]*)"', form[0])[1]
    return Client().post(address, {"code": code}, follow=True)


@pytest.mark.parametrize("address", ["/go/", "/withdraw/"])
def test_neither_page_says_whether_there_is_such_a_code(address):
    person = begun()
    later = to_finish_later(person)
    back = to_take_back(person)
    other = back if address == "/go/" else later

    known, unknown = typed(address, other), typed(address, UNKNOWN)

    assert known.replace(other, UNKNOWN) == unknown


@pytest.mark.parametrize("address", ["/go/", "/withdraw/"])
def test_what_is_no_code_leads_nowhere_else(address):
    page = typed(address, "3467")

    assert (TAKES_BACK in page, OPENS in page) == (False, False)


def test_the_home_page_leads_to_both(client):
    make.agency()

    page = client.get("/").content.decode()

    assert 'href="/go/">Type it here' in page
    assert 'href="/withdraw/">Type that one here' in page
