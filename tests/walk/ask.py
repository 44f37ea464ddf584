"""Step 2: make surveys, check their words, translate, preview, publish."""

from playwright.sync_api import Page, expect

from tests.walk import words
from tests.walk.looking import PHONE


def publish_button(dana: Page):
    return dana.get_by_role("button", name="Publish version")


def paste_questions(walk) -> None:
    """From a document: kinds are guessed, faults marked, each mended by a click."""
    dana = walk.dana
    dana.goto(walk.board)
    dana.get_by_role("link", name="New survey Round 1").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Title (optional)").fill(words.TITLE)
    dana.get_by_label("Anonymous").check()
    dana.get_by_label("Questions from a document").check()
    dana.get_by_label("Your questions, as text").fill(words.DOCUMENT)
    dana.get_by_role("button", name="Make the survey").click()
    kinds = dana.get_by_label("How people answer")
    expect(kinds).to_have_count(len(words.KINDS))
    for number, kind in enumerate(words.KINDS):
        expect(kinds.nth(number)).to_have_value(kind)
    mend_faults(walk)
    dana.get_by_role("button", name="Add to the survey").click()
    expect(dana.get_by_text("5 questions added.")).to_be_visible()


def mend_faults(walk) -> None:
    dana = walk.dana
    expect(dana.get_by_text("2 things to look at.")).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.get_by_role("button", name="Mend it").first.click()
    expect(dana.get_by_text("1 thing to look at.")).to_be_visible()
    dana.get_by_role("button", name="Mend it").first.click()
    expect(dana.get_by_text("0 things to look at.")).to_be_visible()
    choices = dana.get_by_label("Choices, one on each line").nth(3)
    expect(choices).to_have_value("\n".join(words.MENDED))


def say_what_it_is_for(walk) -> None:
    """The first page in heavy words; the check says so, and one tap mends it."""
    dana = walk.dana
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="Write it").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("First page: what it is for").fill(words.HEAVY_PURPOSE)
    dana.get_by_label("Last page: thank you").fill(words.THANKS)
    dana.get_by_role("button", name="Save", exact=True).click()
    expect(dana.locator("mark").get_by_text("utilize")).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.get_by_role("button", name="Write “use”").click()
    expect(dana.get_by_text(words.PURPOSE)).to_be_visible()
    expect(dana.locator("mark")).to_have_count(0)


def add_language(walk, name: str) -> None:
    dana = walk.dana
    dana.get_by_label("Language to add").select_option(label=name)
    dana.get_by_role("button", name="Add language").click()
    languages = dana.locator("#languages")
    expect(languages.get_by_role("link", name=name)).to_be_visible()


def preview(walk) -> None:
    """The draft in the frame of a phone, as people will see it."""
    dana = walk.dana
    dana.get_by_role("link", name="Preview", exact=True).click()
    phone = dana.locator("iframe")
    assert phone.bounding_box()["width"] <= PHONE["width"]
    inside = phone.content_frame
    expect(inside.get_by_role("heading", level=1)).to_have_text(words.TITLE)
    expect(inside.get_by_text(words.PURPOSE)).to_be_visible()
    walk.eyes.on_studio(dana)


def publish_without_spanish(walk) -> None:
    """Refused with the reasons; one tap moves Spanish to later, and it goes."""
    dana = walk.dana
    add_language(walk, "Spanish")
    preview(walk)
    dana.get_by_role("link", name="Publish", exact=True).click()
    walk.eyes.on_studio(dana)
    publish_button(dana).click()
    refused = "Not published. Your draft is kept. Mend this first: Spanish: 21 texts"
    expect(dana.get_by_text(refused)).to_be_visible()
    expect(dana.get_by_text("1 line must be mended first.")).to_be_visible()
    dana.get_by_role("button", name="Move Spanish to later").click()
    expect(dana.get_by_text("Not yet: Spanish comes later.")).to_be_visible()
    publish_button(dana).click()
    expect(dana.get_by_text("Version 1 is published.")).to_be_visible()
    walk.eyes.on_studio(dana)


def publish_in_three_languages(walk) -> None:
    """Weeks later a translator is done: version 2 speaks Spanish and Arabic too."""
    dana = walk.dana
    dana.get_by_role("link", name="Questions", exact=True).click()
    add_language(walk, "Arabic")
    translate(walk, "es", "Spanish", words.TITLE)
    translate(walk, "ar", "Arabic", words.TITLE)
    dana.get_by_role("button", name="Offer it now").click()
    dana.get_by_role("link", name="Check and publish again").click()
    publish_button(dana).click()
    expect(dana.get_by_text("Version 2 is published.")).to_be_visible()


def translate(walk, code: str, name: str, title: str) -> None:
    """Each text beside its source; all are read over and kept at once.

    What a starter survey brought along stays as it is.
    """
    dana = walk.dana
    dana.locator("#languages").get_by_role("link", name=name).click()
    walk.eyes.on_studio(dana)
    for row in dana.locator(".cx-translate").all():
        source = row.locator(".cx-letter").first.inner_text()
        if not row.get_by_role("textbox").input_value():
            row.get_by_role("textbox").fill(words.in_language(source, code))
    dana.get_by_role("button", name="Save all on this page as read over").click()
    expect(dana.get_by_text("ready", exact=True)).to_be_visible()
    dana.get_by_role("link", name=title, exact=True).click()


def start_from_a_starter(walk) -> None:
    """A ready survey with fixed wording, confidential this time."""
    dana = walk.dana
    dana.goto(walk.board)
    dana.get_by_role("link", name="New survey Round 1").click()
    dana.get_by_label("Title (optional)").fill(words.TRUST)
    dana.get_by_label("Confidential").check()
    dana.get_by_label("Trust after a service (federal, thumbs)").check()
    dana.get_by_role("button", name="Make the survey").click()
    expect(dana.get_by_text("fixed wording").first).to_be_visible()
    walk.eyes.on_studio(dana)
    say_briefly(walk, words.TRUST_PURPOSE)
    for code, name in (("es", "Spanish"), ("ar", "Arabic")):
        add_language(walk, name)
        translate(walk, code, name, words.TRUST)
    publish(walk)


def start_outside_any_study(walk) -> None:
    """From an empty page, and part of no study at all."""
    dana = walk.dana
    dana.get_by_role("link", name="Surveys", exact=True).click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="New survey").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Title (optional)").fill(words.ALONE)
    dana.get_by_label("Anonymous").check()
    dana.get_by_label("Part of").select_option(label="No study: it stands alone")
    dana.get_by_role("button", name="Make the survey").click()
    expect(dana.locator("#add")).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.locator("#add").click()
    dana.locator("#new").get_by_role("link", name="Long text").click()
    dana.get_by_label("Question", exact=True).fill("What should we fix first?")
    dana.get_by_role("button", name="Save the question").click()
    question = dana.get_by_role("heading", name="What should we fix first?")
    expect(question).to_be_visible()
    walk.eyes.on_studio(dana)
    say_briefly(walk, "We want to make our office better.")
    publish(walk)


def say_briefly(walk, purpose: str) -> None:
    dana = walk.dana
    dana.get_by_role("link", name="Write it").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("First page: what it is for").fill(purpose)
    dana.get_by_role("button", name="Save", exact=True).click()
    expect(dana.get_by_text(purpose)).to_be_visible()


def publish(walk) -> None:
    dana = walk.dana
    dana.get_by_role("link", name="Check and publish").click()
    publish_button(dana).click()
    expect(dana.get_by_text("Version 1 is published.")).to_be_visible()
    walk.eyes.on_studio(dana)
