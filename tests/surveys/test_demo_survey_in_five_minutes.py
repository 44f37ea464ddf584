"""The demo survey, pasted from a document, is out in two languages in five minutes."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from feedback.interchange.formats import FORMATS
from feedback.interchange.units import batch_of
from feedback.surveys.models import Survey
from tests.surveys.counted import Counted
from tests.surveys.demo_document import KINDS, document

pytestmark = pytest.mark.django_db(transaction=True)
TITLE, PURPOSE = "Your renewal letter", "We write the Food Help letter. Help us fix it."
SPANISH = {TITLE: "Su carta de renovación", PURPOSE: "Ayúdenos a mejorar la carta."}
FIVE_MINUTES = 300


def translated_file(survey: Survey) -> bytes:
    """What a translator sends back: their own words for every text of the survey."""
    batch = batch_of(survey, "es")
    units = [replace(unit, target=spanish()[unit.source]) for unit in batch.units]
    return FORMATS["xlsx"].write(replace(batch, units=units))


def spanish() -> dict[str, str]:
    """The demo's wordings in both languages, as the ready survey has them."""
    folder = Path(settings.BASE_DIR) / "feedback" / "surveys" / "starters"
    starter = json.loads((folder / "your_letter.json").read_text())
    pairs = []
    for asked in starter["questions"]:
        labels = [choice["label"] for choice in asked["choices"]]
        pairs += [asked["label"], *filter(None, [asked["hint"]]), *labels]
    words = {"[program]": "Food Help", "[phone]": "555-0142"}
    return SPANISH | {_in(pair["en"], words): _in(pair["es"], words) for pair in pairs}


def _in(text: str, words: dict[str, str]) -> str:
    for word, said in words.items():
        text = text.replace(word, said)
    return text


def paste_the_survey(person: Counted) -> None:
    page = person.page
    page.goto(page.root + reverse("survey-list"))
    person.click(page.get_by_role("link", name="New survey").first)
    person.type(page.get_by_label("Title").first, TITLE)
    person.click(page.locator('input[name="kept"][value="anonymous"]'))
    person.click(page.locator('input[name="start"][value="paste"]'))
    person.paste(page.locator("#id_text"), document("numbers"))
    person.click(page.get_by_role("button", name="Make the survey"))
    add = page.get_by_role("button", name="Add to the survey")
    expect(add).to_be_visible()
    person.read(document("numbers"))
    person.click(add)
    person.click(page.get_by_role("link", name="Change first page"))
    person.type(page.locator("#id_purpose"), PURPOSE)
    person.click(page.get_by_role("button", name="Save", exact=True))


def end_for_who_got_no_letter(person: Counted) -> None:
    page = person.page
    person.click(page.get_by_role("link", name="Rules and sections"))
    person.click(page.get_by_role("link", name="End the survey early"))
    subject = page.get_by_label("Question", exact=True)
    value = subject.locator("option", has_text="In the last 12").first
    person.choose(subject, value.get_attribute("value"))
    person.click(page.get_by_role("button", name="Show its answers"))
    for answer in ("No", "I am not sure"):
        person.click(page.get_by_role("checkbox", name=answer, exact=True))
    person.click(page.get_by_role("button", name="Save", exact=True))
    person.click(page.get_by_role("link", name="Questions", exact=True))


def add_spanish(person: Counted) -> None:
    page = person.page
    person.choose(page.locator("#add-language"), "es")
    person.click(page.get_by_role("button", name="Add language"))
    spanish = page.locator('#languages a[href$="/translate/es/"]')
    spanish.wait_for()
    # Nobody presses a link of a page that is still coming.
    page.wait_for_load_state("networkidle")
    person.click(spanish)
    person.click(page.get_by_role("link", name="As a file"))
    file = translated_file(Survey.objects.get())
    person.send_file(page.locator('input[type="file"]'), "es.xlsx", file)
    person.click(page.get_by_role("button", name="Look at the file"))
    person.click(page.get_by_role("checkbox", name=re.compile("read these")))
    person.click(page.get_by_role("button", name="Save the chosen texts"))


def publish(person: Counted) -> None:
    page = person.page
    expect(page.get_by_text("ready", exact=True).first).to_be_visible()
    person.click(page.get_by_role("link", name=TITLE).first)
    person.click(page.get_by_role("link", name="Check and publish"))
    person.read(page.locator(".cx-checklist").inner_text())
    person.click(page.get_by_role("button", name="Publish version 1"))
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


def test_the_demo_survey_is_pasted_and_published_in_two_languages(studio):
    person = Counted(studio)

    paste_the_survey(person)
    end_for_who_got_no_letter(person)
    add_spanish(person)
    publish(person)

    document_ = Survey.objects.get().versions.get().document
    assert document_["languages"] == ["en", "es"]
    assert [row["kind"] for row in document_["questions"]] == KINDS
    assert person.seconds < FIVE_MINUTES
    assert len(person.acts) <= 40
    assert studio.complaints == []
