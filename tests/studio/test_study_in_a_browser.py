"""The study's pages as a browser shows and prints them, with the demo's data."""

import re
from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from feedback.demo import seeding
from studies.agencies.models import User
from studies.partners.models import Quota
from studies.planning.models import Study
from tests import once
from tests.browsing import WCAG, faults

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["study-board", "study-plan", "study-heard", "study-learned", "study-drafts"]
PAGES += ["participants"]
ROUND_PAGES = [
    "round-recruiting",
    "share-backs",
    "conversation-new",
    "insight-new",
    "decision-new",
]


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with once.committed(django_db_blocker):
        seeding.seed()
        yield


@pytest.fixture
def study(seeded, live_server, context) -> Study:
    """The demo study, with Dana signed in."""
    client = Client()
    client.force_login(User.objects.get(name="Dana Whitlock"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    return Study.objects.get()


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by script, which the studio's policy refuses.
    return {**browser_context_args, "bypass_csp": True}


@pytest.mark.parametrize("width, language", [(1280, "en"), (390, "es")])
def test_the_studys_pages_are_accessible(live_server, page, study, width, language):
    page.set_viewport_size({"width": width, "height": 900})
    paths = [reverse(name, args=[study.slug]) for name in [*PAGES, "study-summary"]]
    paths += [reverse(name, args=[study.slug, 2]) for name in ROUND_PAGES]
    paths += [reverse("share-backs-translate", args=[study.slug, 2, "ar"])]
    quota = Quota.objects.first()
    survey = quota.activity.survey
    paths += [reverse("round-recruiting", args=[study.slug, 1])]
    paths += [reverse("survey-quota", args=[survey.pk, quota.pk])]
    paths += [reverse("survey-quotas", args=[survey.pk]) + "?question=about_you"]
    paths += [reverse("participant-came-by", args=[study.slug, 5])]
    wrong = {}
    for path in [*paths, reverse("study-new")]:
        sign = "&" if "?" in path else "?"
        page.goto(f"{live_server.url}{path}{sign}lang={language}")
        if found := faults(page, WCAG):
            wrong[path] = found

    assert wrong == {}


def test_the_public_page_is_accessible(live_server, page, study):
    address = reverse("study-public", args=[study.slug])
    wrong = {}
    for width, language in product((360, 1280), ("en", "es", "ar")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}{address}?lang={language}")
        if found := faults(page):
            wrong[width, language] = found
        assert page.locator("html").get_attribute("lang") == language

    assert wrong == {}


def test_summary_and_plan_print_on_one_sheet(live_server, page, study):
    sheets = {}
    for name, paper in product(("study-summary", "study-plan"), ("A4", "Letter")):
        page.goto(live_server.url + reverse(name, args=[study.slug]))
        pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=paper))
        sheets[name, paper] = len(pages)

    assert set(sheets.values()) == {1}, sheets
