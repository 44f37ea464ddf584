"""What browser tests share: going from page to page, and looking for faults."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Whole lists of what passed take longer to bring over than to find. A mail in a preview
# stands in a sealed frame, where nothing runs: it can't be asked, and says so as an error.
SHORT = {"resultTypes": ["violations"], "iframes": False}
ASKED = """([rules]) => axe.run(document, rules).then(({violations}) => violations.map(
    ({id, help, nodes}) => `${id}: ${help}: ${nodes.map(n => n.target).join(' | ')}`
))"""
WIDE = """() => {
    const page = document.documentElement;
    return Math.max(0, page.scrollWidth - page.clientWidth);
}"""


def go(page: Page, control: Locator, *, key: str = "") -> None:
    """Press what leads to another page, and be there.

    A click alone may come back while the old page is still the one that a test reads.
    """
    with page.expect_navigation():
        control.press(key) if key else control.click()


def axe(page: Page, rules: dict | None = None) -> list[str]:
    """What axe sees in the page as it stands; without `rules`, all that it knows."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(ASKED, [SHORT | (rules or {})])


def faults(page: Page, rules: dict | None = None) -> list[str]:
    """What axe sees, and whether the page is wider than the screen."""
    wide = page.evaluate(WIDE)
    return axe(page, rules) + ([f"{wide} px too wide"] if wide else [])
