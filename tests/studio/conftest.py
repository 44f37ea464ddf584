import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests import make


@pytest.fixture
def administrator(live_server, client, page: Page):
    """Signed in in the browser, with one service and a second agency to switch to."""
    member = make.member(role="administrator", user=make.user(name="Dana Whitlock"))
    make.service(agency=member.agency, name="Food Help renewal")
    make.member(user=member.user, role="viewer")
    client.force_login(member.user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": key,
                "url": live_server.url,
            }
        ]
    )
    return member
