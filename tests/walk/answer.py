"""Step 4: somebody answers on an old phone, in Spanish, without JavaScript.

Their answers stay. Somebody with a newer phone takes theirs back again.
"""

import re

from playwright.sync_api import Page, expect

from tests.walk import words

UPDATES_TO = "vera@example.org"


def read_first_page(walk) -> None:
    """What it is for, and what people's rights are, in the language they pick."""
    phone = walk.phone
    runs_no_script(phone)
    phone.goto(walk.link)
    expect(heading(phone)).to_have_text(words.TITLE)
    walk.eyes.on_public(phone)
    phone.get_by_role("button", name="español").click()
    expect(heading(phone)).to_have_text(in_spanish(words.TITLE))
    expect(phone.get_by_text(in_spanish(words.PURPOSE))).to_be_visible()
    phone.get_by_label(words.MAY_QUOTE).check()
    walk.eyes.on_public(phone)


def answer(walk) -> None:
    """Five kinds of questions, with a step back on the way."""
    phone = walk.phone
    go_on(phone)
    choose(walk, words.GOT_LETTER, "Yes")
    write(walk, words.ASKED, words.SAID_ASKED)
    walk.eyes.on_public(phone)
    pick(phone, words.EASE, "Easy")
    phone.locator("button.back").click()
    box = phone.get_by_label(in_spanish(words.ASKED))
    expect(box).to_have_value(words.SAID_ASKED)
    go_on(phone)
    expect(phone.get_by_label(in_spanish("Easy"), exact=True)).to_be_checked()
    go_on(phone)
    choose(walk, words.HARD, "The words were hard", "It came late")
    write(walk, words.CHANGE, words.SAID_CHANGE)


def check_and_send(walk) -> None:
    """All answers on one page; one is changed, then they are sent."""
    phone = walk.phone
    row = phone.locator(".summary-row").nth(2)
    expect(row).to_contain_text(in_spanish("Easy"))
    walk.eyes.on_public(phone)
    row.get_by_role("button").click()
    walk.eyes.on_public(phone)
    pick(phone, words.EASE, "Very hard")
    go_on(phone)
    expect(row).to_contain_text(in_spanish("Very hard"))
    go_on(phone)
    code = phone.locator(".receipt-code").inner_text()
    assert re.fullmatch(r"[0-9a-zA-Z]+(-[0-9a-zA-Z]+)+", code), code
    walk.eyes.on_public(phone)


def ask_to_be_told(walk) -> None:
    """First with a slip, which the page keeps to be mended."""
    phone = walk.phone
    for typed in (UPDATES_TO.replace("@", " "), UPDATES_TO):
        phone.get_by_role("textbox").fill(typed)
        phone.locator('input[value="tells"]').check()
        phone.locator("main form button").click()
        walk.eyes.on_public(phone)
    expect(phone.get_by_role("textbox")).to_have_count(0)
    expect(phone.locator("html")).to_have_attribute("lang", "es")


def runs_no_script(phone: Page) -> None:
    phone.set_content("<h1>Still</h1><script>document.body.textContent = 1</script>")
    expect(heading(phone)).to_have_text("Still")


def in_spanish(text: str) -> str:
    return words.in_language(text, "es")


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def go_on(page: Page) -> None:
    """The main button of the page; language buttons stand elsewhere."""
    page.locator(".actions button").first.click()


def choose(walk, question: str, *choices: str) -> None:
    walk.eyes.on_public(walk.phone)
    pick(walk.phone, question, *choices)
    go_on(walk.phone)


def pick(phone: Page, question: str, *choices: str) -> None:
    group = phone.get_by_role("group", name=in_spanish(question))
    for choice in choices:
        group.get_by_label(in_spanish(choice), exact=True).check()


def write(walk, question: str, said: str) -> None:
    walk.eyes.on_public(walk.phone)
    walk.phone.get_by_label(in_spanish(question)).fill(said)
    go_on(walk.phone)
