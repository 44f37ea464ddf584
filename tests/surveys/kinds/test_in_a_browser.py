"""Every kind as a phone and a desk show it: to axe, narrow and wide, both directions."""

import pytest

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from tests.answering.test_browser import faults, go_on
from tests.surveys.kinds.everything import survey_of_everything

pytestmark = pytest.mark.django_db(transaction=True)
ONE_EACH = Survey.Layout.ONE_A_PAGE
TOGETHER = Survey.Layout.FEW_PAGES


@pytest.mark.parametrize(
    "width, language, layout",
    [(320, "en", ONE_EACH), (360, "ar", TOGETHER), (1280, "en", TOGETHER)],
)
def test_the_pages_of_all_kinds_are_free_of_faults(
    page, live_server, width, language, layout
):
    survey = survey_of_everything(layout=layout, languages=["ar"])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/?lang={language}")
    go_on(page)
    found, seen = [], 0
    while "/check/" not in page.url:
        found += faults(page)
        seen += 1
        go_on(page)
    found += faults(page)

    assert found == []
    assert seen == (
        1 if layout == TOGETHER else sum(k.is_on_page for k in KINDS.values())
    )


def test_what_came_back_is_free_of_faults_and_leads_to_the_field(page, live_server):
    survey = survey_of_everything(layout=TOGETHER)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/s/{survey.activity.slug}/")
    go_on(page)
    page.locator("#date_day").fill("31")
    page.locator("#number").fill("many")
    page.locator("#email").fill("rosa")
    go_on(page)

    assert faults(page) == []
    links = page.locator(".error-summary a")
    assert links.count() == 3
    for link in links.all():
        link.click()
        name = link.get_attribute("href").removeprefix("#")
        assert page.locator(f"#{name}").is_visible()
        assert page.evaluate("document.querySelector(':target').id") == name
