"""The button of a mail program (RFC 8058), over real HTTP, from the mail as it arrived."""

from urllib.parse import urlsplit

import pytest
import requests

from studies.outreach import stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def invited(clock: Clock):
    activity = make.open_activity()
    person = make.person(agency=activity.agency, email="ana@example.org")
    other = make.person(agency=activity.agency)
    make.wave(activity, [person, other], now=clock.now, reminder=None)
    deliver_due(clock=clock)
    return person


def test_one_click_stops_all_agencies_and_a_scanner_stops_nothing(sink, live_server):
    clock = Clock()
    person = invited(clock)
    mail = sink.mail_to("ana@example.org")
    address = urlsplit(mail["List-Unsubscribe"].strip("<>"))
    url = f"{live_server.url}{address.path}?{address.query}"
    agent = {"User-Agent": "Scanner", "Accept-Language": "en"}

    looks = [
        requests.request(method, url, headers=agent, timeout=10)
        for method in ("GET", "HEAD", "GET", "OPTIONS")
    ]
    after_looks = stopping.has_stopped(person.pk)
    clicked = requests.post(url, data={"List-Unsubscribe": "One-Click"}, timeout=10)
    sink.received.clear()
    other = invited(clock)

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ({look.status_code for look in looks}, after_looks) == ({200}, False)
    assert (clicked.status_code, clicked.history) == (200, [])
    assert stopping.has_stopped(person.pk)
    assert other.agency_id != person.agency_id
    assert "ana@example.org" not in sink.addresses
    row = Delivery.objects.get(person=other)
    assert (row.state, row.reason) == ("dropped", "stopped")
