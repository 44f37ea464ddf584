"""A partner opens the saved link, types the mailed code, accepts, and finds her link."""

import pytest
from playwright.sync_api import expect

from studies.partner_page import codes
from studies.partners.models import PartnershipTerms
from tests.browsing import faults, go
from tests.partner_page.pages import MAIL, home

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_partner_accepts_in_spanish_and_sees_her_link(page, live_server):
    at = home(accepted=False, language="es")

    page.goto(f"{live_server.url}{at.root}")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("main")).to_contain_text("$300 para la casa.")
    assert faults(page) == []
    go(page, page.locator("a[href*='accept/']"))
    page.locator("#id_email").fill(MAIL)
    go(page, page.locator("button[value=ask]"))
    page.locator("#id_code").fill(codes.spelled(at.page.codes.get().pk))
    go(page, page.locator("button[value=check]"))
    page.locator("#id_name").fill("Luz Prado")
    go(page, page.locator("main form button"))

    expect(page.locator("code.copy")).to_contain_text(at.link.token)
    terms = PartnershipTerms.objects.get()
    assert (terms.accepted_by, terms.accepted_language) == ("Luz Prado", "es")
