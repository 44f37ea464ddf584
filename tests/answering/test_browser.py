"""As a person with a phone, without JavaScript, and with a machine that looks for faults."""

import pytest
from playwright.sync_api import expect

from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey
from tests import browsing
from tests.answering import surveys
from tests.browsing import go

pytestmark = pytest.mark.django_db(transaction=True)
# The narrowest passes each kind of question on a page of its own.
SIZES = [
    ("ar", 320, 640, Survey.Layout.ONE_A_PAGE),
    ("en", 360, 740, Survey.Layout.FEW_PAGES),
    ("ar", 1280, 900, Survey.Layout.FEW_PAGES),
]


@pytest.fixture
def survey(live_server):
    return surveys.letter()


def faults(page) -> list[str]:
    """What axe sees with all rules, and what it can't see."""
    found = browsing.faults(page)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    return [f"{page.url} {fault}" for fault in found]


def answer(page) -> None:
    for group in page.locator("fieldset").all():
        group.locator("input[type=radio], input[type=checkbox]").first.check()
    for field in page.locator("main input.usa-input, main textarea").all():
        field.fill("كلمات Words 12345")


def go_on(page) -> None:
    go(page, page.locator("main .actions button").first)


def walk(page, address, look) -> None:
    """From the first page to the receipt, looking at every page."""
    page.goto(address)
    look(page)
    go_on(page)
    for _ in range(12):
        look(page)
        if "/receipt/" in page.url:
            return
        answer(page)
        go_on(page)
    raise AssertionError("no receipt")


@pytest.mark.parametrize("language, width, height, layout", SIZES)
def test_every_page_is_free_of_faults(
    page, live_server, language, width, height, layout
):
    survey = surveys.letter(layout=layout)
    page.set_viewport_size({"width": width, "height": height})
    found = []

    address = f"{live_server.url}/s/{survey.activity.slug}/?lang={language}"
    walk(page, address, lambda each: found.extend(faults(each)))

    assert found == []
    assert SurveyResponse.objects.get().language == language


def test_the_way_needs_no_javascript(browser, live_server, survey):
    context = browser.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()

    walk(page, f"{live_server.url}/s/{survey.activity.slug}/", lambda each: None)

    response = SurveyResponse.objects.get()
    assert (response.state, response.language) == ("submitted", "ar")
    context.close()


def test_enter_goes_on_in_the_same_language(page, live_server, survey):
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/?lang=ar")
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)

    page.get_by_role("textbox").fill("Words")
    go(page, page.get_by_role("textbox"), key="Enter")

    assert page.url.endswith("/q/3/")
    assert page.locator("html").get_attribute("lang") == "ar"


def test_the_browsers_own_back_button_shows_what_was_answered(
    page, live_server, survey
):
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)

    page.go_back()

    expect(page.get_by_role("radio").first).to_be_checked()


def test_a_fault_is_read_with_its_field(page, live_server, survey):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/q/5/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    go_on(page)

    assert faults(page) == []
    assert page.title().startswith("Error: ")
    # Who reads by ear or goes by keys begins at what is to be mended.
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary a")).to_be_focused()
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "hard_0"
    # No step of the browser's own asks whether to send the form again.
    page.reload()
    expect(page.get_by_role("checkbox").last).to_be_checked()
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/q/3/")
    page.go_back()
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("checkbox").last).to_be_checked()


def test_main_controls_are_large_enough_for_a_thumb(page, live_server, survey):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    page.locator("details").evaluate_all("folds => folds.forEach(f => f.open = true)")
    sizes = [
        control.bounding_box()
        for control in page.locator("nav a, main .actions button").all()
    ]
    go_on(page)
    controls = "main label, nav button, main .actions button, button.back"
    sizes += [control.bounding_box() for control in page.locator(controls).all()]

    assert [size for size in sizes if size["height"] < 44] == []
