"""Help in the reader's language, and help with what a survey can't help with."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from feedback.answering import whom_to_ask
from studies.agencies.spoken import SPOKEN
from studies.planning.models import Study
from studies.wording.tags import language_info
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def first_page(language: str, **agency_fields) -> tuple[str, str]:
    """The page as it is sent, and its words alone."""
    agency = make.agency(**agency_fields)
    if agency.case_help:
        source = SourceText(place(agency, "case_help"), agency.case_help)
        translate(source, "es", "Llame al 555-0143.", agency=agency, by=None)
    study = make.study(agency=agency, state=Study.State.RUNNING)
    survey = surveys.letter(study=study)
    page = Person(f"/s/{survey.activity.slug}/").opens(f"?lang={language}").text
    return page, re.sub(r"[ \n]+", " ", strip_tags(page[page.index("<main") :]))


def test_whoever_reads_it_in_a_spoken_language_is_told_so_beside_the_number():
    _, text = first_page("ar", contact_phone="555-0142", interpreters=["ar", "es"])

    with translation.override("ar"):
        said = gettext("You can speak %(language)s on the phone: we have interpreters.")
        expected = said % {"language": language_info("ar")["name_local"]}
    assert expected in text
    assert text.index("555-0142") < text.index(expected)


def test_with_and_without_hours_english_pages_speak_of_no_interpreter():
    agency = {"contact_phone": "555-0142", "interpreters": ["ar"]}
    _, short = first_page("en", **agency)
    _, long = first_page("en", contact_hours="Mornings", **agency)

    assert "(Mornings)" in long
    assert "interpreters" not in short + long


def test_help_with_ones_own_case_is_a_short_fold():
    page, text = first_page(
        "en",
        case_help="Call your own office.\n\nBring the <letter>.",
        case_help_url="https://help.example.org/case/",
    )

    assert page.count("<summary>Help with your own case</summary>") == 1
    assert "This survey can’t help with your case." in text
    assert "<p>Call your own office.</p>" in page
    assert "&lt;letter&gt;" in page
    link = '<a href="https://help.example.org/case/">help.example.org/case</a>'
    assert link in page


def test_help_that_is_not_translated_says_its_language():
    page, _ = first_page("ar", case_help="Call your own office.")

    assert '<div lang="en" dir="ltr"><p>Call your own office.</p></div>' in page


def test_where_nobody_is_named_nothing_is_said():
    page, text = first_page("en", interpreters=["es"])

    assert "Help with your own case" not in text
    assert "interpreters" not in text
    assert page.count("<details") == page.count("<summary")


def test_every_language_to_tick_has_a_name_of_its_own():
    names = [language_info(tag) for tag in SPOKEN]

    assert [each for each in names if each["name_local"] == each["code"]] == []


def test_an_administrator_ticks_languages_and_names_help(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    page = reverse("admin:studies_agency_change", args=[member.agency_id])
    values = {
        "name": member.agency.name,
        "contact_phone": "555-0142",
        "interpreters": ["es", "vi"],
        "case_help": "Call your own office.",
        "case_help_url": "help.example.org",
        "payment_years": 6,
        "time_zone": "America/Chicago",
        **make.writing_rules(),
    }

    client.post(page, values)

    member.agency.refresh_from_db()
    assert member.agency.interpreters == ["es", "vi"]
    assert member.agency.case_help == "Call your own office."
    assert member.agency.case_help_url == "https://help.example.org"
    shown = client.get(page).content.decode()
    assert shown.count('type="checkbox" name="interpreters"') == len(SPOKEN)
    assert re.search(r'value="vi"[^>]* checked', shown)


def test_a_language_that_is_not_on_the_list_is_refused(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    page = reverse("admin:studies_agency_change", args=[member.agency_id])

    client.post(page, {"name": member.agency.name, "interpreters": ["<b>"]})

    member.agency.refresh_from_db()
    assert member.agency.interpreters == []


def test_a_language_stands_in_the_sentence_as_it_is_written_there():
    with translation.override("es"):
        spanish = whom_to_ask.interpreter({"interpreter": "es"})
    with translation.override("en"):
        ours = whom_to_ask.interpreter({"interpreter": "vi"})

    assert "español" in spanish
    assert ours == "You can speak Vietnamese on the phone: we have interpreters."
