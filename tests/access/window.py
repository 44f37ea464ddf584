"""One window of the smallest size, in which page after page is shown."""

from pathlib import Path

from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
LINK = '<link rel="stylesheet" href="/static/cx.css">'
SHEET = (HERE.parents[1] / "static/cx.css").read_text()
LOOKING = (HERE / "looking.js").read_text()
SMALL = {"width": 320, "height": 256}


def opened(browser: Browser) -> Page:
    """320 by 256 px: a phone, and a desk at 400 % zoom."""
    return browser.new_page(viewport=SMALL)


def show(window: Page, html: str) -> None:
    """The page with its sheet inside, so that nothing has to be fetched."""
    assert LINK in html
    window.set_content(html.replace(LINK, f"<style>{SHEET}</style>"))
