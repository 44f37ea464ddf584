"""Steps 3 and 5: partners with their links and flyers, people and their letters."""

import re
from urllib.parse import urlsplit

import segno
from playwright.sync_api import expect

from tests.partners import papers
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
    dana.get_by_role("textbox", name="Where it is used").fill("Poster at the door")
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
    """A sheet in any two languages of the survey, whose square opens the link."""
    dana = walk.dana
    dana.get_by_role("link", name="Things to print").click()
    walk.eyes.on_studio(dana)
    form = dana.locator("form[action$='/print/']")
    # The language of the partner's people leads.
    for chosen, first in ((("English", "Spanish"), "es"), (("Arabic",), "ar")):
        for name in ("English", "Spanish", "Arabic"):
            form.get_by_label(name, exact=True).set_checked(name in chosen)
        asked = form.evaluate("form => `${new URLSearchParams(new FormData(form))}`")
        made = dana.context.request.get(
            f"{form.evaluate('form => form.action')}?{asked}"
        )
        sheet = papers.read(made.body())
        assert papers.scanned(made.body()) == [walk.link]
        assert sheet.metadata.title == words.in_language(words.TITLE, first)
        assert "/StructTreeRoot" in sheet.trailer["/Root"]


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
