"""Answers come in by HTTP while reminders go out: who has a receipt gets none."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode

import pytest

from feedback.surveys import publishing
from feedback.surveys.models import Survey
from studies.outreach import ledger
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from studies.partners import tokens
from studies.people.models import Person
from tests import make
from tests.outreach.clock import Clock
from tests.outreach.proof.sink import Sink
from tests.outreach.test_workers import run_workers

pytestmark = pytest.mark.django_db(transaction=True)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Watching(Sink):
    """Knows when the turn of each message began: after the answer to the one before."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.began: dict[str, float] = {}
        self.on_message = lambda to: None
        self._ours = threading.local()

    def _talk(self, connection) -> bool:
        self._ours.answered = time.monotonic()
        return super()._talk(connection)

    def _take(self, text: bytes, to: bytes) -> bool:
        taken = super()._take(text, to)
        self.began[to.decode()] = self._ours.answered
        self.on_message(to.decode())
        self._ours.answered = time.monotonic()
        return taken


class Browser:
    """As little of one as an answer needs: cookies, forms and redirects."""

    def __init__(self, port: int, where: str):
        self.port, self.cookies = port, {}
        self._open(where)

    def send(self, *fields: tuple[str, str]) -> None:
        self._open(self.where, [*HIDDEN.findall(self.page), *fields])

    def _open(self, where: str, form: list | None = None) -> None:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(map("=".join, self.cookies.items()))}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method, body = ("GET", None) if form is None else ("POST", urlencode(form))
        asked.request(method, where, body, headers)
        answer = asked.getresponse()
        self.where, self.page = where, answer.read().decode()
        asked.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status == 302:
            self._open(answer.headers["Location"])


class Town:
    """People who were invited a week ago, and what they can do now."""

    def __init__(self, number: int, port: int):
        self.port, self.clock = port, Clock()
        activity = make.open_activity()
        survey = make.survey(
            activity=activity, layout=Survey.Layout.FEW_PAGES, shows_answers=False
        )
        make.question(survey=survey, key="why", kind="long_text")
        publishing.publish(survey.pk, by=make.user())
        people = [make.person(agency=activity.agency) for _ in range(number)]
        make.wave(activity, people, now=self.clock.now)
        deliver_due(clock=self.clock)
        self.clock.forward(days=7)
        self.receipts: dict[str, float] = {}
        self.addresses = {
            person.email: f"/i/{tokens.token_of(row.link)}/"
            for person in people
            for row in Delivery.objects.filter(person=person, step="invitation")
        }

    def in_turn(self) -> list[str]:
        """Whose reminder goes first."""
        rows = Delivery.objects.due(self.clock.now).order_by("due_at", "pk")
        people = Person.objects.in_bulk(rows.values_list("person", flat=True))
        return [people[row.person_id].email for row in rows]

    def answers(self, email: str) -> None:
        """By HTTP, from the first page to the receipt."""
        browser = Browser(self.port, self.addresses[email])
        for _form in range(3):
            if "receipt-code" not in browser.page:
                browser.send(("why", "Small print"))
        assert "receipt-code" in browser.page, browser.page
        self.receipts[email] = time.monotonic()

    def reminded(self) -> dict[str, tuple[str, str]]:
        rows = Delivery.objects.filter(step="reminder").select_related("person")
        return {row.person.email: (row.state, row.reason) for row in rows}


@pytest.fixture
def sink(tmp_path, settings):
    sink = Watching(tmp_path / "received.txt")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.listen()
    settings.DEFAULT_FROM_EMAIL = "ask@agency.example.org"
    yield sink
    sink.close()


def test_who_answers_between_the_claim_and_their_turn_gets_no_reminder(
    sink, live_server
):
    town = Town(10, live_server.thread.port)
    order = town.in_turn()
    sink.began.clear()
    following = dict(zip(order, order[1:], strict=False))
    # Whoever is next answers while the server still holds the message before theirs.
    sink.on_message = lambda to: town.answers(following[to])

    deliver_due(clock=town.clock)

    assert list(sink.began) == order[::2]
    assert town.reminded() == dict.fromkeys(order[::2], ("handed_over", "")) | (
        dict.fromkeys(order[1::2], ("dropped", "answered"))
    )


def test_whoever_has_a_receipt_before_their_turn_gets_no_reminder(
    sink, live_server, monkeypatch
):
    monkeypatch.setattr(ledger, "BATCH", 5)
    town = Town(30, live_server.thread.port)
    order = town.in_turn()
    sink.began.clear()
    for email in order[10:15]:
        town.answers(email)
    shares = [order[:10][::-1], order[15:][::-1], [], []]

    def answer_or_remind() -> None:
        share = shares.pop(0)
        if not share:
            deliver_due(clock=town.clock)
        for email in share:
            town.answers(email)

    run_workers(4, answer_or_remind)

    too_late = [
        email
        for email, began in sink.began.items()
        if town.receipts.get(email, began) < began
    ]
    assert too_late == []
    assert set(town.receipts) == set(order)
    assert not set(sink.began) & set(order[10:15])
    assert {state for state, _reason in town.reminded().values()} <= {
        "handed_over",
        "dropped",
    }
