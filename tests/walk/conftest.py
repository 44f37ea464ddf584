import socket
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from tests.walk import working
from tests.walk.looking import DESK, PHONE, Eyes, listen
from tests.walk.mailbox import Mailboxes, PostOffice


@pytest.fixture
def post():
    """Letters that really went over SMTP."""
    boxes = Mailboxes()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office = PostOffice(boxes, hostname="127.0.0.1", port=port)
    office.start()
    boxes.port = port
    yield boxes
    office.stop()


@pytest.fixture
def site(settings, live_server, post):
    """The live server with the demo in it, and a worker at its side."""
    settings.BASE_URL = live_server.url
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    worker = working.start(live_server.url, post.port)
    call_command("seed_demo", verbosity=0)
    yield live_server.url
    working.stop(worker)


@pytest.fixture
def walk(site, post, browser):
    """A designer at a desk, people with phones, and eyes that follow them all.

    The old phone runs no JavaScript, the new one does.
    """
    desk = browser.new_context(viewport=DESK, base_url=site, locale="en-US")
    handy = {"viewport": PHONE, "base_url": site, "locale": "en-US"}
    old = browser.new_context(**handy, java_script_enabled=False)
    new = browser.new_context(**handy)
    eyes = Eyes(browser)
    people = {
        "dana": desk.new_page(),
        "phone": old.new_page(),
        "new_phone": new.new_page(),
    }
    complaints = [listen(page) for page in people.values()]
    for page in people.values():
        eyes.follow(page)
    yield SimpleNamespace(site=site, post=post, eyes=eyes, **people)
    for context in (desk, old, new, eyes.context):
        context.close()
    assert sum(complaints, eyes.complaints + eyes.wrong + eyes.missed()) == []
