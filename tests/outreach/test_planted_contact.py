"""A name, an address and a phone number are planted, go through all that touches
people, and stand nowhere afterwards but sealed in the vault."""

import logging
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cxstudio import wake
from cxstudio.logs import JsonLine
from feedback.answering.models import SurveyResponse
from feedback.results import office_mail
from feedback.results.folding import fold
from studies.intake import working
from studies.intake.models import PeopleFile
from studies.outreach import actions as outreach
from studies.outreach import panel_nights, tokens
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Suppression
from studies.partners.models import Observation, OfficeMonth
from studies.people import adding, updates
from studies.people.models import (
    AccessLog,
    PanelMember,
    Payment,
    Person,
    Withdrawal,
)
from studies.people.vault import keyed_hash
from studies.sessions import mailing
from studies.sessions.models import Letter
from studies.withdrawal import holding
from tests import make
from tests.answering import surveys
from tests.answering.person import Person as Respondent
from tests.answering.person import fields
from tests.api.asking import token_for
from tests.evidence.pages import at, talked
from tests.intake.files import csv_of
from tests.outreach import planted
from tests.outreach.choosing import is_chosen
from tests.outreach.clock import Clock
from tests.outreach.planted_news import is_told_of
from tests.partner_page.planted_walk import is_a_contact

pytestmark = pytest.mark.django_db
SEND = wake._send


# Of this run alone: what an earlier one left in a file of the queue proves nothing.
def mark() -> str:
    return uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))[:10]


MARK = mark()
NAME = f"Zsofia Quill{MARK}"
ADDRESS = f"zsofia.quill{MARK}@example.org"
PHONE = f"+1 212-555-01{uuid.uuid4().int % 100:02}"
DIGITS = re.sub(r"\D", "", PHONE)
TRACES = [f"quill{MARK}", PHONE, PHONE[3:], DIGITS]
ROW = {"name": NAME, "email": ADDRESS, "phone": PHONE, "how_we_got_it": "Counter"}


