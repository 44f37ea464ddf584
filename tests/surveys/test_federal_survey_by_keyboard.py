"""A designer makes the federal survey from nothing and publishes it, without a mouse."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.surveys.models import Survey
from tests.surveys import a11_texts as a11
from tests.surveys.by_keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keys(studio):
    return Keyboard(studio)


def begin(keys, page) -> None:
    page.goto(page.root + reverse("survey-list"))
    keys.press(page.get_by_role("link", name="New survey").first)
    keys.write(page.get_by_label("Title", exact=False).first, a11.TITLE)
    keys.pick(page.locator('input[name="kept"][value="anonymous"]'))
    keys.press(page.get_by_role("button", name="Make the survey"))
    page.wait_for_url(re.compile(r"/studio/survey/\d+/$"))
    keys.press(page.get_by_role("link", name="Change first page"))
    keys.write(page.locator("#id_purpose"), a11.PURPOSE)
    keys.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text(a11.PURPOSE)).to_be_visible()


def add(keys, page, kind: str, label: str, choices: list[str], *, required=False):
    keys.press(page.locator("#add"))
    keys.press(page.locator("#new").get_by_role("link", name=kind))
    expect(page.locator("#new-label")).to_be_focused()
    page.keyboard.insert_text(label)
    if choices:
        keys.write(page.locator("#new-choices"), "\n".join(choices))
    if required:
        keys.tick(page.locator("#new-required"))
    keys.press(page.get_by_role("button", name="Save the question"))
    expect(page.get_by_role("heading", name=label)).to_be_visible()
    expect(page.locator("#add")).to_be_focused()


def show_when(keys, page, number: int, answers: list[str]) -> None:
    """By the menus of rules: after these answers to the first question."""
    card = page.locator(f'[data-number="{number}"]')
    keys.press(card.locator("summary.cx-tool"))
    keys.press(card.get_by_role("link", name="Show it only after certain answers"))
    subject = page.get_by_label("Question", exact=True)
    value = subject.locator("option", has_text="Based on").get_attribute("value")
    keys.choose(subject, value)
    keys.press(page.get_by_role("button", name="Show its answers"))
    for answer in answers:
        keys.tick(page.get_by_role("checkbox", name=answer, exact=True))
    keys.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Rules and sections")).to_be_visible()
    keys.press(page.get_by_role("link", name="Questions", exact=True))
    expect(page.locator(f'[data-number="{number}"] .cx-q-rule')).to_be_visible()


def translate(keys, page, code: str, texts: dict[str, str]) -> None:
    """Add a language, and type each of its texts on the translate page."""
    keys.choose(page.locator("#add-language"), code)
    keys.press(page.get_by_role("button", name="Add language"))
    keys.press(page.locator(f'#languages a[href$="/translate/{code}/"]'))
    page.wait_for_url(f"**/translate/{code}/")
    for box in page.locator("[data-text]").all():
        source = box.locator("[id^=source-]").inner_text().strip()
        keys.write(box.locator("textarea"), texts[source])
    keys.press(page.get_by_role("button", name="Save all on this page as read over"))
    expect(page.get_by_text("ready", exact=True).first).to_be_visible()
    keys.press(page.get_by_role("link", name=a11.TITLE).first)
    expect(page.locator("#languages")).to_be_visible()


def test_the_federal_survey_in_three_languages_is_made_and_published(studio, keys):
    begin(keys, studio)
    add(keys, studio, "Scale", a11.TRUST, a11.POINTS, required=True)
    add(keys, studio, "Several choices", a11.WELL, a11.GOOD)
    add(keys, studio, "Several choices", a11.NOT_WELL, a11.BAD)
    add(keys, studio, "Long text", a11.MORE, [])
    show_when(keys, studio, 2, a11.POINTS[2:])
    show_when(keys, studio, 3, a11.POINTS[:3])
    translate(keys, studio, "es", a11.in_language(a11.SPANISH))
    translate(keys, studio, "zh-hans", a11.in_language(a11.CHINESE))
    keys.press(studio.get_by_role("link", name="Check and publish"))
    keys.press(studio.get_by_role("button", name="Publish version 1"))
    expect(studio.get_by_text("Version 1 is published.")).to_be_visible()

    document = Survey.objects.get().versions.get().document
    asked = document["questions"]
    trust = asked[0]
    points = [choice["code"] for choice in trust["choices"]]
    shows = [question["show_when"] for question in asked]
    assert document["languages"] == ["en", "es", "zh-hans"]
    assert [(row["kind"], row["required"]) for row in asked] == [
        ("scale", True),
        ("several_choices", False),
        ("several_choices", False),
        ("long_text", False),
    ]
    assert shows == [
        None,
        {"op": "one_of", "question": trust["key"], "choices": points[2:]},
        {"op": "one_of", "question": trust["key"], "choices": points[:3]},
        None,
    ]
    assert document["texts"]["zh-hans"][trust["key"]] == a11.CHINESE[2]
    assert studio.complaints == []
