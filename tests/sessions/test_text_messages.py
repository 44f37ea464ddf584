"""Visits of people who wish text messages and no mail."""

from datetime import timedelta

import pytest

from studies.outreach import stopping
from studies.outreach.models import Suppression
from studies.sessions import mailing, still_wanted, text_messages
from studies.sessions.models import Booking, Letter
from tests import make
from tests.outreach.channels.texting import TwilioRig

pytestmark = pytest.mark.django_db
PHONE = "+12125550101"


@pytest.fixture
def twilio(settings, sink):
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    with TwilioRig(settings) as rig:
        yield rig


def somebody(noon, *, channels=("sms",), language="en", **person) -> Booking:
    """Booked for the day after tomorrow, three in the afternoon in Chicago."""
    slot = make.slot(
        starts_at=noon + timedelta(days=2, hours=3),
        session=make.session(title="Talk", place="Library", agency=agency()),
    )
    make.slot(session=slot.session, starts_at=noon + timedelta(days=3))
    who = make.person(
        agency=slot.session.round.study.agency,
        phone="(212) 555-0101",
        language=language,
        **person,
    )
    make.panel_member(person=who, channels=list(channels))
    participant = make.participant(
        study=slot.session.round.study, person=who, language=language
    )
    return make.booking(
        session=slot.session, slot=slot, participant=participant, state="booked"
    )


def agency():
    return make.agency(name="Household Support", time_zone="America/Chicago")


def told(row: Booking) -> list[tuple[str, str, str, str]]:
    rows = row.letters.order_by("pk")
    return list(rows.values_list("kind", "channel", "state", "reason"))


def say(row: Booking, kind: str, now) -> None:
    mailing.changed(row, kind, now, by="person")
    mailing.deliver_due(now=now)


def test_a_text_message_says_that_an_interpreter_comes(noon):
    row = somebody(noon)
    row.session.has_interpreter, row.interpreter = True, "ar"

    words = text_messages.written(Letter(booking=row, kind="confirmation"))

    assert " Library. An interpreter: Arabic. Change or cancel: " in words


def test_they_are_told_of_their_visit_by_text_and_by_no_mail(twilio, sink, noon):
    row = somebody(noon)

    say(row, "confirmation", noon)

    [(_number, text)] = twilio.received()
    assert text.startswith(
        "Household Support: Your visit is booked. Talk, Friday, April 16, 2027,"
    )
    assert "Library. Change or cancel: https://ask.example.org/visit/" in text
    assert sink.addresses == []
    assert told(row)[0] == ("confirmation", "sms", "handed_over", "")


@pytest.mark.parametrize("channels", [("email",), ("sms", "email")])
def test_whoever_wishes_mail_gets_mail(twilio, sink, noon, channels):
    row = somebody(noon, channels=channels)

    say(row, "confirmation", noon)

    assert (twilio.received(), len(sink.received)) == ([], 1)
    assert told(row)[0][1] == "email"


def test_without_a_gateway_they_get_mail(sink, noon):
    row = somebody(noon)

    say(row, "confirmation", noon)

    assert len(sink.received) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "PARAR"), ("ar", "توقف"), ("zh-hans", "停止")],
)
def test_an_invitation_says_how_to_stop(twilio, noon, language, words):
    row = somebody(noon, language=language)
    Booking.objects.filter(pk=row.pk).update(state="invited", slot=None)
    mailing.invited(row.session, [row], noon)

    mailing.deliver_due(now=noon)

    assert told(row) == [("invitation", "sms", "handed_over", "")]
    [(_number, text)] = twilio.received()
    assert words in text


def test_who_stopped_by_phone_is_not_invited_and_hears_of_what_they_booked(
    twilio, noon
):
    row = somebody(noon)
    stopping.stop_number(row.participant.person.phone_hash)
    invitation = Letter(booking=row, kind="invitation", sequence=0, due_at=noon)
    row.state, row.sequence = "invited", 0

    assert still_wanted.why_not(invitation, noon) == "stopped"
    row.state = "booked"
    say(row, "confirmation", noon)
    assert len(twilio.taken()) == 1


def test_a_number_that_there_is_not_is_not_written_to_again(twilio, noon):
    row = somebody(noon)
    twilio.no_such(PHONE)

    say(row, "confirmation", noon)

    assert told(row)[0] == ("confirmation", "sms", "refused", "no_such_address")
    closed = Suppression.objects.values_list("address_hash", "reason")
    assert list(closed) == [(row.participant.person.phone_hash, "bounced")]


def test_a_gateway_that_is_away_leaves_it_waiting(twilio, noon):
    row = somebody(noon)
    twilio.away()

    say(row, "confirmation", noon)

    assert told(row)[0] == ("confirmation", "sms", "queued", "")


def test_who_stopped_at_the_gateway_itself_is_believed(twilio, noon):
    row = somebody(noon)
    twilio.stopped(PHONE)

    say(row, "confirmation", noon)

    assert told(row)[0][2:] == ("refused", "refused")
    closed = Suppression.objects.values_list("address_hash", "reason")
    assert (row.participant.person.phone_hash, "stopped") in closed


def test_a_number_that_takes_no_texts_is_said(twilio, noon):
    row = somebody(noon)
    person = row.participant.person
    person.phone = "911"
    person.save()

    say(row, "confirmation", noon)

    assert told(row)[0][2:] == ("dropped", "no_address")
