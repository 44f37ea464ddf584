"""Mails that come back where a mail server sends for us, piped into `read_bounce`."""

import io
import sys
import uuid

import pytest
from django.core.management import call_command
from django.db import OperationalError

from studies.outreach import news, returned_mail
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, ProviderNews, Suppression
from tests import make
from tests.outreach.clock import Clock

OURS = uuid.UUID(int=7)
HEADS = f"""From: Office <ask@agency.example.org>
To: ana@example.org
Message-ID: <{OURS.hex}@ask.example.org>
Subject: We would like to hear from you
"""


@pytest.fixture(autouse=True)
def here(settings):
    settings.BASE_URL = "https://ask.example.org"


def report(
    status: str = "5.1.1",
    action: str = "failed",
    quoted: str = HEADS,
    kind: str = "text/rfc822-headers",
    to: str = "ana@example.org",
) -> bytes:
    """A delivery report as a mail server writes it."""
    return f"""From: MAILER-DAEMON@mail.example.org
To: bounces@agency.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such person

--b
Content-Type: {kind}

{quoted}
--b--
""".replace("\n", "\r\n").encode()


ABUSE = f"""From: feedback@mail.example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

{HEADS}
Hello
--b--
""".encode()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (report(), "no_such_address"),
        (report("5.1.2", kind="message/rfc822"), "no_such_address"),
        (report("5.2.2"), "for_now"),
        (report("4.4.7"), "for_now"),
        (report("5.7.1"), "refused"),
        (report("5.1.8"), "refused"),
        (report("without a code"), "came_back"),
        (report("2.0.0", "delivered"), "delivered"),
        (ABUSE, "complained"),
    ],
)
def test_a_report_about_our_message_is_read(raw, kind):
    [told] = returned_mail.read(raw)

    assert (told.kind, told.reference, told.channel) == (kind, OURS, "email")
    assert (told.address_hash, told.provider_id) == ("", "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00\x80",
        b"Subject: I am away\r\n\r\nBack on Monday.",
        report(action="delayed"),
        report(quoted="Message-ID: <other@mail.example.org>"),
        report(quoted=HEADS.replace("ask.example.org", "elsewhere.example.org")),
        report(kind="text/plain"),
        report()[:400],
        ABUSE.replace(b"abuse", b"not-spam"),
    ],
)
def test_any_other_mail_tells_nothing(raw):
    assert returned_mail.read(raw) == []


def test_the_same_report_has_the_same_key_and_another_has_not():
    keys = [returned_mail.read(raw)[0].key for raw in (report(), report(), ABUSE)]

    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)


def pipe(monkeypatch, raw: bytes) -> str:
    stdin, said = io.TextIOWrapper(io.BytesIO(raw)), io.StringIO()
    monkeypatch.setattr(sys, "stdin", stdin)
    call_command("read_bounce", stdout=said)
    return said.getvalue().strip()


@pytest.mark.django_db
def test_a_mail_that_left_by_smtp_and_came_back_closes_its_own_address_alone(
    sink, settings, monkeypatch
):
    settings.BOUNCE_EMAIL = "bounces@agency.example.org"
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency, email="ana@example.org")
    make.wave(activity, [person], now=clock.now, reminder=None)
    deliver_due(clock=clock)
    sent = sink.mail_to("ana@example.org")
    back = report(quoted=f"Message-ID: {sent['Message-ID']}", to="spy@example.org")

    said = [pipe(monkeypatch, back) for _ in range(2)]
    news.fold_waiting()

    row = Delivery.objects.get()
    assert said == ["no_such_address"] * 2
    assert (row.state, row.reason) == ("bounced", "no_such_address")
    assert [kept.address_hash for kept in Suppression.objects.all()] == [
        person.email_hash
    ]
    assert ProviderNews.objects.count() == 1
    assert sink.senders == ["bounces@agency.example.org"]


@pytest.mark.django_db
def test_a_mail_that_says_nothing_is_taken_in_peace(monkeypatch):
    said = pipe(monkeypatch, b"Subject: I am away\r\n\r\nBack on Monday.")

    assert said == "No report about a message of ours."


def test_a_database_that_is_away_lets_the_mail_server_try_again(monkeypatch):
    def away(_told):
        raise OperationalError("gone")

    monkeypatch.setattr(news, "keep", away)

    with pytest.raises(SystemExit) as ended:
        pipe(monkeypatch, report())

    assert ended.value.code == 75
