"""An interview by keyboard alone: digits pick, Enter goes on."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from feedback.answering.models import SurveyResponse
from tests import make
from tests.answering import surveys
from tests.browsing import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by script, which the studio's policy refuses.
    return {**browser_context_args, "bypass_csp": True}


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_interview_needs_no_mouse(live_server, page: Page, context):
    survey = surveys.letter(state="published")
    client = Client()
    client.force_login(make.member(agency=survey.agency, role="analyst").user)
    name = settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('survey-phone', args=[survey.pk])}")
    page.get_by_role("button", name="They said yes: begin").focus()
    enter(page)

    expect(page.get_by_role("radio", name="Yes")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Yes")).to_be_checked()
    assert faults(page) == []
    enter(page)
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Send 2 forms")
    enter(page)
    page.keyboard.press("2")
    enter(page)
    page.keyboard.press("5")  # "I did not read it" is not read aloud, and has a key
    expect(page.get_by_role("radio", name="I did not read it")).to_be_checked()
    enter(page)
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.type("No stamps")
    enter(page)

    expect(page.get_by_text("How would you most like to get help?")).to_be_visible()
    page.close()
    assert SurveyResponse.objects.get().answers == {
        "got_letter": {"code": "yes"},
        "asked": {"text": "Send 2 forms"},
        "date": {"code": "interview"},
        "ease": {"code": "unread"},
        "hard": {"codes": ["words", "other"], "text": "No stamps"},
    }
