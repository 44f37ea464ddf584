"""What a chat shows of a link that is passed on."""

import re

import pytest
from django.test import Client

from studies.partners import actions as partners
from studies.partners import links, tokens
from tests import make
from tests.answering import surveys

pytestmark = pytest.mark.django_db


def said(address: str, language: str = "en") -> dict[str, str]:
    page = Client().get(address, {"lang": language}).content.decode()
    found = re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page)
    return dict(found)


def test_a_shared_link_shows_title_purpose_agency_and_picture_in_its_language():
    survey = surveys.letter()
    link = partners.make_link(survey.activity_id, by=None)
    address = "/i/" + links.url(link).split("/i/")[1]

    english, arabic = said(address), said(f"/s/{survey.activity.slug}/", "ar")

    assert english == {
        "type": "website",
        "title": "Your renewal letter",
        "description": surveys.PURPOSE,
        "site_name": survey.agency.name,
        "locale": "en_US",
        "image": "http://localhost:8000/static/share.png",
    }
    assert (arabic["title"], arabic["locale"]) == (surveys.ARABIC["title"], "ar_AR")


def test_a_personal_link_a_pilots_and_a_shared_screens_show_nothing():
    survey = surveys.letter()
    participant = make.participant(study=survey.activity.study)
    ours = [
        partners.personal_link(survey.activity_id, participant.pk),
        partners.pilot_link(survey.activity_id, by=None),
        partners.make_link(survey.activity_id, is_kiosk=True, by=None),
    ]

    assert [said(f"/i/{tokens.token_of(link)}/") for link in ours] == [{}, {}, {}]


def test_the_preview_of_an_open_link_is_not_the_preview_of_a_personal_one():
    survey = surveys.letter()
    participant = make.participant(study=survey.activity.study)
    personal = partners.personal_link(survey.activity_id, participant.pk)
    open_ = said(f"/s/{survey.activity.slug}/")

    assert open_["title"] == "Your renewal letter"
    assert said(f"/i/{tokens.token_of(personal)}/") == {}
