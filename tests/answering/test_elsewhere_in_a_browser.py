"""Two phones, and a network that goes away."""

import pytest
from playwright.sync_api import expect

from feedback.answering.models import SurveyResponse
from tests.answering import surveys
from tests.browsing import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(live_server):
    return surveys.letter()


@pytest.fixture
def phones(browser):
    """Two browsers that share nothing."""
    made = [
        browser.new_context(viewport={"width": 320, "height": 640}) for _ in range(2)
    ]
    yield [context.new_page() for context in made]
    for context in made:
        context.close()


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_the_same_code_on_two_devices(phones, survey, live_server):
    one, two = phones
    one.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    press(one, "Start")
    one.get_by_label("Yes").check()
    press(one, "Continue")
    one.get_by_role("textbox").fill("Send a form")
    press(one, "Finish later")
    assert faults(one) == []
    code = one.locator(".receipt-code").inner_text()
    one.get_by_role("link", name="Go on now").click()

    two.goto(f"{live_server.url}/go/")
    two.get_by_label("Your code").fill(code.lower())
    press(two, "Go on")
    expect(one.get_by_role("heading", level=1)).to_have_text(
        two.get_by_role("heading", level=1).inner_text()
    )
    two.get_by_label("Interview").check()
    press(two, "Continue")
    one.get_by_label("Never saw a date").check()
    press(one, "Continue")

    notice = one.get_by_role("status")
    expect(notice).to_contain_text("You answered this on another page or device, too")
    expect(notice).to_contain_text("Kept: Never saw a date")
    expect(notice).to_contain_text("Not kept: Interview")
    assert faults(one) == []
    assert SurveyResponse.objects.get().answers == {
        "got_letter": {"code": "yes"},
        "asked": {"text": "Send a form"},
        "date": {"code": "never"},
    }


def test_the_network_is_cut_in_mid_answer_and_comes_back(browser, survey, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    press(page, "Start")
    page.get_by_label("Yes").check()
    press(page, "Continue")
    page.get_by_role("textbox").fill("Send a form")

    context.set_offline(True)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_count(0)  # the browser's own page
    assert SurveyResponse.objects.get().answers == {"got_letter": {"code": "yes"}}
    context.set_offline(False)
    with page.expect_navigation(url="**/q/3/"):
        page.reload()  # the browser sends again what it could not send

    expect(page.get_by_label("Never saw a date")).to_be_visible()
    assert SurveyResponse.objects.get().answers == {
        "got_letter": {"code": "yes"},
        "asked": {"text": "Send a form"},
    }
    context.close()
