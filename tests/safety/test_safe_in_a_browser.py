import pytest
from playwright.sync_api import expect

from tests.answering import surveys
from tests.browsing import faults, go

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_left_out_and_whom_to_call_fit_a_narrow_phone_in_arabic(
    live_server, page
):
    survey = surveys.letter()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/?lang=ar")
    button = page.locator("main .actions button").first
    go(page, button)
    page.locator("input[type=radio]").first.check()
    go(page, button)
    page.locator("#asked").fill("أريد أن أموت، رقمي ٠٠٠-١٢-٣٤٥٦")

    go(page, button)

    note = page.locator("#asked_note")
    expect(note).to_be_visible()
    expect(page.locator("#asked")).to_have_attribute(
        "aria-describedby", "asked_helptext asked_note"
    )
    assert "٣٤٥٦" not in page.content()
    assert faults(page) == []
    go(page, button)
    expect(page.locator("#help-box-title")).to_be_visible()
    assert faults(page) == []
    page.close()
