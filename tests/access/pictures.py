"""Pictures for the documents: the demo's survey on four phones, each in a language.

Not part of the suite: `python3 scripts/accessibility.py pictures` runs it.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from tests.access.every_page import LANGUAGES
from tests.access.small_png import small
from tests.browsing import go

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
        put_together(browser, name, [taken[language][name] for language in LANGUAGES])
    assert set(taken["en"]) == {"first-page", "question", "error", "check", "receipt"}


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
        f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    ]
    shelf = browser.new_page(viewport={"width": 4 * 360 + 5 * 16, "height": 400})
    shelf.set_content(SHELF.format("".join(images)))
    picture = small(shelf, shelf.screenshot(full_page=True))
    (FOLDER / f"answering-{name}.png").write_bytes(picture)
    shelf.close()
