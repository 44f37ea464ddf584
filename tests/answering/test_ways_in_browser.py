"""A shared screen that is left alone, and a helper who has only a keyboard."""

import time

import pytest
from playwright.sync_api import expect

from feedback.answering import kiosk
from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Activity
from tests.answering import surveys
from tests.browsing import WCAG, faults, go

pytestmark = pytest.mark.django_db(transaction=True)
IDLE, WARNING = kiosk.QUESTION_SECONDS * 1000, kiosk.WARNING_SECONDS * 1000

# The screen sleeps for an hour, and its first touch comes before any clock ticks.
SLEEP_AND_WAKE = """() => {
    const now = Date.now;
    Date.now = () => now() + 3600000;
    dispatchEvent(new Event("keydown"));
}"""


def go_on(page) -> None:
    with page.expect_navigation():
        page.locator("main .actions button").first.click()


def test_a_screen_left_alone_warns_waits_and_erases(browser, live_server):
    survey = surveys.letter()
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    page = browser.new_page(viewport={"width": 1024, "height": 768})
    page.clock.install()
    Activity.objects.update(state="paused")
    page.goto(f"{live_server.url}/i/{links.url(link).split('/i/')[1]}")
    expect(page.get_by_role("heading", name="is taking a break")).to_be_visible()
    Activity.objects.update(state="published")
    page.clock.fast_forward(61_000)
    expect(page.locator(".kiosk-languages")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)
    page.get_by_role("textbox").fill("My secret")
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    still_here = page.get_by_role("button", name="I am still here")

    page.clock.fast_forward(IDLE + 1000)
    expect(warning).to_be_visible()
    expect(still_here).to_be_focused()
    assert still_here.bounding_box()["height"] >= 44
    assert faults(page, WCAG) == []
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    expect(page.get_by_role("textbox")).to_have_value("My secret")

    page.clock.fast_forward(IDLE + 1000)
    still_here.click()
    expect(warning).to_be_hidden()

    page.clock.fast_forward(IDLE + 1000)
    expect(warning).to_be_visible()
    page.clock.fast_forward(WARNING)
    expect(page.locator(".kiosk-languages")).to_be_visible()
    assert SurveyResponse.objects.count() == 0
    page.close()


def test_a_screen_without_a_network_keeps_whoever_touches_it_and_no_one_else(
    browser, live_server, monkeypatch
):
    survey = surveys.letter()
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{live_server.url}/i/{links.url(link).split('/i/')[1]}")
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)

    context.set_offline(True)
    for words in ("To", "To renew"):
        page.clock.fast_forward(IDLE - 1000)
        page.get_by_role("textbox").fill(words)
    real = time.time
    monkeypatch.setattr(kiosk.time, "time", lambda: real() + 10 * 60)
    with page.expect_response(lambda answer: answer.url.endswith("/awake/")) as told:
        context.set_offline(False)
    assert told.value.status == 200
    expect(page.get_by_role("textbox")).to_have_value("To renew")
    monkeypatch.setattr(kiosk.time, "time", lambda: real() + 20 * 60)
    go_on(page)
    expect(page.get_by_role("radio").first).to_be_visible()
    assert SurveyResponse.objects.get().answers["asked"] == {"text": "To renew"}

    with page.expect_navigation():
        page.evaluate(SLEEP_AND_WAKE)
    expect(page.locator(".kiosk-languages")).to_be_visible()
    assert SurveyResponse.objects.count() == 0
    context.close()


def test_a_helper_comes_to_the_receipt_by_keyboard_alone(browser, live_server):
    survey = surveys.letter(layout=Survey.Layout.FEW_PAGES)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")

    def to(target):
        """Press Tab until it has the focus."""
        for _ in range(40):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{target} is out of reach")

    def press(target, key="Enter"):
        to(target)
        with page.expect_navigation():
            page.keyboard.press(key)

    press(page.get_by_role("link", name="Filling this in for somebody else"))
    to(page.get_by_role("checkbox", name="I read the questions to them"))
    page.keyboard.press("Space")
    press(page.get_by_role("button", name="I help", exact=True))
    expect(page.get_by_text("You are helping someone.")).to_be_visible()
    press(page.get_by_role("button", name="Start", exact=True))
    to(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    while page.url.find("/check/") < 0:
        press(page.get_by_role("button", name="Continue").last)
    press(page.get_by_role("button", name="Send my answers"))

    expect(page.get_by_text("Give this code to the person you helped.")).to_be_visible()
    row = SurveyResponse.objects.get()
    assert (row.state, row.mode, row.help) == ("submitted", "helped", ["read_out"])
    context.close()


def test_somebody_answers_for_a_person_who_can_not(page, live_server):
    survey = surveys.letter(layout=Survey.Layout.FEW_PAGES)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/helping/")
    answers_for = page.get_by_role("button", name="I answer for them")
    banner = page.get_by_text("You are answering for someone.")

    go(page, answers_for)
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Why can’t they answer?").click()
    expect(page.get_by_role("radio", name="They are too ill")).to_be_focused()
    assert faults(page, WCAG) == []
    page.get_by_role("radio", name="They have died").check()
    go(page, answers_for)
    expect(banner).to_be_visible()
    expect(page.get_by_text("Whoever answers for them must be 18")).to_be_visible()
    go_on(page)
    page.get_by_role("radio", name="No", exact=True).check()
    go_on(page)
    expect(banner).to_be_visible()
    go_on(page)

    expect(page.get_by_role("heading", name="Your answers are in")).to_be_visible()
    row = SurveyResponse.objects.get()
    assert (row.state, row.mode, row.proxy_reason) == ("submitted", "proxy", "died")