class Walk:
    """Goes through the product with the planted person, and keeps what it was told."""

    def __init__(self, client: Client, sink, clock: Clock):
        self.client, self.sink, self.clock = client, sink, clock
        self.member = make.member(role="administrator")
        self.client.force_login(self.member.user)
        self.addresses: list[str] = []

    def get(self, where: str, **more):
        self.addresses.append(where)
        return self._seen(self.client.get(where, **more))

    def post(self, where: str, fields: dict | None = None):
        self.addresses.append(where)
        return self._seen(self.client.post(where, fields or {}))

    def _seen(self, response):
        self.addresses.append(response.headers.get("Location", ""))
        assert response.status_code < 400, response
        if response.streaming:
            b"".join(response.streaming_content)
        return response

    def adds(self) -> Person:
        data = {f"people-0-{name}": value for name, value in ROW.items()}
        data |= {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"}
        self.post("/studio/people/new/", data | {"people-0-email": "no address"})
        self.post("/studio/people/new/", data | {"people-0-language": "en"})
        return Person.objects.get()

    def looks(self, person: Person) -> None:
        self.get("/studio/people/?contacts=1")
        self.post("/studio/people/", {"address": ADDRESS})
        self.post("/studio/people/", {"address": PHONE})
        self.post("/studio/people/export/")
        page = self.get(f"/studio/people/{person.pk}/")
        fields = {f.html_name: f.value() for f in page.context["form"]}
        self.post(f"/studio/people/{person.pk}/", fields | {"email": "not one"})
        self.post(f"/studio/people/{person.pk}/", fields | {"name": f"{NAME} Lee"})
        self.post(f"/studio/people/{person.pk}/archive/")
        self.post(f"/studio/people/{person.pk}/back/")
        self.get("/studio/people/looks/")

    def comes_in_a_file(self) -> None:
        """One file goes to its end, one stays waiting, one breaks on the way."""
        rows = [["Nombre", "Correo", "Tel"], [NAME, ADDRESS, PHONE]]
        rows += [[f"Tomas Quill{MARK}", ADDRESS, ""], [NAME, f"{ADDRESS} x", PHONE]]
        content = csv_of(*rows)
        for is_added in (True, False):
            address = self._sends(content, f"{NAME}.csv")
            page = self.get(address)
            fields = {f.html_name: f.value() or "" for f in page.context["form"]}
            self.post(address, fields)
            if is_added:
                working.work_due()
                self.get(address)
                self.post(f"{address}add/")
                working.work_due()
                self.get(address)
        self._sends(content[:-5] + b"\0\xff", f"{NAME}.csv")
        self._sends(b"PK\x03\x04" + content, f"{NAME}.xlsx")

    def _sends(self, content: bytes, name: str) -> str:
        file = SimpleUploadedFile(name, content)
        body = {"file": file, "how_we_got_it": "Counter"}
        return self.post("/studio/people/files/", body).headers.get("Location", "")

    def is_invited(self, person: Person):
        """By a real mail server that turns the address down at first, loudly."""
        study = make.study(agency=self.member.agency, state="running")
        surveys.ask_consent(study)
        survey = surveys.letter(study=study, anonymous=False)
        self.get(f"/studio/mailings/new/{survey.activity_id}/")
        wave = make.wave(survey.activity, [person], now=self.clock.now)
        self.sink.on_rcpt = {ADDRESS: f"451 4.7.1 <{ADDRESS}> come later"}
        deliver_due(clock=self.clock)
        self.sink.on_rcpt = {}
        for show in ("due", "uncertain", "came_back"):
            self.get(f"/studio/mailings/messages/?show={show}")
        self.clock.forward(minutes=10)
        deliver_due(clock=self.clock)
        self.get(f"/studio/mailings/{wave.pk}/")
        is_chosen(self, wave)
        return survey

    def books_a_visit(self, survey) -> None:
        """By the mailed link, saying who they are where nobody asked for it."""
        at = self.clock.now + timedelta(days=3)
        where = {"round": survey.activity.round, "time_zone": "Europe/London"}
        slot = make.slot(session=make.session(**where), starts_at=at)
        studio = f"/studio/sessions/{slot.session_id}/"
        who = survey.activity.study.participants.get()
        self.post(f"{studio}invite/", {"participants": [who.pk]})
        mailing.deliver_due(now=self.clock.now)
        row = slot.session.bookings.get()
        own = f"/visit/{tokens.visit_token(row.pk)}/"
        self.get(own)
        body = {"slot": slot.pk, "zone": "America/Chicago", "agree": "take_part"}
        body |= {"act": "book", "other": f"Ask for {NAME}, {PHONE}"}
        self.post(own, body)
        self.get(f"{own}visit.ics")
        mailing.deliver_due(now=self.clock.now)
        note = {"kind": "seen", "language": "en", "text": f"Call {PHONE} or {ADDRESS}"}
        self.post(f"{studio}notes/", note)
        for page in ("", "notes/", f"visit/{row.pk}/", f"visit/{row.pk}/book/"):
            self.get(studio + page)
        self.get("/studio/sessions/mine.ics")
        self.post(f"{own}cancel/")
        mailing.deliver_due(now=self.clock.now)
        study = survey.activity.study.slug
        self.get(f"/studio/study/{study}/people/{who.number}/sent/")
        self.get(f"/studio/people/{who.person_id}/sent/")

    def is_paid(self, survey) -> None:
        """Somebody types the name where no name belongs; the page says so before."""
        study = survey.activity.study
        pages = f"/studio/study/{study.slug}/payments/"
        said = {"number": NAME, "what_for": "Talk", "amount": "40", "currency": "USD"}
        self.post(f"{pages}new/", said)
        number = study.participants.get().pseudonym
        where = self.post(f"{pages}new/", said | {"number": number})
        own = where.headers["Location"]
        self.post(f"{own}due/")
        self.post(f"{own}paid/", {"how": "cash", "on": NAME})
        self.post(f"{own}not-wanted/")
        for page in (pages, f"{pages}?show=all", own):
            self.get(page)
        self.post(f"{pages}export/")

    def leaves_under_a_hold(self, survey) -> None:
        """Kept first, and gone from everywhere but the vault when the hold ends."""
        study = survey.activity.study
        row = study.participants.get()
        self.post("/studio/legal-holds/new/", {"study": study.pk, "reason": "Case 1"})
        leave = f"/studio/study/{study.slug}/people/{row.number}/leave/"
        self.get(leave)
        self.post(leave, {"what": "study", "sure": "on"})
        self.post(f"/studio/legal-holds/{study.legal_holds.get().pk}/lift/")
        holding.carry_out_waiting()
        call_command("retention", stdout=StringIO())
        for page in ("erased", "taken-back", "legal-holds"):
            self.get(f"/studio/{page}/")

    def answers(self, survey) -> None:
        text = self.sink.received[0][1].get_body(["plain"]).get_content()
        link = re.search(r"https://ask\.example\.org(/i/[^/\s]+/)", text)[1]
        person = Respondent(link).opens().sends({"agree": "quote"})
        person.sends(surveys.ANSWERS["got_letter"]).opens("q/5/")
        both = {"hard": ["words", "nothing"], "hard-text": f"{ADDRESS}, or {PHONE}"}
        assert "Error: " in person.sends(both).text  # it waits in the cache, sealed
        self.addresses.append(person.where)
        person.opens("q/1/").answers_all(surveys.ANSWERS).sends()
        body = {"for": fields(person.page).hidden["for"], "email": "not one"}
        body |= {"wants": ["tells", "asks"]}
        person.client.post(f"{link}updates/", body)
        person.client.post(f"{link}updates/", body | {"email": ADDRESS})
        code = re.search(r'receipt-code" dir="ltr">([^<]+)<', person.text)[1]
        self.addresses += [person.where, link]
        self.reads(survey)
        person.client.post("/withdraw/", {"code": code})
        person.client.post("/withdraw/", {"code": code, "erase": "1"})

    def reads(self, survey) -> None:
        fold(survey.pk)
        for name in ("survey-results", "survey-export", "survey-export-answers"):
            self.get(reverse(name, args=[survey.pk]))
        secret = token_for(survey.agency)
        headers = {"Authorization": f"Bearer {secret}"}
        for where in ("", f"{survey.pk}/", f"{survey.pk}/tallies/"):
            self.client.get(f"/api/v1/surveys/{where}", headers=headers)
        self.client.post("/api/v1/surveys/", {"email": ADDRESS}, headers=headers)

    def talks(self, survey) -> None:
        round_ = survey.activity.round
        self.post(at("conversation-new", round_), talked())
        self.get(reverse("study-heard", args=[round_.study.slug]))
        self.get(at("round-recruiting", round_))
        self.get(reverse("survey-quotas", args=[survey.pk]))
        self.get(reverse("participant-came-by", args=[round_.study.slug, 1]))

    def works_at_a_counter(self) -> None:
        """Gets the mail of an office, and staff write down what they heard there."""
        office = make.office(agency=self.member.agency)
        where = f"/studio/partners/{office.pk}/office/"
        given = {"how_we_got_it": "Counter", "language": "en"}
        self.post(where, given | {"email": f"{ADDRESS} x"})
        self.post(where, given | {"email": ADDRESS})
        row = OfficeMonth.objects.create(
            partner=office, month="2026-01-01", address=office.addresses.get()
        )
        assert office_mail.tell(row.pk, self.clock.now)
        self.get(where)
        noticed = {"text": f"{ADDRESS} asks: call {PHONE}", "seen_on": "2026-01-05"}
        self.post("/studio/observations/", noticed)
        self.get("/studio/observations/")

    def is_told_and_stops(self, survey) -> None:
        study = survey.activity.study
        updates.keep_requests()
        self.is_asked_again()
        make.sender(agency=study.agency)
        outreach.send_share_back(study.pk, by=None, now=self.clock.now)
        deliver_due(clock=self.clock)
        stop = self._mailed("stop")
        self.get(stop)
        self.post(stop)

    def is_asked_again(self) -> None:
        """Says yes by the mailed link, gives a number, and is listed to the team."""
        PanelMember.objects.update(asked_on=self.clock.now.date())
        panel_nights.tend_all(now=self.clock.now)
        deliver_due(clock=self.clock)
        own = self._mailed("again")
        self.get(own)
        self.post(own, {"act": "yes"})
        wishes = {"channels": ["email", "phone"], "phone": PHONE, "language": "en"}
        self.post(own, wishes | {"act": "save", "pause": "0"})
        self.post(own, wishes | {"act": "save", "pause": "0", "phone": "no"})
        self.get(f"{own}remove/")
        self.get("/studio/people/again/")
        self.post("/studio/people/again/", {"address": ADDRESS})
        self.get(f"/studio/people/again/{PanelMember.objects.get().pk}/")

    def _mailed(self, door: str) -> str:
        """The address behind a link of the newest mail."""
        text = self.sink.received[-1][1].get_body(["plain"]).get_content()
        return re.search(rf"https://ask\.example\.org(/{door}/[^/\s]+/)", text)[1]

    def meets_errors(self, monkeypatch) -> None:
        """A bug in the middle of each form that holds the address, and a wrong page."""

        def breaks(*_args, **_kwargs):
            raise RuntimeError("a bug of ours")

        self.client.raise_request_exception = False
        monkeypatch.setattr("studies.people.views.people.add_people", breaks)
        data = {f"people-0-{name}": value for name, value in ROW.items()}
        data |= {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"}
        answer = self.client.post("/studio/people/new/", data)
        assert answer.status_code == 500
        assert not any(planted.holds(answer.content, trace) for trace in TRACES)
        self.client.post("/studio/people/", {"address": ADDRESS * 20})
        self.client.post("/nowhere/", ROW)
        Client(enforce_csrf_checks=True).post("/studio/people/", {"address": ADDRESS})


@pytest.fixture(params=["name", "mail", "phone"])
def trace(request) -> str:
    """Planted on purpose: another each time, and none of the walk's."""
    number = f"+1 646-555-01{uuid.uuid4().int % 100:02}"
    return {
        "name": f"Ana Feather{mark()}",
        "mail": f"ana.{mark()}@example.org",
        "phone": number,
    }[request.param]


@pytest.fixture
def logged(caplog) -> Callable[[], bytes]:
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the test's own server
    caplog.set_level(logging.CRITICAL, logger="mail.debug")
    # Last: what was set last is what is heard of all of them.
    caplog.set_level(logging.DEBUG, logger="")
    return lambda: "\n".join(
        JsonLine().format(record) for record in caplog.records
    ).encode()


@pytest.fixture
def everywhere(settings, tmp_path, logged) -> Callable[[], dict[str, bytes]]:
    settings.MEDIA_ROOT = tmp_path
    return lambda: (
        planted.tables()
        | planted.broker_and_cache()
        | planted.files(settings.VAR_DIR, tmp_path)
        | {"log": logged()}
    )


def test_a_planted_contact_is_found_nowhere_but_sealed_in_the_vault(
    client, sink, settings, monkeypatch, everywhere, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(wake, "_send", SEND)  # to the real queue
    walk = Walk(client, sink, Clock())

    with django_capture_on_commit_callbacks(execute=True):
        person = walk.adds()
        walk.looks(person)
        walk.comes_in_a_file()
        survey = walk.is_invited(person)
        walk.books_a_visit(survey)
        walk.is_paid(survey)
        walk.answers(survey)
        walk.talks(survey)
        walk.works_at_a_counter()
        walk.is_told_and_stops(survey)
        is_told_of(walk, settings, NAME, ADDRESS, PHONE)
        walk.leaves_under_a_hold(survey)
        is_a_contact(walk, NAME, ADDRESS, PHONE)
        walk.meets_errors(monkeypatch)

    # It was a walk indeed: each step left what it leaves.
    assert OfficeMonth.objects.get().state == "handed_over"
    assert "left out]" in Observation.objects.get().text
    assert sink.addresses == [ADDRESS] * 4
    assert PanelMember.objects.get().state == "confirmed"
    sent = Letter.objects.filter(state="handed_over").values_list("kind", flat=True)
    assert sorted(sent) == ["cancellation", "confirmation", "invitation"]
    assert SurveyResponse.objects.get().state == "withdrawn"
    taken_back = Withdrawal.objects.values_list("what", "state")
    assert sorted(taken_back) == [("answer", "done"), ("study", "done")]
    assert Payment.objects.get().state == "refused"
    stopped = set(Suppression.objects.values_list("address_hash", flat=True))
    assert stopped == {keyed_hash(ADDRESS), keyed_hash(PHONE)}
    states = PeopleFile.objects.values_list("state", flat=True)
    assert sorted(states) == ["added", "checking"]
    assert {"read", "exported", "added", "archived", "changed", "mailed"} <= set(
        AccessLog.objects.values_list("act", flat=True)
    )
    places = everywhere()
    assert b"outreach.deliver_due" in places["key b'celery'"]
    assert b"Internal Server Error" in places["log"]
    places["addresses"] = "\n".join(walk.addresses).encode()
    assert planted.found(places, TRACES) == []
    for person in Person.objects.all():
        assert person.email == ADDRESS


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (lambda trace: make.partner(serves=f"for {trace}."), "table studies_partner"),
        (
            lambda trace: connection.cursor().execute(
                "UPDATE studies_person SET name = %s", [trace.encode()]
            ),
            "table studies_person",
        ),
        (lambda trace: cache.set("found", {"who": [trace]}), "key b'cx:1:found'"),
        (lambda trace: planted.valkey().set(f"by {trace}", 1), "key b'by "),
        (
            lambda trace: SEND("people.keep_requests", [trace]),
            "key b'celery'",
        ),
        (lambda trace: logging.getLogger("x").info("saw %s", trace), "log"),
        (
            lambda trace: logging.getLogger("x").info("saw", extra={"who": trace}),
            "log",
        ),
    ],
)
def test_the_search_finds_what_is_planted_on_purpose(plant, place, trace, everywhere):
    make.person()

    plant(trace)

    where = {name for _trace, name in planted.found(everywhere(), [trace])}
    assert [name for name in where if name.startswith(place)] != []


def test_the_search_finds_what_a_file_holds_or_is_called(trace, everywhere, tmp_path):
    (tmp_path / "kept.csv").write_text(f"a,{trace}\n")
    (tmp_path / f"{trace}.txt").touch()

    where = {name for _trace, name in planted.found(everywhere(), [trace])}

    assert {"file kept.csv", f"file {trace}.txt"} <= where


def test_names_of_the_walk_are_those_of_the_form():
    row = ROW | {"language": "en"}
    agency = make.agency()

    adding.add_people([row], agency=agency, by=make.user())

    assert Person.objects.get().phone == PHONE
