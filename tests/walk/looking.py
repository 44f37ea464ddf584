"""A second pair of eyes: each page that a person passes, in other languages and widths.

The eyes have a browser of their own, which carries the person's cookies, so that
looking around changes nothing on the way.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STUDIO_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": STUDIO_RULES}}
SHORT = {"resultTypes": ["violations"]}
ASKED = """([rules]) => axe.run(document, rules).then(({violations}) => violations.map(
    ({id, help, nodes}) => `${id}: ${help}: ${nodes.map(n => n.target).join(' | ')}`
))"""
SHAPE = """() => {
    const page = document.documentElement;
    return {
        language: page.lang,
        headings: document.querySelectorAll('h1').length,
        overflow: Math.max(0, page.scrollWidth - page.clientWidth),
    };
}"""


def listen(page: Page) -> list[str]:
    """What the browser has to complain about from now on."""
    complaints: list[str] = []
    page.on("console", lambda said: _keep(complaints, said))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def _keep(complaints: list[str], said) -> None:
    if said.type in ("error", "warning"):
        complaints.append(f"{said.location.get('url', '')}: {said.text}")


def faults(page: Page, language: str, rules: dict | None = None) -> list[str]:
    """What is wrong with the page as it stands: axe, headings, width, language."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASKED, [SHORT | (rules or {})])
    shape = page.evaluate(SHAPE)
    right = {"language": language, "headings": 1, "overflow": 0}
    return found + [
        f"{name}: {shape[name]}, not {right[name]}"
        for name in right
        if shape[name] != right[name]
    ]


class Eyes:
    def __init__(self, browser: Browser):
        self.context = browser.new_context(viewport=DESK)
        self.page = self.context.new_page()
        self.complaints = listen(self.page)
        self.seen: list[tuple[str, str, int]] = []
        self.wrong: list[str] = []

    def on_studio(self, page: Page) -> None:
        """A page of the studio: as it stands in English, then loaded in Spanish."""
        self.on_form(page)
        self._carry(page, {"cx_language": "es"})
        self.page.set_viewport_size(DESK)
        self.page.goto(page.url)
        self._look(self.page, "es", RULES)

    def on_form(self, page: Page, language: str = "en") -> None:
        """A page that stands there once, such as the answer to a form."""
        self._look(page, language, RULES)

    def on_public(self, page: Page, languages: Iterable[str] = ("en", "es", "ar")):
        """A page for customers or partners: every rule, three languages, two widths."""
        self._carry(page)
        for language in languages:
            self.page.goto(_asking_for(page.url, language))
            button = self.page.locator(f"button[name=language][value={language}]")
            if button.count():
                button.click()
            for size in (PHONE, DESK):
                self.page.set_viewport_size(size)
                self._look(self.page, language)

    def _look(self, page: Page, language: str, rules: dict | None = None) -> None:
        width = page.viewport_size["width"]
        place = urlsplit(page.url).path
        self.seen.append((place, language, width))
        for fault in faults(page, language, rules):
            self.wrong.append(f"{place} ({language}, {width} px): {fault}")

    def _carry(self, page: Page, more: dict[str, str] | None = None) -> None:
        """Become the person: their session and attempt, and nothing of the page before."""
        self.context.clear_cookies()
        kept = page.context.cookies()
        self.context.add_cookies(kept)
        for name, value in (more or {}).items():
            self.context.add_cookies([{"name": name, "value": value, "url": page.url}])


def _asking_for(url: str, language: str) -> str:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query)) | {"lang": language}
    assert language in dict(settings.LANGUAGES)
    return parts._replace(query=urlencode(asked), fragment="").geturl()
