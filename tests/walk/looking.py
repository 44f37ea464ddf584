"""A second pair of eyes: each page that a person passes, in other languages and widths.

The eyes have a browser of their own, which carries the person's cookies. What a form
answered is asked for again with the same form.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from cxstudio.middleware import STAFF_PREFIXES
from tests.browsing import WCAG, axe
from tests.walk.passing import Passed, Shown

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STUDIO_LANGUAGES, LANGUAGES = ("en", "es"), ("en", "es", "ar")
# What stands in which color takes axe longest to find out. No color depends on a language
# (tests/look/test_stylesheet.py): in Spanish they are those of English.
NO_COLORS = {"rules": {"color-contrast": {"enabled": False}}}
COLORS = {"en": {}, "es": NO_COLORS, "ar": {}}
SHAPE = """() => {
    const page = document.documentElement;
    return {
        language: page.lang,
        headings: document.querySelectorAll('h1').length,
        overflow: Math.max(0, page.scrollWidth - page.clientWidth),
    };
}"""
# What a page asks for and what is filled in; the same in each language.
FILLED = """() => [...document.querySelectorAll('main input, main textarea')]
    .filter(field => field.type !== 'hidden')
    .map(field => `${field.name}=${field.value} ${field.checked}`)"""


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
    found = axe(page, rules)
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
        self.passed = Passed()
        self.seen: set[tuple[Shown, str, int]] = set()
        self.wrong: list[str] = []

    def follow(self, page: Page) -> None:
        """From now on, each page that this person is shown has to be looked at."""
        self.passed.follow(page)

    def on_studio(self, page: Page) -> None:
        """A page of the studio: as it stands in English, then loaded in Spanish."""
        shown = self.passed.now(page)
        self._look(page, shown, "en", WCAG)
        self._carry(page, {"cx_language": "es"})
        self.page.set_viewport_size(DESK)
        shown.open_in(self.page, page.url)
        self._look(self.page, shown, "es", WCAG)

    def on_public(self, page: Page) -> None:
        """A page for customers or partners: every rule, three languages, two widths.

        The languages are tapped one after another, as people would, and nothing filled
        in gets lost on the way.
        """
        shown, filled = self.passed.now(page), None
        self._carry(page)
        shown.open_in(self.page, page.url)
        for language in LANGUAGES:
            self._tap(shown, language)
            self._at_both_widths(shown, language)
            present = self.page.evaluate(FILLED)
            if filled not in (None, present):
                self.wrong.append(f"{shown} ({language}): {present}, not {filled}")
            filled = present

    def missed(self) -> list[str]:
        """Each page that was passed, and was not looked at as it should be."""
        return [
            f"{shown} ({language}, {width} px): passed, never looked at"
            for shown in self.passed.all
            for language, width in _needed(shown)
            if (shown, language, width) not in self.seen
        ]

    def _tap(self, shown: Shown, language: str) -> None:
        there = self.page.locator(f".languages [lang='{language}']")
        if there.count() != 1:
            self.wrong.append(f"{shown}: {there.count()} ways to {language}")
        elif there.get_attribute("aria-current") != "true":
            there.click()
            self.page.wait_for_load_state()

    def _at_both_widths(self, shown: Shown, language: str) -> None:
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            self._look(self.page, shown, language)

    def _look(
        self, page: Page, shown: Shown, language: str, rules: dict | None = None
    ) -> None:
        width = page.viewport_size["width"]
        self.seen.add((shown, language, width))
        place = urlsplit(page.url).path
        if place != shown.path:
            self.wrong.append(f"{shown} ({language}): led to {place}")
        asked = COLORS[language] | (rules or {})
        for fault in faults(page, language, asked):
            self.wrong.append(f"{shown} ({language}, {width} px): {fault}")

    def _carry(self, page: Page, more: dict[str, str] | None = None) -> None:
        """Become the person: their session and attempt, and nothing of the page before."""
        self.context.clear_cookies()
        kept = page.context.cookies()
        self.context.add_cookies(kept)
        for name, value in (more or {}).items():
            self.context.add_cookies([{"name": name, "value": value, "url": page.url}])


def _needed(shown: Shown) -> Iterable[tuple[str, int]]:
    """The languages and widths in which a page has to be looked at."""
    if shown.path.startswith(STAFF_PREFIXES):
        return [(language, DESK["width"]) for language in STUDIO_LANGUAGES]
    widths = (PHONE["width"], DESK["width"])
    return [(language, width) for language in LANGUAGES for width in widths]
