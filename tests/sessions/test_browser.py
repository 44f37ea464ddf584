"""A person with an old phone, in Spanish, without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from studies.outreach import tokens
from studies.sessions.models import Booking
from tests import make
from tests.browsing import go

pytestmark = pytest.mark.django_db(transaction=True)


def test_somebody_books_moves_and_cancels_on_a_phone_without_scripts(
    browser, live_server
):
    session = make.session(has_interpreter=True)
    make.consent(study=session.round.study)
    tomorrow = timezone.now() + timedelta(days=2)
    for n in range(3):
        make.slot(session=session, starts_at=tomorrow + timedelta(days=n))
    row = make.booking(session=session)
    page = browser.new_page(
        viewport={"width": 360, "height": 640},
        java_script_enabled=False,
        base_url=live_server.url,
        locale="es",
    )

    page.goto(f"/visit/{tokens.visit_token(row.pk)}/?lang=es")
    assert page.locator("html").get_attribute("lang") == "es"
    times, book = page.locator("[name=slot]"), page.locator(".usa-button[value=book]")
    times.first.check(force=True)
    go(page, book)  # without agreeing first: nothing is lost
    assert page.locator(".error-summary a").get_attribute("href") == "#id_agree_0"
    assert times.first.is_checked()
    page.locator("#id_agree_0").check(force=True)
    go(page, book)
    booked = Booking.objects.get()
    assert (booked.state, booked.slot.taken) == ("booked", 1)

    go(page, page.locator("a[href*='change=1']"))
    times.nth(2).check(force=True)
    go(page, book)
    assert Booking.objects.get().slot.starts_at == tomorrow + timedelta(days=2)

    go(page, page.locator("a[href*='cancel/']"))
    go(page, page.locator("form button"))
    assert Booking.objects.get().state == "canceled"
    assert re.search(r"said=canceled", page.url)
    assert page.locator("[role=status]").count() == 1
    page.close()
