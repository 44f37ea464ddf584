"""Pictures for the documents: the demo's survey on four phones, and its sheets.

Not part of the suite: `python3 scripts/accessibility.py pictures` runs it.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from studies.partners.models import InviteLink
from tests.access.every_page import LANGUAGES
from tests.access.small_png import small
from tests.browsing import go
from tests.partners import papers

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = Path(__file__).parents[2] / "docs/pictures"
PHONE = {"width": 360, "height": 740}
SHELF = """<!doctype html><style>body {{ margin: 0; padding: 16px; background: #dfe3e8;
display: flex; gap: 16px; align-items: flex-start }} img {{ display: block }}</style>
{}"""


def test_take_pictures(browser, live_server):
    call_command("seed_demo", verbosity=0)
    address = f"{live_server.url}/s/your-renewal-letter/"

    taken = {language: dict(way(browser, address, language)) for language in LANGUAGES}

    for name in taken["en"]:
        pictures = [taken[language][name] for language in LANGUAGES]
        put_together(browser, f"answering-{name}", pictures)
    assert set(taken["en"]) == {"first-page", "question", "error", "check", "receipt"}


def test_take_pictures_of_sheets(browser):
    call_command("seed_demo", verbosity=0)

    put_together(browser, "sheets", [papers.picture(made) for made in sheets()])


def sheets() -> Iterator[bytes]:
    """What the demo's first partner and its own office would print."""
    shared = InviteLink.objects.shared().filter(is_kiosk=False, partner__isnull=False)
    links = shared.filter(activity__slug="your-renewal-letter").order_by("created_at")
    at_home, at_counter = links.first(), links.get(channel="counter")
    yield papers.drawn(at_home, "flyer", ["en", "es"])
    yield papers.drawn(at_home, "flyer", ["ar"])
    yield papers.drawn(at_home, "tear-off-sheet", ["zh-hans"])
    yield papers.drawn(at_counter, "counter-card", ["en", "es", "ar", "zh-hans"])


def way(browser: Browser, address: str, language: str) -> Iterator[tuple[str, bytes]]:
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto(f"{address}?lang={language}")
    yield "first-page", page.screenshot(full_page=True)
    go_on(page)
    page.get_by_role("radio").first.check()
    yield "question", page.screenshot(full_page=True)
    go_on(page)
    while "/check/" not in page.url:
        boxes = page.get_by_role("checkbox").all()
        for box in boxes:
            box.check()
        if page.get_by_role("radio").count():
            page.get_by_role("radio").first.check()
        before = page.url
        go_on(page)
        if page.url == before:  # "none of these" does not go with the rest
            yield "error", page.screenshot(full_page=True)
            for box in page.get_by_role("checkbox").all()[1:]:
                box.uncheck()
            go_on(page)
    yield "check", page.screenshot(full_page=True)
    go_on(page)
    yield "receipt", page.screenshot(full_page=True)
    page.close()


def go_on(page: Page) -> None:
    go(page, page.locator("main .actions button").first)


def put_together(browser: Browser, name: str, pictures: list[bytes]) -> None:
    images = [
        f'<img width="360" src="data:image;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    ]
    shelf = browser.new_page(viewport={"width": 4 * 360 + 5 * 16, "height": 400})
    shelf.set_content(SHELF.format("".join(images)))
    picture = small(shelf, shelf.screenshot(full_page=True))
    (FOLDER / f"{name}.png").write_bytes(picture)
    shelf.close()
