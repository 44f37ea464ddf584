"""Steps 3 and 5: partners with their links and flyers, people and their letters."""

import re
from urllib.parse import urlsplit

import segno
from playwright.sync_api import expect

from tests.walk import words

PARTNER = "Larkspur Tenants' Circle"
PEOPLE = [
    ("Ana Ruiz", "ana@example.org", "Spanish"),
    ("Ben Okoro", "ben@example.org", "English"),
    ("Cleo Marsh", "cleo@example.org", "English"),
]
HOW = "Signed up at the counter in May"


def add_partner_and_link(walk) -> None:
    """A link of the partner's own, and its code as a picture that phones can read."""
    dana = walk.dana
    dana.get_by_role("link", name="Surveys", exact=True).click()
    dana.get_by_role("link", name=words.TITLE, exact=True).first.click()
    dana.get_by_role("link", name="Publish", exact=True).click()
    dana.get_by_role("link", name="Links for partners").click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="Add a partner").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Name of the organization").fill(PARTNER)
    dana.get_by_label("Spanish").check()
    dana.get_by_role("button", name="Save").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Survey", exact=True).select_option(label=words.TITLE)
    dana.get_by_label("Where it is used").fill("Poster at the door")
    dana.get_by_role("button", name="Make the link").click()
    walk.link = dana.locator("code.cx-copy").inner_text()
    assert urlsplit(walk.link).path.startswith("/i/")
    walk.eyes.on_studio(dana)


def scan_code(walk) -> None:
    """The picture on the page is the code of this link and of nothing else."""
    drawn = walk.dana.get_by_role("main").locator("svg[role=img] path")
    expected = segno.make_qr(walk.link, error="m").svg_inline(border=4)
    assert re.search(r' d="([^"]+)"', expected)[1] == drawn.get_attribute("d")


def print_flyer(walk) -> None:
    """One sheet in two languages: any two that the survey speaks."""
    dana = walk.dana
    dana.get_by_role("link", name="Flyer to print").click()
    walk.eyes.on_sheet(dana)
    choose_languages(walk, "English", "Spanish")
    titles = [words.in_language(words.TITLE, "es"), words.TITLE]
    for title in titles:
        expect(dana.get_by_role("heading", level=2, name=title)).to_be_visible()
    choose_languages(walk, "Arabic", "English")
    arabic = dana.locator(".flyer section[lang=ar][dir=rtl]")
    expect(arabic).to_contain_text(words.in_language(words.TITLE, "ar"))


def choose_languages(walk, *chosen: str) -> None:
    """The page around the sheet speaks the studio's languages, the sheet its own."""
    for name in ("English", "Spanish", "Arabic"):
        walk.dana.get_by_label(name).set_checked(name in chosen)
    walk.dana.get_by_role("button", name="Show these").click()
    walk.eyes.on_sheet(walk.dana)


def list_people(walk) -> None:
    """Three people, each with how the address came to us; the vault keeps them."""
    dana = walk.dana
    dana.goto(walk.board)
    # In the menu; the tab of the study is for those who take part in it.
    dana.get_by_role("link", name="People", exact=True).first.click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="Add people", exact=True).click()
    walk.eyes.on_studio(dana)
    for number, (name, address, language) in enumerate(PEOPLE):
        row = dana.get_by_role("group", name=f"Person {number + 1}")
        row.get_by_label("Name").fill(name)
        row.get_by_label("E-mail").fill(address)
        row.get_by_label("Language").select_option(label=language)
        row.get_by_label("How we got it").fill(HOW)
    dana.get_by_role("button", name="Add them").click()
    expect(dana.get_by_role("cell", name=HOW)).to_have_count(len(PEOPLE))
