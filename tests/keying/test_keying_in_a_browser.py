"""Codes and Enter, with the script: no mouse, and few keys."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from feedback.answering.models import SurveyResponse
from feedback.surveys import publishing
from tests import make
from tests.keying.sheets import name_of, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(live_server, context):
    survey = published()
    client = Client()
    client.force_login(make.member(agency=survey.agency, role="analyst").user)
    name = settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
    return survey


def test_a_sheet_is_keyed_with_codes_and_enter_alone(live_server, page: Page, survey):
    page.goto(f"{live_server.url}/studio/survey/{survey.pk}/key/")
    expect(page.get_by_label("Name of the form")).to_be_focused()
    page.keyboard.type(name_of(survey))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("#line-q1")).to_be_focused()
    page.keyboard.type("1")
    expect(page.locator("output[for=line-q1]")).to_have_text("Yes")
    page.keyboard.press("Enter")
    page.keyboard.type("c2 No stamps")
    expect(page.locator("output[for=line-q2]")).to_have_text("Something else")
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    expect(page.locator("output[for=line-q3]")).to_have_text("No such code")
    page.keyboard.press("Backspace")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # blank on the sheet
    page.keyboard.type("2-")
    expect(page.locator("output[for=line-q5]")).to_have_text("Good · (no answer)")
    for _line in range(7):
        page.keyboard.press("Enter")
    expect(page.locator("#line-q12")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save this sheet")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Saved sheet 1 of today.")
    expect(page.locator("#line-q1")).to_be_focused()
    row = SurveyResponse.objects.get()
    assert {key: answer for key, answer in row.answers.items() if answer} == {
        "q1": {"code": "c1"},
        "q2": {"codes": ["c2"], "text": "No stamps"},
        "q3": {"code": "c2"},
        "q5": {"rows": {"r1": "c2"}},
        "q12": {"code": "c1"},
    }
    page.close()


def test_ten_questions_need_eleven_keys(live_server, page: Page, survey):
    """Where the member asked for it, a complete code needs no Enter."""
    ten = make.survey(activity=make.activity(agency=survey.agency, state="published"))
    for _number in range(10):
        make.question(survey=ten, choices=["Yes", "No", "Not sure"])
    publishing.publish(ten.pk, by=make.user())
    page.goto(f"{live_server.url}/studio/survey/{ten.pk}/key/?form={name_of(ten)}")
    page.get_by_label("Go on by itself when a code is complete").check()
    page.locator("#line-q1").focus()

    page.keyboard.type("1231231231")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Saved sheet 1 of today.")
    answers = SurveyResponse.objects.get().answers
    assert [answers[f"q{n}"]["code"] for n in range(1, 11)] == [
        f"c{code}" for code in "1231231231"
    ]
    page.close()
