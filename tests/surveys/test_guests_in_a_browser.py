"""The two pages by mailed link as a browser shows them: to axe, narrow and wide."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.surveys import starting
from feedback.surveys.outside import guests
from feedback.surveys.translation import languages
from feedback.surveys.translation.translating import (
    Written,
    save_translations,
    seen_mark,
)
from studies.wording.translations import place
from tests import make
from tests.browsing import WCAG, faults, go

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey():
    survey = starting.start_from(
        starting.starters()["a11_v2"],
        agency=make.agency(contact_phone="555-0142"),
        title="Your [program] letter",
        anonymous=True,
        words={"service": "Food Help", "agency": "the Office"},
        by=make.user(),
    )
    for code in ("es", "ar"):
        survey = languages.add_language(survey.pk, code, by=make.user())
    words = {place(survey, "title"): Written("Su carta", seen_mark(""))}
    save_translations(survey.pk, "es", words, by=None)
    return survey


@pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), ("es", 320), ("ar", 320)]
)
def test_the_pages_of_guests_are_accessible(page, live_server, survey, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    complaints = []
    page.on(
        "console", lambda said: said.type == "error" and complaints.append(said.text)
    )
    found = {}
    for purpose, target in [("translate", "es"), ("translate", "ar"), ("comment", "")]:
        link = guests.make_link(survey.pk, purpose, target, by=None)
        door = reverse(f"guest-{purpose}", args=[link.token])
        page.goto(f"{live_server.url}{door}?lang={language}")
        found[purpose, target, "first"] = faults(page, WCAG)
        page.locator("main form button").last.click()
        page.wait_for_load_state()
        found[purpose, target, "sent"] = faults(page, WCAG)

    assert {place: seen for place, seen in found.items() if seen} == {}
    assert complaints == []


def test_without_scripts_a_translator_saves_and_a_reviewer_comments(
    browser, live_server, survey
):
    page = browser.new_context(java_script_enabled=False).new_page()
    words = guests.make_link(survey.pk, "translate", "es", by=None)
    read = guests.make_link(survey.pk, "comment", by=None)

    page.goto(f"{live_server.url}/t/{words.token}/")
    page.get_by_label("Spanish: Title").fill("Su carta de [program]")
    go(page, page.get_by_role("button", name="Save", exact=True))
    saved = page.get_by_text("1 text saved.").count()
    page.goto(f"{live_server.url}/c/{read.token}/")
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("Your comment on question 2").fill("Which letter?")
    go(page, page.get_by_role("button", name="Send my comments"))
    thanked = page.get_by_text("Thank you, Ana Ruiz. 1 comment is with the team.")

    assert (saved, thanked.count()) == (1, 1)
    assert survey.comments.get().text == "Which letter?"
    page.context.close()


def test_a_translators_words_are_checked_while_they_type(page, live_server, survey):
    link = guests.make_link(survey.pk, "translate", "es", by=None)
    page.goto(f"{live_server.url}/t/{link.token}/")
    box = page.get_by_label("Spanish: Title")

    box.fill("Su carta [program] con posterioridad a mayo")
    page.get_by_role("button", name="Write “después de”").click()

    expect(box).to_have_value("Su carta [program] después de mayo")
    assert faults(page, WCAG) == []
