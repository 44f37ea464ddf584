"""The frame as a browser shows it: accessible, no complaint, the policy in force."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from studies.agencies import api_tokens, joining
from studies.agencies.models import Service
from tests import make
from tests.browsing import WCAG, faults, go

pytestmark = pytest.mark.django_db(transaction=True)


def furnish(member) -> list[str]:
    """Rows for each page to show, and the addresses of the pages."""
    agency, user = member.agency, member.user
    joining.invite(agency.pk, email="june@example.org", role="viewer", by=user)
    api_tokens.make(agency, name="Figures", by=user)
    service = agency.services.get()
    row = make.member(agency=agency)
    row.ended_at = row.joined_at
    row.save()
    service.name = "Food Help"
    service.save()
    model = "admin:studies_service"
    return [
        reverse(f"{model}_changelist"),
        reverse(f"{model}_change", args=[service.pk]),
        reverse(f"{model}_add"),
        reverse(f"{model}_history", args=[service.pk]),
        reverse("admin:studies_agency_change", args=[agency.pk]),
        reverse("member-list"),
        reverse("token-list"),
        reverse("archived-list"),
        reverse("mfa_index"),
        reverse("usersessions_list"),
        reverse("account_change_password"),
    ]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 390)])
def test_the_frames_pages_are_accessible(
    live_server, page, administrator, language, width
):
    page.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for path in furnish(administrator):
        page.goto(f"{live_server.url}{path}?lang={language}")
        found = faults(page, WCAG)
        if found or page.locator("h1").count() != 1:
            wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_doors_pages_are_accessible(live_server, page, language):
    make.agency()
    wrong = {}
    for name in ("home", "account_login", "account_request_login_code"):
        page.set_viewport_size({"width": 390, "height": 900})
        page.goto(f"{live_server.url}{reverse(name)}?lang={language}")
        wrong[name] = faults(page, WCAG)

    assert set(map(tuple, wrong.values())) == {()}


def test_no_page_of_the_frame_breaks_the_policy_or_fails_in_script(
    live_server, page, administrator, browser
):
    # Without the relief that lets axe in, the policy is the one that people get.
    strict = browser.new_context()
    strict.add_cookies(page.context.cookies())
    window = strict.new_page()
    said = []
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on(
        "console",
        lambda line: said.append(line.text) if line.type in ("error", "warning") else 0,
    )
    for path in furnish(administrator):
        window.goto(f"{live_server.url}{path}")
        window.wait_for_load_state("networkidle")
    strict.close()

    assert said == []


def test_the_menu_opens_on_a_phone_and_closes_again(live_server, page, administrator):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + reverse("member-list"))
    services = page.get_by_role("link", name="Services")
    expect(services).to_be_hidden()

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(services).to_be_visible()
    page.get_by_role("button", name="Close menu").click()

    expect(services).to_be_hidden()


def test_the_menu_folds_away_on_a_wide_screen_and_stays_so(
    live_server, page, administrator
):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url + reverse("member-list"))
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Services")).to_be_hidden()

    page.reload()

    expect(page.get_by_role("link", name="Services")).to_be_hidden()


def test_agencies_switch_by_keyboard_alone(live_server, page, administrator):
    other = administrator.user.memberships.exclude(pk=administrator.pk).get()
    page.goto(live_server.url + reverse("archived-list"))
    page.locator("details.cx-menu > summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_text(f"You now work for {other.agency.name}.").wait_for()


def test_agencies_switch_and_language_changes_without_script(
    live_server, page, administrator, browser
):
    other = administrator.user.memberships.exclude(pk=administrator.pk).get()
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    window = plain.new_page()
    window.goto(live_server.url + reverse("archived-list"))
    window.locator("details.cx-menu > summary").first.click()
    go(window, window.get_by_role("button", name=other.agency.name))
    assert other.agency.name in window.locator(".cx-top strong").first.inner_text()

    go(window, window.get_by_role("link", name="Español"))

    assert window.locator("html").get_attribute("lang") == "es"
    plain.close()


def test_a_service_is_added_searched_and_archived_in_the_browser(
    live_server, page, administrator
):
    page.goto(live_server.url + reverse("admin:studies_service_changelist"))
    page.get_by_role("link", name="Add", exact=True).click()
    page.get_by_label("Name").fill("Heating help")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Heating help").first.click()
    page.get_by_role("button", name="Save and archive").click()
    page.get_by_text("1 archived. It is kept; find it under Archived.").wait_for()

    [kept] = Service.objects.archived()
    assert kept.name == "Heating help"


def test_filters_open_by_keyboard_and_show_what_is_archived(
    live_server, page, administrator
):
    make.service(
        agency=administrator.agency, name="Old", archived_at=administrator.joined_at
    )
    page.goto(live_server.url + reverse("admin:studies_service_changelist"))
    expect(page.get_by_text("Old", exact=True)).to_have_count(0)

    page.get_by_role("button", name="Filters").focus()
    page.keyboard.press("Enter")
    page.locator("#changelist-filter").get_by_role("link", name="Archived").click()

    expect(page.get_by_role("link", name="Old", exact=True)).to_be_visible()
