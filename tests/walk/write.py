"""Step 5: letters to people on the list, one reminder, and a way to stop them all."""

import re
import time
from datetime import timedelta

from django.core import mail
from django.db.models import F
from playwright.sync_api import Locator, Page, expect

from studies.outreach.models import Delivery
from tests.browsing import go
from tests.walk import words, working
from tests.walk.answer import go_on, heading
from tests.walk.invite import HOW, PEOPLE

MOST_PAGES, WORKER_SECONDS = 6, 20
# Of the domain that the installation itself mails from.
SENDER = "ask@localhost"
ANA, BEN, CLEO = (address for _name, address, _language in PEOPLE)


def invite(walk) -> None:
    """A mailing to the three; the page says beforehand what will happen."""
    dana = walk.dana
    prove_sender(walk)
    choose_people(walk, words.TRUST, [name for name, _address, _language in PEOPLE])
    expect(dana.get_by_text("3 people would get the invitation now")).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="Preview").click()
    walk.eyes.on_studio(dana)
    dana.go_back()
    walk.mailing = send(walk, 3)


def prove_sender(walk) -> None:
    """Who mailings come from, with the code that came to that address."""
    dana = walk.dana
    dana.get_by_role("link", name="Mailings", exact=True).click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name="Sender", exact=True).click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Address that mailings come from").fill(SENDER)
    dana.get_by_label("Who reads the replies").fill("Dana")
    dana.get_by_label("Address for replies").fill(SENDER)
    dana.get_by_role("button", name="Save", exact=True).click()
    dana.get_by_role("button", name="Mail a code there").click()
    expect(dana.get_by_label("Code from the mail")).to_be_visible()
    [letter] = [one for one in mail.outbox if one.to == [SENDER]]
    dana.get_by_label("Code from the mail").fill(letter.subject.split()[0])
    dana.get_by_role("button", name="Check the code").click()
    expect(dana.get_by_text(f"Checked: mailings come from {SENDER}")).to_be_visible()
    walk.eyes.on_studio(dana)


def choose_people(walk, survey: str, names: list[str]) -> None:
    dana = walk.dana
    dana.get_by_role("link", name="Surveys", exact=True).click()
    dana.get_by_role("link", name=survey, exact=True).first.click()
    dana.get_by_role("link", name="Publish", exact=True).click()
    dana.get_by_role("link", name="Send an invitation").click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("button", name="Save and go on").click()
    walk.eyes.on_studio(dana)
    go(dana, dana.get_by_role("link", name="Show names"))
    walk.eyes.on_studio(dana)
    dana.get_by_label("Only the people I choose").check()
    for name in names:
        dana.get_by_label(f"{name} ({HOW})").check()
    dana.get_by_role("button", name=re.compile("and see what will happen")).click()


def send(walk, number: int) -> str:
    """Press Start and wait for the post; the address of the mailing's page."""
    dana, before = walk.dana, walk.post.total
    dana.get_by_role("button", name="Start", exact=True).click()
    walk.post.wait_for(before + number)
    until_shown(dana, "Invitation", sent=number)
    walk.eyes.on_studio(dana)
    return dana.url


def answer_one(walk) -> None:
    """Ben taps the link that is only his, answers, and is done."""
    [letter] = walk.post.of(BEN)
    phone = walk.new_phone
    phone.goto(letter.link("/i/"))
    expect(heading(phone)).to_have_text(words.TRUST)
    walk.eyes.on_public(phone)
    go_on(phone)
    phone.get_by_role("radio").first.check()
    for _page in range(MOST_PAGES):
        if not phone.locator(".receipt-code").count():
            walk.eyes.on_public(phone)
            go_on(phone)
    expect(phone.locator(".receipt-code")).to_be_visible()
    walk.eyes.on_public(phone)


def take_back(walk) -> None:
    """Ben thinks again: a slip in the code, a moment's doubt, then all is erased."""
    phone = walk.new_phone
    code = phone.locator(".receipt-code").inner_text()
    phone.get_by_role("link", name="the page that takes answers back").click()
    walk.eyes.on_public(phone)
    type_code(phone, code[:-1])
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.eyes.on_public(phone)
    type_code(phone, code)
    walk.eyes.on_public(phone)
    phone.get_by_role("link", name="Keep my answers").click()
    type_code(phone, code)
    phone.get_by_role("button", name="Erase my answers").click()
    expect(heading(phone)).to_have_text("Your answers are gone")
    walk.eyes.on_public(phone)


def type_code(phone: Page, code: str) -> None:
    phone.get_by_label("Your code").fill(code)
    phone.get_by_role("button", name="Continue").click()


def want_no_reminder(walk) -> None:
    """The first survey is anonymous: only Ben can say that he needs no reminder."""
    dana, phone = walk.dana, walk.new_phone
    choose_people(walk, words.TITLE, [PEOPLE[1][0]])
    expect(dana.get_by_text("1 person would get the invitation now")).to_be_visible()
    send(walk, 1)
    phone.goto(walk.post.of(BEN)[-1].link("/done/"))
    walk.eyes.on_public(phone)
    phone.get_by_role("button", name="I have answered, or would rather not").click()
    expect(heading(phone)).to_have_text("We will not remind you")
    walk.eyes.on_public(phone)


def stop_everything(walk) -> None:
    """Cleo taps once in the letter and once on the page; it holds from then on."""
    [letter] = walk.post.of(CLEO)
    phone = walk.new_phone
    phone.goto(letter.link("/stop/"))
    walk.eyes.on_public(phone)
    phone.get_by_role("button", name="Stop all messages").click()
    expect(heading(phone)).to_have_text("We will not write to you")
    walk.eyes.on_public(phone)


def a_week_later(walk) -> None:
    """Only Ana is reminded, once; beat may wake the worker as often as it likes."""
    moments = ("due_at", "claimed_at", "handed_over_at")
    Delivery.objects.update(**{name: F(name) - timedelta(days=7) for name in moments})
    for _minute in range(2):
        working.beat()
    walk.dana.goto(walk.mailing)
    until_shown(walk.dana, "Reminder", sent=1, on_purpose=2)
    walk.eyes.on_studio(walk.dana)
    assert {who: len(walk.post.of(who)) for who in (ANA, BEN, CLEO)} == {
        ANA: 2,
        BEN: 1,
        CLEO: 1,
    }
    told = walk.post.added
    assert len(told) == len(set(told))
    assert CLEO not in told


def until_shown(dana: Page, step: str, *, sent: int, on_purpose: int = 0) -> None:
    """Load the mailing's page until the worker has dealt with every message."""
    figures = dana.get_by_role("region", name=step).locator("dd")
    expected = ("0", str(sent), str(on_purpose))
    ends = time.monotonic() + WORKER_SECONDS
    while (shown := _shown(figures)) != expected and time.monotonic() < ends:
        dana.reload()
    assert shown == expected, shown


def _shown(figures: Locator) -> tuple[str, str, str]:
    """How many wait, were sent, and were not sent on purpose."""
    waiting, gone, *others = figures.all_inner_texts()
    return waiting, gone, others[-1]
