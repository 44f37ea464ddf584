"""Mails about visits, looked at before anybody gets them."""

import pytest
from django.utils import timezone

from studies.sessions.models import Booking, Letter
from tests import make
from tests.sessions.test_studio import at, post, read

pytestmark = pytest.mark.django_db


KINDS = ["invitation", "confirmation", "update", "cancellation", "reminder"]


def text(mail) -> str:
    return mail.get_body(["plain"]).get_content()


def test_each_mail_is_shown_in_each_language_of_the_session(client, session):
    session.languages = ["en", "es"]
    session.save()
    make.slot(session=session)

    pages = {
        kind: read(client, "session-mails", session.pk, kind=kind) for kind in KINDS
    }

    assert "Choose a time: " in pages["invitation"]
    assert "Elija una hora" in pages["invitation"]
    assert all(
        "visit is" in pages[kind] or "has changed" in pages[kind] for kind in KINDS[1:]
    )
    assert Booking.objects.count() == Letter.objects.count() == 0


def test_it_is_read_as_somebody_would_with_their_language_and_their_time(
    client,
    session,
):
    make.slot(session=session)
    study = session.round.study
    late = make.slot(
        session=session, starts_at=timezone.now().replace(year=2031, month=3, day=4)
    )
    ana = make.participant(study=study, language="ar")
    make.booking(session=session, participant=make.participant(study=study))
    row = make.booking(session=session, participant=ana, slot=late, state="booked")

    page = read(client, "session-mails", session.pk, kind="confirmation", visit=row.pk)

    assert page.index('lang="ar" dir="rtl"') < page.index('lang="en" dir="ltr">')
    assert "2031" in page
    assert ana.person.email not in page
    assert str(row.pk) not in page.split("cx-letter")[1].split("</div>")[0]


def test_the_frame_draws_the_mail_and_runs_nothing(client, session):
    make.slot(session=session)

    answer = client.get(at("session-mail-html", session.pk, "reminder", "es"))

    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert 'lang="es"' in answer.content.decode()
    for wrong in (("reminder", "xx"), ("poem", "es")):
        assert (
            client.get(at("session-mail-html", session.pk, *wrong)).status_code == 404
        )


def test_a_test_goes_to_whoever_asks_with_its_calendar_entry(
    client, sink, session, designer
):
    make.slot(session=session)
    make.booking(session=session)

    page = post(
        client, "session-mail-test", session.pk, kind="confirmation", language="es"
    )

    [(address, mail)] = sink.received
    assert address == designer.user.email
    assert mail["Subject"].startswith("Test: Su cita está hecha")
    assert text(mail).startswith("This is a test.")
    assert [p.get_content_type() for p in mail.walk()].count("text/calendar") == 1
    assert f"A test is on its way to {address}" in page
    assert Letter.objects.count() == 0


def test_a_server_that_is_away_is_said_and_nothing_is_sent(client, settings, session):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    page = post(
        client, "session-mail-test", session.pk, kind="invitation", language="en"
    )

    assert "Nothing was sent: the mail server does not answer." in page


def test_another_agency_has_no_such_mails(client, designer):
    theirs = make.session()

    answers = [
        client.get(at("session-mails", theirs.pk)),
        client.get(at("session-mail-html", theirs.pk, "reminder", "en")),
        client.post(at("session-mail-test", theirs.pk), {"language": "en"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_where_there_is_a_gateway_the_text_message_is_shown_too(
    client, session, settings
):
    settings.CHANNELS = settings.CHANNELS | {"sms": "file"}
    make.slot(session=session)

    page = read(client, "session-mails", session.pk, kind="reminder")

    assert "As a text message" in page
    assert "Your visit is soon. " in page
