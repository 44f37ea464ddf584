"""The words of a survey after sending: a phone number in them can be called."""

import pytest

from studies.partners import actions as partners
from studies.partners import links
from tests import make
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def survey():
    thanks = "Thank you. Call 555-867-5309 with questions."
    return make.published_survey(activity=make.open_activity(), thanks=thanks)


def test_a_phone_number_in_the_thanks_is_a_link():
    person = Person(f"/s/{survey().activity.slug}/").starts()

    person.opens("check/").sends()

    number = '<bdi dir="ltr" class="whole">555-867-5309</bdi>'
    assert f'Call <a href="tel:5558675309">{number}</a> with' in person.text


def test_on_a_shared_screen_it_leads_nowhere():
    link = partners.make_link(survey().activity_id, is_kiosk=True, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()

    person.sends(language="en").sends().opens("check/").sends()

    number = '<bdi dir="ltr" class="whole">555-867-5309</bdi>'
    assert f"Call {number} with" in person.text
