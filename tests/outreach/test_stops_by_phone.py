"""Do not contact, by the way it was said: a phone speaks for its number and its owner's
mail, and takes back no more than it said."""

import pytest

from studies.outreach import news, numbers, stopping, wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Suppression
from studies.people.models import Person
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.clock import START, Clock
from tests.outreach.test_provider_news import NOW, sent, tell
from tests.outreach.test_text_mailing import PHONE, row_of, texter, twilio

__all__ = ["twilio"]
pytestmark = pytest.mark.django_db
NUMBER = keyed_hash(PHONE)


def kept() -> dict[str, tuple[str, str]]:
    rows = Suppression.objects.all()
    return {row.address_hash: (row.reason, row.by_phone) for row in rows}


def why_not(person: Person) -> str:
    """Why a mailing of today leaves this person out."""
    wave = make.draft_wave(make.open_activity(agency=person.agency), [person])
    return next(iter(wanted.forecast(wave, START)))


def phone_only(agency=None, phone: str = PHONE, **fields) -> Person:
    ours = {"agency": agency or make.agency(), "email": "", "phone": phone}
    person = make.person(may_be_asked=False, **ours)
    make.panel_member(person=person, channels=["sms"], **fields)
    return person


def test_whoever_has_only_a_phone_gets_the_text_message(twilio, sink):
    person = phone_only()
    activity = make.open_activity(agency=person.agency)
    make.wave(activity, [person], now=START)

    deliver_due(clock=Clock())

    assert [to for to, _text in twilio.received()] == [PHONE]
    assert row_of(person) == ("sms", "handed_over", "")
    assert sink.addresses == []


def test_whoever_has_only_a_phone_and_did_not_ask_for_texts_has_no_address(twilio):
    assert why_not(make.person(email="", phone=PHONE)) == "no_address"


def test_the_no_of_one_phone_is_not_the_no_of_all_who_have_no_mail(twilio):
    agency = make.agency()
    phone_only(agency, "+12125550109", state="left")
    phone_only(agency, "+12125550108", state="left")
    person, back = phone_only(agency), phone_only(agency, "+12125550108")

    assert (why_not(person), why_not(back)) == ("", "left")


def test_stop_closes_the_number_and_its_owners_mail_and_start_opens_both():
    person = make.person(phone=PHONE, email="ana@example.org")

    stopping.stop_number(NUMBER)
    closed = kept()
    stopping.want_number(NUMBER)

    assert closed == {NUMBER: ("stopped", ""), person.email_hash: ("stopped", NUMBER)}
    assert kept() == {}


@pytest.mark.parametrize("reason", ["stopped", "bounced"])
@pytest.mark.parametrize("first", ["mail", "phone"])
def test_start_opens_no_mail_address_that_was_closed_in_another_way(reason, first):
    person = make.person(phone=PHONE, email="ana@example.org")
    acts = [
        lambda: stopping.keep_off([person.email_hash], reason),
        lambda: stopping.stop_number(NUMBER),
    ]
    for act in acts if first == "mail" else reversed(acts):
        act()

    stopping.want_number(NUMBER)

    learned_later = reason == "bounced" and first == "phone"
    assert kept() == ({} if learned_later else {person.email_hash: (reason, "")})


def test_after_a_change_of_hands_start_opens_what_stop_had_closed():
    person = make.person(phone=PHONE, email="ana@example.org")
    stopping.stop_number(NUMBER)
    make.person(agency=person.agency, phone=PHONE, email="bo@example.org")

    stopping.want_number(NUMBER)

    assert kept() == {}


def test_who_stopped_by_mail_and_texts_start_gets_texts_and_no_mail(twilio, sink):
    person = texter(make.agency())
    stopping.stop_messages(person.pk)
    stopping.want_number(NUMBER)

    before = why_not(person)
    person.panel.channels = ["email"]
    person.panel.save()

    assert (before, why_not(person)) == ("", "stopped")


def test_a_new_stop_by_mail_holds_for_texts_once_more(twilio):
    person = texter(make.agency())
    for act in (stopping.stop_messages, stopping.stop_messages):
        act(person.pk)
        stopping.want_number(NUMBER)
    stopping.stop_messages(person.pk)

    assert why_not(person) == "stopped"
    assert set(Suppression.objects.values_list("only_mail", flat=True)) == {False}


@pytest.mark.parametrize("act", ["mail", "phone"])
def test_staff_that_writes_another_number_brings_nobody_back(twilio, act):
    person = texter(make.agency())
    if act == "mail":
        stopping.stop_messages(person.pk)
    else:
        stopping.stop_number(NUMBER)
    person.phone = "+12125550177"
    person.save()

    assert why_not(person) == "stopped"


def test_a_gateway_that_tells_of_a_stop_speaks_for_one_phone():
    [row] = sent(channel="sms")
    row.person.phone = PHONE
    row.person.save()
    other = make.person(
        agency=row.person.agency, phone=PHONE, email="other@example.org"
    )
    tell(row, "stopped", channel="sms", address_hash=NUMBER)

    news.fold_waiting(now=NOW)

    assert kept() == {NUMBER: ("stopped", "")}
    assert stopping.has_stopped(other.pk)


def test_a_number_that_is_none_closes_no_mail_address_where_the_gateway_hides_it():
    [row] = sent(channel="sms")
    row.person.phone = PHONE
    row.person.save()
    tell(row, "no_such_address", channel="sms", address_hash="")

    news.fold_waiting(now=NOW)

    assert kept() == {NUMBER: ("bounced", "")}


def test_a_phone_that_is_hashed_anew_still_opens_what_it_had_closed():
    person = make.person(phone=PHONE, email="ana@example.org")
    Person.objects.filter(pk=person.pk).update(phone_hash="of before")
    stopping.stop_number("of before")

    numbers.hash_anew()
    moved = kept()
    stopping.want_number(NUMBER)

    assert moved[person.email_hash] == ("stopped", NUMBER)
    assert person.email_hash not in kept()
