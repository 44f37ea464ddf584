"""The phone beside the list of pages, and the sheets of paper, in a browser."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.browsing import WCAG, axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(client):
    member = make.member()
    client.force_login(member.user)
    survey = make.survey(
        activity=make.activity(agency=member.agency), later_languages=["ar"]
    )
    make.question(survey=survey, choices=["Yes", "No"], label="Did you?")
    rule = {"op": "is", "question": "q1", "choice": "c1"}
    make.question(survey=survey, label="What was it?", show_when=rule)
    make.question(survey=survey, label="And then?")
    return survey


@pytest.fixture
def studio(page, live_server, client, survey):
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.root = live_server.url
    return page


def test_jumps_and_languages_bring_the_pretend_answers_along(studio, survey):
    studio.goto(studio.root + reverse("survey-preview", args=[survey.pk]))
    phone = studio.frame_locator("iframe")

    studio.get_by_role("link", name="3. And then?").click()
    phone.get_by_label("And then?").fill("A letter came")
    studio.get_by_role("link", name="1. Did you?").click()
    phone.get_by_label("Yes").check()
    studio.get_by_role("link", name="Arabic").click()
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    expect(phone.locator("#q1_0")).to_be_checked()
    studio.get_by_role("link", name="Check your answers").click()

    expect(phone.locator("body")).to_contain_text("A letter came")
    expect(phone.locator("body")).to_contain_text("What was it?")


def test_change_on_the_check_page_leads_to_the_answer_and_back(studio, survey):
    studio.goto(studio.root + reverse("survey-preview", args=[survey.pk]))
    phone = studio.frame_locator("iframe")
    studio.get_by_role("link", name="3. And then?").click()
    phone.get_by_label("And then?").fill("A letter came")
    phone.get_by_role("button", name="Continue").click()

    phone.get_by_role("button", name="Change your answer: And then?").click()
    expect(phone.get_by_label("And then?")).to_have_value("A letter came")
    phone.get_by_label("And then?").fill("Nothing came")
    phone.get_by_role("button", name="Continue").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(phone.locator("body")).to_contain_text("Nothing came")


@pytest.mark.parametrize(
    "name, args",
    [
        ("survey-preview", []),
        ("survey-paper", []),
        ("survey-paper-sheet", ["ar"]),
        ("survey-review", []),
    ],
)
def test_axe_finds_no_fault(studio, survey, name, args):
    address, found = reverse(name, args=[survey.pk, *args]), {}
    for language in ("en", "es"):
        studio.goto(f"{studio.root}{address}?lang={language}")
        found[language] = axe(studio, WCAG)

    assert found == {"en": [], "es": []}
