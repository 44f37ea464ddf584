"""The pages of results in a real browser, with the demo's 312 synthetic answers."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from feedback.demo import seeding
from feedback.surveys.models import Survey
from studies.agencies.models import Member
from tests import make, once
from tests.browsing import WCAG, axe, go
from tests.results.finished import finished

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with once.committed(django_db_blocker):
        seeding.seed()
        yield


@pytest.fixture
def demo(seeded, client):
    """The demo's survey, and Dana signed in."""
    survey = Survey.objects.get(title="Your renewal letter")
    dana = Member.objects.get(
        agency=survey.activity.agency, user__name__startswith="Dana"
    )
    client.force_login(dana.user)
    return survey


@pytest.fixture
def studio(page, live_server, client):
    """Open a studio page as whoever the test client is, in a language and a width."""
    faults = []
    page.on(
        "console", lambda said: faults.append(said.text) if said.type == "error" else 0
    )

    def open_page(address, language="en", width=1280):
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": cookie,
                    "url": live_server.url,
                }
            ]
        )
        page.set_viewport_size({"width": width, "height": 900})
        joint = "&" if "?" in address else "?"
        page.goto(f"{live_server.url}{address}{joint}lang={language}")
        return page, faults

    return open_page


def address_of(name, survey):
    response = survey.responses.submitted().filter(language="ar").first()
    own = {
        "survey-response": [survey.pk, response.pk],
        "survey-comments": [survey.pk, "change"],
        "results-list": [],
    }
    return reverse(name, args=own.get(name, [survey.pk]))


PAGES = [
    "survey-results",
    "results-list",
    "survey-responses",
    "survey-response",
    "survey-comments",
    "survey-export",
]


@pytest.mark.parametrize("language, width", [("en", 390), ("es", 1280)])
def test_pages_fit_and_have_no_fault_for_assistive_technology(
    demo, studio, language, width
):
    found = {}
    for name in PAGES:
        page, faults = studio(address_of(name, demo), language, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        headings = page.locator("h1").count()
        found[name] = (axe(page, WCAG), wide, headings, list(faults))

    assert found == dict.fromkeys(PAGES, ([], width, 1, []))


def test_the_demo_is_read_narrowed_and_marked_without_script(demo, studio):
    page, _ = studio(address_of("survey-results", demo))
    question = page.locator("article", has_text="What did you think that date was?")
    values = question.locator(".chart-value").all_inner_texts()
    note = question.locator(".chart-note").inner_text()
    notice = page.locator(".cx-alert--look").inner_text()

    page.locator("#id_language").select_option("es")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("From 84 people who finished.")).to_be_visible()
    page.get_by_role("link", name="Read all of them").last.click()
    badge = page.get_by_text("saved as what people said", exact=True)
    keep = page.get_by_role("button", name="Save as what people said").first
    expect(keep).to_be_visible()
    before = badge.count()
    keep.click()

    assert values == ["31%", "34%", "11%", "6%", "9%", "9%"]
    assert "Synthetic answers." in note
    assert "No person gave them." in notice
    expect(page.get_by_text("Saved as what people said.")).to_be_visible()
    expect(badge).to_have_count(before + 1)


@pytest.mark.parametrize("language, width", [("en", 1280), ("es", 320), ("ar", 360)])
def test_taking_back_has_no_fault_at_any_step(page, live_server, language, width):
    survey = make.published_survey()
    _, code = finished(survey)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/withdraw/?lang={language}")
    found = [axe(page)]

    go(page, page.locator("button.usa-button"))
    found.append(axe(page))
    page.locator("#id_code").fill(code.lower())
    go(page, page.locator("button.usa-button"))
    found.append(axe(page))
    go(page, page.locator("button[name=erase]"))
    found.append(axe(page))

    assert found == [[], [], [], []]
    assert urlsplit(page.url).path.startswith("/withdraw/done/")
    assert survey.responses.get().state == "withdrawn"
    assert page.evaluate("document.documentElement.scrollWidth") == width
