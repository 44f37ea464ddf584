import pytest
from django.urls import reverse

from studies.agencies.models import Agency
from studies.outreach import tokens
from studies.outreach.drafts import Words
from studies.outreach.letters import preview
from studies.partners import actions as partners
from studies.partners import flyers
from studies.people.models import Person
from studies.wording.agency_words import by_language, speaking
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person as Reader

pytestmark = pytest.mark.django_db

SAID = {"name": "مكتب دعم الأسر", "contact_hours": "من الاثنين إلى الجمعة"}


@pytest.fixture
def agency() -> Agency:
    """An agency that says its name and hours in Arabic too."""
    agency = make.agency(
        name="Office of Support", contact_phone="555-0142", contact_hours="Weekdays"
    )
    for field, text in SAID.items():
        source = SourceText(place(agency, field), getattr(agency, field))
        translate(source, "ar", text, agency=agency, by=None)
    return agency


def test_what_an_agency_says_is_found_by_language(agency):
    make.agency(name="Another one")

    assert by_language(agency) == {"ar": SAID}


def test_an_agency_speaks_a_language_and_stays_as_it_is(agency):
    shown = speaking(agency, "ar")

    assert (shown.name, shown.contact_hours) == (SAID["name"], SAID["contact_hours"])
    assert (agency.name, agency.contact_hours) == ("Office of Support", "Weekdays")


def test_what_was_not_translated_is_said_as_it_was_written(agency):
    shown = speaking(agency, "es")

    assert (shown.name, shown.contact_hours) == ("Office of Support", "Weekdays")


def test_a_survey_and_its_receipt_show_the_agency_in_the_readers_language(agency):
    survey = surveys.letter(agency=agency)

    person = Reader(f"/s/{survey.activity.slug}/").opens("?lang=ar")
    in_arabic = person.page.content.decode()
    in_english = person.opens("?lang=en").page.content.decode()

    assert in_arabic.count(SAID["contact_hours"]) == 2  # consent and footer
    assert "Weekdays" not in in_arabic
    assert in_english.count("Weekdays") == 2
    assert SAID["name"] not in in_english


def test_the_stop_page_shows_the_agency_in_the_readers_language(client, agency):
    address = reverse("stop", args=[tokens.stop_token(make.person(agency=agency).pk)])

    page = client.get(f"{address}?lang=ar").content.decode()

    assert SAID["name"] in page
    assert "Weekdays" not in page


def test_the_page_of_a_study_shows_the_agency_in_the_readers_language(client, agency):
    study = make.study(agency=agency, service=make.service(agency=agency))
    type(study).objects.filter(pk=study.pk).update(state="running")

    page = client.get(reverse("study-public", args=[study.slug]) + "?lang=ar")

    assert SAID["name"] in page.content.decode()
    assert "Office of Support" not in page.content.decode()


def test_a_letter_names_the_agency_in_the_language_it_is_written_in(agency):
    study = make.study(state="running", agency=agency)
    activity = make.open_activity(round=make.round_(study=study))
    words = {
        "en": Words("Hi", "{agency} {link} {stop}"),
        "ar": Words("مرحبًا", "{agency} {link} {stop}"),
    }
    wave = make.draft_wave(activity, [], invitation=words, reminder=None)

    bodies = [
        preview(wave, "invitation", Person(language=code)).text for code in ("ar", "en")
    ]

    assert bodies[0].startswith(SAID["name"])
    assert bodies[1].startswith("Office of Support")


def test_each_side_of_a_flyer_says_the_hours_in_its_language(agency):
    survey = surveys.letter(agency=agency)
    link = partners.make_link(survey.activity_id, by=None)

    hours = [side.hours for side in flyers.sides(link, ["en", "ar"])]

    assert hours == ["Weekdays", SAID["contact_hours"]]
