"""Whoever the team puts on its list is told so, once, and how to get off it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.outreach import audiences, stopping, tokens
from studies.outreach.added_letters import LATELY, tell, tell_all
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Sender, Wave
from studies.people.models import Person, Withdrawal
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db


def agency_that_writes():
    return make.sender().agency


def added(agency, *, day=START, **fields) -> Person:
    person = make.person(agency=agency, **fields)
    Person.objects.filter(pk=person.pk).update(added_on=day.date())
    return person


def test_a_new_address_gets_one_letter_with_who_why_and_how_to_get_off(sink):
    clock, agency = Clock(), agency_that_writes()
    how = "signed up at the county fair {not a name}"
    person = added(agency, language="es", how_we_got_it=how)

    told = [tell_all(clock.now), tell_all(clock.now)]
    deliver_due(clock=clock)
    clock.forward(days=1)
    later = tell_all(clock.now)

    letter = sink.mail_to(person.email)
    text = letter.get_body(["plain"]).get_content()
    remove = f"https://ask.example.org/again/{tokens.again_token(person.pk)}/remove/"
    assert (told, later) == ([1, 0], 0)
    assert letter["Subject"] == f"{agency.name}: su dirección está en nuestra lista"
    assert how in text
    assert remove in text
    assert tokens.stop_token(person.pk) in letter["List-Unsubscribe"]


def test_the_letters_have_a_page_and_a_preview_like_any_mailing(client):
    agency = agency_that_writes()
    added(agency)
    tell(agency, START)
    client.force_login(make.member(agency=agency, role="designer").user)
    own = f"/studio/mailings/{Wave.objects.get().pk}/"

    pages = [client.get(own + end).content.decode() for end in ("", "preview/")]

    assert "New addresses on the list" in pages[0]
    assert "your address is on our list" in pages[1]


def test_people_who_share_an_address_get_one_letter_together(sink):
    agency = agency_that_writes()
    for name in ("Ana", "Bo"):
        added(agency, name=name, email="family@example.org")
    added(agency, email="other@example.org")

    assert tell(agency, START) == 2
    added(agency, email="Family@example.org")
    assert tell(agency, START) == 0


def test_who_left_an_address_by_themselves_or_has_none_is_not_told():
    agency = agency_that_writes()
    added(agency, may_be_asked=False)
    added(agency, email="", phone="555-0100")
    added(agency, archived_at=START)
    added(agency, day=START - LATELY)
    make.panel_member(agency=agency)
    Person.objects.filter(panel__isnull=False).update(added_on=START.date())

    assert tell(agency, START) == 0
    assert not Wave.objects.exists()


def test_an_agency_without_a_checked_sender_tells_nobody_yet():
    agency = agency_that_writes()
    added(agency)
    Sender.objects.update(checked_at=None, checked_by=None)
    before = tell(agency, START)
    make.sender(agency=agency)

    assert (before, tell(agency, START + timedelta(days=1))) == (0, 1)


def test_who_stopped_all_messages_gets_no_letter_either(sink):
    clock, agency = Clock(), agency_that_writes()
    person = added(agency)
    stopping.stop_messages(person.pk)

    tell(agency, clock.now)
    deliver_due(clock=clock)

    assert sink.received == []
    assert Delivery.objects.get().reason == "stopped"


def test_letters_of_one_day_are_one_mailing():
    agency = agency_that_writes()
    for _ in range(2):
        added(agency)
        tell(agency, START)

    wave = Wave.objects.get()
    assert wave.steps == ["added"]
    assert audiences.people_of(wave).count() == 2


@pytest.mark.parametrize("act", ["", "never"])
def test_one_tap_in_the_letter_erases_the_address(client, act):
    agency = agency_that_writes()
    person = added(agency)
    url = f"/again/{tokens.again_token(person.pk)}/remove/"

    opened = client.get(url)
    gone = client.post(url, {"act": act}, follow=True)
    again = client.get(url)

    assert opened.status_code == gone.status_code == 200
    assert not Person.objects.exists()
    assert Withdrawal.objects.get().asked == "link"
    assert again.status_code == 404
    never = make.person(agency=agency, email=person.email)
    assert stopping.has_stopped(never.pk) == (act == "never")


def test_a_long_list_holds_up_nobody_who_works_for_the_agency():
    agency = agency_that_writes()
    added(agency)

    with CaptureQueriesContext(connection) as seen:
        tell(agency, START)

    locks = [one["sql"] for one in seen if "studies_agency" in one["sql"]]
    assert any(sql.endswith("FOR NO KEY UPDATE") for sql in locks)
    assert not any(sql.endswith("FOR UPDATE") for sql in locks)
