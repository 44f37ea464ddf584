import pytest
from django.conf import settings

from tests import make


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def studio(page, live_server, client, dana):
    """A browser in which `dana` is signed in; what it complains of is kept."""
    complaints = []
    page.on("console", lambda said: _keep(complaints, said))
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
    page.complaints = complaints
    page.root = live_server.url
    return page


def _keep(complaints, said):
    if said.type == "error":
        complaints.append(said.text)
