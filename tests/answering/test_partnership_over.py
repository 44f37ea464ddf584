"""A partner's part in a study is over: its links start nothing new."""

import pytest
from django.test import Client

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links, partnerships
from studies.partners.actions import Place
from studies.partners.models import InviteLink, Partnership
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def a_link(**fields) -> InviteLink:
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    return partners.make_link(
        survey.activity_id, partner=partner, **{"by": None} | fields
    )


def address(link: InviteLink) -> str:
    return "/i/" + links.url(link).split("/i/")[1]


def end() -> None:
    partnerships.end(Partnership.objects.get().pk, by=make.user())


def test_its_link_leads_to_what_changed_and_starts_nothing():
    link = a_link()
    end()

    page = Client().get(address(link)).content.decode()

    assert "<h1>This round is over</h1>" in page
    assert f"/p/{link.activity.study.slug}/?lang=en" in page
    assert 'name="attempt"' not in page


def test_who_began_before_may_finish():
    link = a_link()
    person = Person(address(link)).starts()
    end()

    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert (response.state, response.partner) == ("submitted", link.partner)


def test_its_short_code_says_the_same_as_a_code_that_never_was():
    link = a_link()
    end()

    page = (
        Client().post("/go/", {"code": link.short_code}, follow=True).content.decode()
    )

    assert "We find no open survey for this code." in page


@pytest.mark.parametrize(
    ("fields", "spoken"),
    [({}, "ar"), ({"HTTP_ACCEPT_LANGUAGE": "en"}, "ar"), ({"cookie": "en"}, "en")],
)
def test_a_link_on_an_arabic_flyer_begins_in_arabic_unless_they_chose(fields, spoken):
    link, client = a_link(place=Place(language="ar")), Client()
    if chosen := fields.pop("cookie", ""):
        client.cookies["cx_language"] = chosen

    page = client.get(address(link), **fields).content.decode()

    assert f'<html lang="{spoken}"' in page


def test_an_anonymous_answer_keeps_neither_site_nor_channel_nor_group():
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(
        survey.activity_id,
        partner=partner,
        place=Place(partner.sites.create(name="Desk"), "ar", "poster"),
        segment=make.segment(study=survey.activity.study),
        by=None,
    )
    kept = {field.name for field in SurveyResponse._meta.get_fields()}

    Person(address(link)).starts().answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert (response.partner, response.personal_link) == (partner, None)
    assert not kept & {"link", "site", "channel", "segment"}
