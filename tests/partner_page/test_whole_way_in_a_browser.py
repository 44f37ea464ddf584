"""From a partner's saved link to answers, a talk, and what the partner sees of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.surveys import publishing
from feedback.surveys.models import Survey
from studies.outreach import tokens
from studies.partner_page import day_figures, saved_links
from studies.partners import actions as partners
from studies.partners import contacts, openings, partnerships
from studies.sessions.models import Booking
from tests import make
from tests.browsing import go
from tests.partner_page.pages import offer
from tests.partners.papers import scanned, structure

pytestmark = pytest.mark.django_db(transaction=True)


def asked_in_spanish(study) -> Survey:
    survey = make.survey(
        activity=make.activity(round=make.round_(study=study), anonymous=True),
        title="Your renewal letter",
        purpose="We want it clear.",
        languages=["es"],
    )
    make.question(survey=survey, choices=["Yes", "No"])
    make.translated(survey, "es")
    publishing.publish(survey.pk, by=make.user())
    return survey


def counted(survey) -> int:
    return Tally.objects.get(survey=survey, question_key="", code="finished").count


def helping(study):
    """The page of a partner who accepted, and a Spanish link at its front desk."""
    partner = make.partner(agency=study.agency, name="Harbor Lane", languages=["es"])
    contact = contacts.add(
        partner.pk, name="Luz", email="luz@example.org", language="es", by=None
    )
    row = partnerships.offer(partner.pk, study.pk, offer(), by=make.user())
    partnerships.accept(row.newest.pk, name="Luz", language="es", contact=contact)
    return saved_links.make(partner.pk, language="es", by=None)


def printed(page) -> bytes:
    """What "Make the PDF" brings, for the flyer as it is offered."""
    go(page, page.locator("a[href*='print/']").first)
    sent = page.locator("main form").evaluate(
        "form => new URLSearchParams(new FormData(form)).toString()"
    )
    file = page.request.get(f"{page.url.partition('?')[0]}?{sent}")
    assert file.headers["content-type"] == "application/pdf"
    return file.body()


def answers(page, address: str) -> str:
    """Walk to the receipt; gives its code."""
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == "es"
    go(page, page.locator("main .actions button").first)
    page.get_by_role("radio").first.check()
    go(page, page.locator("main .actions button").first)
    go(page, page.locator("main .actions button").first)
    return page.locator(".receipt-code").inner_text()


def booked_moved_and_given_up(page, address: str) -> None:
    page.goto(address)
    times, book = page.locator("[name=slot]"), page.locator(".usa-button[value=book]")
    times.first.check(force=True)
    go(page, book)
    first = Booking.objects.get().slot
    go(page, page.locator("a[href*='change=1']"))
    times.last.check(force=True)
    go(page, book)
    moved = Booking.objects.get()
    assert (moved.state, moved.slot.starts_at > first.starts_at) == ("booked", True)
    go(page, page.locator("a[href*='cancel/']"))
    go(page, page.locator("form button"))
    assert Booking.objects.get().state == "canceled"


def takes_back(page, address: str, code: str) -> None:
    page.goto(address)
    page.locator("#id_code").fill(code)
    go(page, page.locator("main .actions button").first)
    go(page, page.locator("button[name=erase]"))
    assert "/withdraw/done/" in page.url


def phone(browser):
    """A small one, set to Spanish, without JavaScript, that nobody used before."""
    return browser.new_page(
        java_script_enabled=False, locale="es", viewport={"width": 360, "height": 640}
    )


def test_a_partner_recruits_and_learns_of_nobody(browser, live_server, settings):
    settings.BASE_URL = live_server.url
    study = make.study(state="running", agency=make.agency(contact_phone="555-0142"))
    survey, home = asked_in_spanish(study), helping(study)
    given = {"partner": home.partner, "label": "Front desk", "by": None}
    link = partners.make_link(survey.activity_id, **given)
    session = make.session(round=survey.activity.round)
    for days in (3, 4):
        make.slot(session=session, days=days)
    visit = make.booking(session=session)
    morning = timezone.now().replace(hour=12)
    day_figures.refresh(morning)
    luz, ana, eva = browser.new_page(), phone(browser), phone(browser)

    luz.goto(f"{live_server.url}/partner/{home.token}/")
    assert luz.locator("html").get_attribute("lang") == "es"
    before = luz.content()
    flyer = printed(luz)
    assert "H1" in {kind.strip("/") for kind, *_ in structure(flyer)}
    (address,) = scanned(flyer)
    assert address == f"{live_server.url}/i/{link.token}/"

    code = answers(ana, address)
    answers(eva, address)
    fold(survey.pk)
    openings.store()
    assert counted(survey) == 2
    booked_moved_and_given_up(
        eva, f"{live_server.url}/visit/{tokens.visit_token(visit.pk)}/"
    )
    takes_back(ana, f"{live_server.url}/withdraw/", code)
    assert counted(survey) == 1

    luz.goto(f"{live_server.url}/partner/{home.token}/")
    assert luz.content() == before  # the same all day, whoever answers
    day_figures.refresh(morning + timedelta(days=1))
    luz.reload()
    told = luz.locator("section[aria-labelledby=links]").inner_text()
    link.refresh_from_db()
    assert (link.openings, link.finishes) == (2, 2)
    assert "11" in told.replace(link.short_code, "")
    assert not re.search(r"\b2\b", told)
    for page in (luz, ana, eva):
        page.close()
