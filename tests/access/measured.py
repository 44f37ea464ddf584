"""Measures every page in every language and writes the results into the report.

Not part of the suite, for it takes minutes: `python3 scripts/accessibility.py` runs it.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.access.every_page import LANGUAGES, every_page, world
from tests.access.report import Measured, write
from tests.access.window import LOOKING, opened, show
from tests.browsing import WCAG, WIDE, axe

pytestmark = pytest.mark.django_db
# WCAG 1.4.12, as somebody who reads with difficulty sets it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"""


def test_measure_every_page(browser):
    window, made, results = opened(browser), world(), {}
    window.emulate_media(reduced_motion="reduce")  # no color is caught halfway

    for language in LANGUAGES:
        for name, html in every_page(made, language):
            results.setdefault(name, {})[language] = list(faults(window, html))
    rules = window.evaluate("(tags) => axe.getRules(tags).length", WCAG["runOnly"])
    version = window.evaluate("axe.version")
    write(Measured(results, version, rules, browser.version, date.today()))
    window.close()

    found = {
        f"{name} {language}": seen
        for name, by_language in results.items()
        for language, seen in by_language.items()
        if seen
    }
    assert found == {}


def faults(window: Page, html: str) -> Iterator[str]:
    show(window, html)
    yield from axe(window, WCAG)
    yield from window.evaluate(LOOKING)
    window.emulate_media(color_scheme="dark")
    yield from (f"dark: {one}" for one in axe(window, {"runOnly": ["color-contrast"]}))
    window.emulate_media(color_scheme="light")
    window.add_style_tag(content=SPACED)
    if window.evaluate(WIDE):
        yield "with wide spacing it is too wide"
