"""Every page in a browser, on the smallest screen: what neither axe nor a reader sees.

The pages are made by the test client and shown one after another in one window, which
is much faster than going there.
"""

import os
import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.access.every_page import LANGUAGES, beside_the_way, every_page, world
from tests.access.window import LOOKING, opened, show
from tests.browsing import axe

pytestmark = pytest.mark.django_db
Shown = tuple[str, str]
ENGLISH = "?lang=en"
HERE = Path(__file__).parent
# Everything on them that has a look: fields, fault, receipt, folds, a player.
MAIN = [
    "first page",
    "question: one_choice",
    "question with errors",
    "check answers",
    "receipt",
]
BROKEN = """<!doctype html><style>* {margin: 0} a {position: absolute; top: 0; left: 0; padding: 9px;
outline: 0 !important} button {display: block; block-size: 30px}
button:focus {outline: 3px solid}
.tiny {inline-size: 18px; block-size: 18px; padding: 0; border: 0}</style>
<div style="inline-size: 400px; padding-block-start: 60px"><h1>A</h1><h1>B</h1>
<button tabindex="1">A long first button</button><button class="tiny"></button>
<a href="#">Above</a></div>"""
# What is read out after a field's name, such as its hint and its fault.
DESCRIBED = """() => [...document.querySelectorAll("[aria-describedby]")].map((one) =>
    `# ${one.id || one.name || one.tagName} is described: ` +
    one.getAttribute("aria-describedby").split(" ").map(
        (id) => document.getElementById(id).innerText.trim().replace(/\\s+/g, " ")
    ).join(" / ") + "\\n")"""
CONTRAST = {"runOnly": ["color-contrast"]}
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return one.checkVisibility() && parseFloat(style.transitionDuration) > 0;
}).map((one) => one.outerHTML.slice(0, 90))"""
# A choice that is ticked, and a button, are told from the rest without any color.
WITHOUT_COLOR = """() => {
    const width = (one) => parseFloat(getComputedStyle(one).borderTopWidth);
    const box = document.querySelector(".usa-radio input, .usa-checkbox input");
    const before = box && width(box.nextElementSibling);
    if (box) box.checked = true;
    const ticked = !box || width(box.nextElementSibling) > before;
    const buttons = [...document.querySelectorAll(".actions .usa-button")];
    return ticked && buttons.every((one) => width(one) >= 2);
}"""

LINES_OF_CODE = """() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(".receipt-code"));
    return range.getClientRects().length;
}"""


@pytest.fixture
def window(browser):
    page = opened(browser)
    yield page
    page.close()


def until_receipt(pages: Iterable[Shown]) -> Iterator[Shown]:
    """The way through, without what lies beside it; those are not even asked for."""
    for name, html in pages:
        yield name, html
        if name == "receipt":
            return


def main_pages(pages: Iterable[Shown]) -> Iterator[Shown]:
    return (one for one in until_receipt(pages) if one[0] in MAIN)


def lasting(snapshot: str) -> str:
    """Without what differs from run to run: addresses, codes, days and numbers."""
    lines = [line for line in snapshot.splitlines() if "/url:" not in line]
    text = re.sub(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", "CODE", "\n".join(lines))
    text = re.sub(rf"({'|'.join(month_name[1:])}) \d+(, \d{{4}})?", "DAY", text)
    return re.sub(r"(Survey|Study) \d+", r"\1 0", text) + "\n"


def test_every_page_fits_and_can_be_used_on_the_smallest_screen(window):
    """All of them from right to left, the main ones in each language; see `proof`."""
    made, found = world(), []

    for language in LANGUAGES:
        pages = every_page(made, language)
        for name, html in pages if language == "ar" else main_pages(pages):
            show(window, html)
            seen = window.evaluate(LOOKING)
            found += [f"{language} {name}: {one}" for one in seen]

    assert "\n".join(found) == ""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_code_stands_in_one_line_on_the_smallest_screen(window, language):
    pages = dict(beside_the_way(world(), f"?lang={language}"))

    show(window, pages["copy of the answers"])

    assert window.evaluate(LINES_OF_CODE) == 1


def test_what_is_wrong_is_seen(window):
    window.set_content(BROKEN)

    assert window.evaluate(LOOKING) == [
        "400 px wide in 320",
        "2 main headings",
        'jumps the queue: <button tabindex="1">A long first button</button>',
        'comes too late: <a href="#">Above</a>',
        '18×18 px: <button class="tiny"></button>',
        'hides its focus: <a href="#">Above</a>',
    ]


def test_the_main_pages_hold_in_the_dark_in_forced_colors_and_at_rest(window):
    found = []

    for name, html in main_pages(every_page(world(), "en")):
        window.emulate_media(color_scheme="dark", forced_colors="none")
        show(window, html)
        found += [f"{name} in the dark: {one}" for one in axe(window, CONTRAST)]
        window.emulate_media(reduced_motion="reduce")
        found += [f"{name} moves: {one}" for one in window.evaluate(MOVING)]
        window.emulate_media(forced_colors="active", reduced_motion="no-preference")
        if not window.evaluate(WITHOUT_COLOR):
            found.append(f"{name} tells by color alone")

    assert "\n".join(found) == ""


def test_pages_are_read_out_in_the_order_that_is_written_down(window):
    """To write it down anew after a change that is meant: PIN_READING_ORDER=1."""
    made, changed = world(), []
    pages = chain(until_receipt(every_page(made, "en")), beside_the_way(made, ENGLISH))

    for name, html in pages:
        show(window, html)
        kept = (
            HERE / "reading_order" / f"{name.replace(': ', '-').replace(' ', '-')}.yaml"
        )
        said = lasting(window.locator("body").aria_snapshot())
        said += "\n".join(window.evaluate(DESCRIBED))
        if os.environ.get("PIN_READING_ORDER"):
            kept.write_text(said)
        if not kept.exists() or kept.read_text() != said:
            changed.append(f"{name} is read otherwise:\n{said}")

    assert changed == []
