import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

AGENCY = {
    "name": "Office of Household Support",
    "contact_phone": "555-0142",
    "contact_hours": "9 to 5",
    "contact_email": "letters@example.gov",
    "privacy_url": "/privacy/",
    "accessibility_url": "/accessibility/",
}
ENGLISH = {"code": "en", "name_local": "English", "current": True}
ARABIC = {"code": "ar", "name_local": "العربية", "current": False}


def page(code: str = "en", **context) -> str:
    direction = {"LANGUAGE_CODE": code, "LANGUAGE_BIDI": code == "ar"}
    with translation.override(code):
        return render_to_string("base.html", direction | context)


@pytest.mark.parametrize(
    "code, start", [("en", 'lang="en" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"')]
)
def test_the_page_states_its_language_and_direction(code, start):
    assert f"<html {start}>" in page(code)


def test_the_skip_link_leads_to_the_main_part():
    html = page()

    target = re.search(r'class="usa-skipnav" href="#(\w+)"', html)[1]
    assert f'<main id="{target}" tabindex="-1">' in html


def test_the_agency_shows_with_its_contact_and_its_statements():
    html = page(agency=AGENCY)

    assert re.findall(
        r'href="((?:tel|mailto):[^"]+|/(?:privacy|accessibility)/\?lang=en)"', html
    ) == [
        "tel:555-0142",
        "mailto:letters@example.gov",
        "/privacy/?lang=en",
        "/accessibility/?lang=en",
    ]
    assert "– Office of Household Support</title>" in html


def test_what_an_agency_has_not_given_is_left_out():
    html = page(agency={"name": "Small Office"})

    assert "tel:" not in html
    assert "Questions?" not in html
    assert "<img" not in html


def test_a_page_of_one_language_offers_no_switch():
    assert "<nav" not in page(languages=[ENGLISH])


def test_each_language_is_written_in_itself():
    linked = [
        language | {"url": f"?lang={language['code']}"}
        for language in (ENGLISH, ARABIC)
    ]

    html = page(languages=linked)

    assert re.findall(r'<a href="([^"]+)" lang="(\w+)"', html) == [
        ("?lang=en", "en"),
        ("?lang=ar", "ar"),
    ]
    assert html.count('aria-current="true"') == 1


def test_languages_without_an_address_carry_the_typed_answers_along():
    html = page(languages=[ENGLISH, ARABIC], languages_form="answers")

    buttons = re.findall(
        r'<button name="language" value="(\w+)" [^>]* form="(\w+)"', html
    )
    assert buttons == [("en", "answers"), ("ar", "answers")]


def test_the_title_says_when_something_is_wrong():
    class Sample(forms.Form):
        name = forms.CharField()

    assert "<title>Error:" in page(form=Sample({}))
    assert "<title>Error:" not in page(form=Sample())


def test_a_page_needs_no_script_and_no_inline_style():
    html = page(agency=AGENCY, languages=[ENGLISH, ARABIC])

    assert re.findall(r"<script|<style|\bstyle=|\bon\w+=", html) == []
