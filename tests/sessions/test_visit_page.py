"""Somebody's own page of a visit: opened by anybody's scanner, used by the person."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from studies.agencies import time_zones
from studies.evidence.models import Decision
from studies.outreach import tokens
from studies.people import agreeing
from studies.people.models import Consent
from studies.sessions import booking as visits
from studies.sessions.booking import Needs
from studies.sessions.models import Booking, Slot
from tests import make

pytestmark = pytest.mark.django_db


def page_of(row, path="") -> str:
    return f"/visit/{tokens.visit_token(row.pk)}/{path}"


def read(row, path="", **asked) -> str:
    return Client().get(page_of(row, path), asked).content.decode()


def post(row, path="", **fields):
    strict = Client(enforce_csrf_checks=True)
    return strict.post(page_of(row, path), fields, follow=True)


def press(row, slot, **fields) -> str:
    values = {"act": "book", "slot": slot.pk, "zone": "America/Chicago"}
    return post(row, **values | fields).content.decode()


@pytest.fixture
def slot() -> Slot:
    session = make.session(has_interpreter=True, about="We read a letter together.")
    return make.slot(session=session, starts_at=datetime(2027, 4, 16, 20, tzinfo=UTC))


@pytest.fixture
def row(slot) -> Booking:
    return make.booking(session=slot.session)


@pytest.fixture(autouse=True)
def april(monkeypatch, noon):
    monkeypatch.setattr(timezone, "now", lambda: noon)


@pytest.mark.parametrize("path", ["", "cancel/"])
def test_opening_the_page_books_and_cancels_nothing(row, slot, path):
    for _twice in range(2):
        page = Client().get(page_of(row, path) + f"?slot={slot.pk}&act=book")

    row.refresh_from_db()
    assert (page.status_code, page.cookies) == (200, {})
    assert "no-store" in page.headers["Cache-Control"]
    assert (row.state, Slot.objects.get().taken) == ("invited", 0)


def test_free_times_stand_day_by_day_with_what_it_is(row, slot):
    make.slot(session=slot.session, starts_at=slot.starts_at + timedelta(hours=2))
    make.slot(session=slot.session, starts_at=slot.starts_at, state="canceled")
    make.booking(slot=make.slot(session=slot.session, days=9))

    page = read(row)

    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Friday, April 16, 2027"]
    hours = re.findall(r"</span> (\S.*?)</label>", page)
    assert hours == ["3 p.m. to 3:45 p.m.", "5 p.m. to 5:45 p.m."]
    assert "The hours are those of Central time (Chicago)." in page
    assert "We read a letter together." in page
    assert "Where we meet it is" not in page


def test_one_tap_books_and_the_page_says_what_is_kept(row, slot):
    page = press(
        row,
        slot,
        needs=["breaks", "child_care"],
        interpreter="ar",
        brings_somebody="on",
        other="A quiet room",
    )

    row.refresh_from_db()
    assert (row.state, row.slot, row.booked_by) == ("booked", slot, "person")
    assert "Thank you. We keep this time for you" in page
    assert "3 p.m. to 3:45 p.m.</strong>, Central time (Chicago)" in page
    for said in ("More time, or breaks", "Child care", "Arabic", "A quiet room"):
        assert said in page
    assert "Somebody comes along" in page


def test_the_hours_follow_the_clock_that_somebody_chooses(row, slot):
    shown = post(
        row, act="zone", zone="America/Denver", other="Slowly"
    ).content.decode()
    page = press(row, slot, zone="America/Denver")

    assert "2 p.m. to 2:45 p.m. <span" in shown
    assert "Where we meet it is: Friday, April 16, 2027, 3 p.m." in shown
    assert "Slowly</textarea>" in shown
    assert "error-summary" not in shown
    assert "2 p.m. to 2:45 p.m.</strong>, Mountain time (Denver)" in page
    assert Booking.objects.get().time_zone == "America/Denver"


def test_another_language_keeps_what_is_typed(row, slot):
    shown = post(row, language="es", slot=slot.pk, other="Despacio")
    page = shown.content.decode()

    assert '<html lang="es"' in page
    assert "Despacio</textarea>" in page
    assert f'value="{slot.pk}" id="id_slot_0" checked' in page
    assert "error-summary" not in page
    assert 'action="?lang=es"' in page
    assert Slot.objects.get().taken == 0


def test_an_old_page_says_that_they_had_booked_already(row, slot):
    later = make.slot(session=slot.session, starts_at=slot.starts_at + timedelta(1))
    press(row, slot)

    twice, other = press(row, slot), press(row, later)

    row.refresh_from_db()
    assert row.slot == slot
    assert "You had booked already" not in twice
    assert "You had booked already, so this time stays." in other
    assert "You can change it or cancel until it starts." in other


@pytest.mark.parametrize("zone", ["Mars/Base", ""])
def test_a_clock_that_nobody_knows_is_not_taken(row, slot, zone):
    page = press(row, slot, zone=zone)

    assert "Something needs another look" in page
    assert Slot.objects.get().taken == 0


def test_without_a_time_nothing_is_booked_and_nothing_is_lost(row, slot):
    page = post(row, act="book", zone="America/Chicago", other="Slowly")

    assert "Choose one of the times." in page.content.decode()
    assert "Slowly</textarea>" in page.content.decode()


def test_a_time_taken_meanwhile_says_so_and_shows_the_rest(row, slot):
    make.slot(session=slot.session, starts_at=slot.starts_at + timedelta(1))
    make.booking(
        slot=slot, participant=make.participant(study=slot.session.round.study)
    )

    page = press(row, slot, other="Slowly")

    row.refresh_from_db()
    assert row.state == "invited"
    assert "Somebody else took this time just now. What you wrote is kept" in page
    assert "Slowly</textarea>" in page
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Saturday, April 17, 2027"]


def test_a_time_taken_in_the_last_moment_says_so_too(row, slot, monkeypatch):
    def too_late(*args, **kwargs):
        Slot.objects.update(taken=1)
        return book(*args, **kwargs)

    book = visits.book
    monkeypatch.setattr(visits, "book", too_late)

    page = press(row, slot)

    assert "Somebody else took this time" in page
    assert "All times are taken" in page


def test_consent_is_asked_with_one_box_for_each_purpose(row, slot):
    make.consent(study=slot.session.round.study, record="You may record us.")

    asked = read(row)
    without = press(row, slot, agree=["quote"])
    page = press(row, slot, agree=["take_part", "quote"])

    assert "checked" not in asked
    assert "You may record us.</label>" in asked
    assert "To take part, tick the first box. It is your choice." in without
    assert "Your visit is booked" in page
    assert Consent.objects.get().purposes == ["take_part", "quote"]


@pytest.fixture
def quoted(row) -> Decision:
    """A decision on words of somebody who agreed to be quoted, in an earlier session."""
    make.consent(study=row.session.round.study, record="You may record us.")
    agreeing.agree(row.participant_id, ["take_part", "quote"], language="en")
    talk = make.conversation(round=row.session.round, participant=row.participant)
    decision = make.decision(round=row.session.round)
    decision.highlights.set([make.highlight(conversation=talk)])
    return decision


def ticked(page: str) -> list[str]:
    return re.findall(r'name="agree" value="(\w+)" id="\w+" checked', page)


def test_what_somebody_agreed_to_before_stands_ticked_beside_taking_part(row, quoted):
    page = read(row)

    assert ticked(page) == ["quote"]
    assert "To take it back, take the tick away." in page
    assert 'name="held" value="quote"' in page


def test_an_old_page_with_an_empty_box_takes_nothing_back(row, slot, quoted):
    press(row, slot, agree=["take_part", "record"])

    quoted.refresh_from_db()
    assert row.participant.consents.first().purposes == ["take_part", "record", "quote"]
    assert quoted.words_taken_back_on is None


def test_taking_the_tick_away_takes_it_back_and_marks_what_stood_on_it(
    row, slot, quoted
):
    press(row, slot, agree=["take_part"], held=["quote"])

    quoted.refresh_from_db()
    assert row.participant.consents.first().purposes == ["take_part"]
    assert quoted.words_taken_back_on == timezone.localdate()
    assert ticked(read(row, change="1")) == ["take_part"]


def test_what_nobody_agreed_to_is_not_agreed_to_by_saying_it_held(row, slot, quoted):
    press(row, slot, agree=["take_part", "quote"], held=["quote", "record"])

    quoted.refresh_from_db()
    assert row.participant.consents.first().purposes == ["take_part", "quote"]
    assert quoted.words_taken_back_on is None


def test_a_visit_is_moved_and_its_own_time_stays_among_the_others(row, slot):
    press(row, slot, other="Slowly")
    later = make.slot(session=slot.session, starts_at=slot.starts_at + timedelta(1))

    form = read(row, change="1")
    address = page_of(row) + "?change=1"
    Client().post(address, {"act": "book", "slot": later.pk, "zone": "America/Chicago"})

    row.refresh_from_db()
    assert f'value="{slot.pk}" id="id_slot_0" checked' in form
    assert "Slowly</textarea>" in form
    assert (row.slot, row.sequence) == (later, 2)
    assert sorted(Slot.objects.values_list("taken", flat=True)) == [0, 1]


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="([\w-]+)" selected', page)


def test_whose_language_nobody_speaks_there_is_offered_an_interpreter(slot):
    Slot.objects.update(capacity=3)
    study = slot.session.round.study
    arabic, somali, english = (
        make.booking(
            session=slot.session,
            participant=make.participant(study=study, language=language),
        )
        for language in ("ar", "so", "en-us")
    )

    page = read(arabic, lang="ar")
    said = press(arabic, slot, interpreter="")
    again = read(arabic, change="1")

    assert "You can speak English or Spanish there." in read(arabic, lang="en")
    assert page.index('name="interpreter"') < page.index('name="needs"')
    assert (chosen(page)[-1], chosen(read(somali))[-1]) == ("ar", "so")
    assert "ar" not in chosen(read(english))
    assert "You can speak English or Spanish there." in said
    assert '<option value="" selected>No</option>' in again
    assert "I need an interpreter, breaks" in read(english)
    opened = read(english, lang="ar")
    assert opened.index('name="interpreter"') < opened.index('name="needs"')


def test_canceling_asks_first_and_leaves_the_door_open(row, slot):
    press(row, slot)

    asks = read(row, "cancel/")
    page = post(row, "cancel/").content.decode()

    row.refresh_from_db()
    assert "Nobody asks why" in asks
    assert (row.state, row.canceled_by) == ("canceled", "person")
    assert "Your visit is canceled. That is fine." in page
    assert "3 p.m. to 3:45 p.m." in page
    assert "Your visit is booked" in press(row, slot)


def test_somebody_may_rather_not_come(row):
    page = post(row, "cancel/").content.decode()

    row.refresh_from_db()
    assert row.state == "canceled"
    assert "Choose another time whenever you like" in page


def test_once_it_has_begun_the_page_shows_the_way_and_changes_nothing(row, slot, noon):
    press(row, slot)
    Slot.objects.update(starts_at=noon - timedelta(minutes=10))

    page, asks = read(row), Client().get(page_of(row, "cancel/"))
    post(row, "cancel/")
    moved = read(row, change="1")

    row.refresh_from_db()
    assert row.state == "booked"
    assert "It has begun" in page
    assert "It has begun" in moved
    assert asks.status_code == 302
    assert "Cancel my visit" not in page


def test_the_calendar_file_names_nobody(row, slot):
    press(row, slot)

    file = Client().get(page_of(row, "visit.ics"))

    found = Calendar.from_ical(file.content)
    [entry] = found.events
    # A file that somebody opens asks nobody for anything.
    assert "method" not in found
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert entry["dtstart"].dt == slot.starts_at
    assert "attendee" not in entry


def over(row, slot):
    Booking.objects.update(slot=slot, state="booked")
    Slot.objects.update(starts_at=timezone.now() - timedelta(days=1))


ENDED = {
    "a visit that is over": over,
    "a session put away": lambda row, slot: type(slot.session).objects.update(
        archived_at=timezone.now()
    ),
    "somebody who took all back": lambda row, slot: type(
        row.participant
    ).objects.update(withdrawn_on="2027-04-01"),
    "somebody erased": lambda row, slot: row.participant.person.delete(),
}


@pytest.mark.parametrize("why", ENDED)
def test_a_link_that_has_ended_looks_like_one_that_never_was(row, slot, why):
    ENDED[why](row, slot)
    paths = ["", "cancel/", "visit.ics"]

    ended = [Client().get(page_of(row, path)) for path in paths]
    never = [Client().get(f"/visit/{'A' * 43}/{path}") for path in paths]

    assert {page.status_code for page in ended + never} == {404}
    assert len({page.content for page in ended + never}) == 1


def test_who_may_not_book_any_more_reads_that_the_round_is_over(row, slot):
    type(slot.session.round).objects.update(state="closed")

    answer = Client().get(page_of(row), {"lang": "es"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>Esta ronda ya terminó</h1>" in page
    assert f"/p/{slot.session.round.study.slug}/?lang=es" in page
    assert slot.session.round.study.agency.contact_phone in page


def test_a_visit_that_is_canceled_after_the_round_says_so(row, slot):
    press(row, slot)
    type(slot.session.round).objects.update(state="closed")

    page = post(row, "cancel/").content.decode()

    assert "Your visit is canceled." in page
    assert "This round is over" in page


def test_a_booked_visit_stands_though_its_round_is_closed(row, slot):
    press(row, slot)
    type(slot.session.round).objects.update(state="closed")

    page = read(row)
    post(row, "cancel/")

    row.refresh_from_db()
    assert "Friday, April 16, 2027" in page
    assert row.state == "canceled"


def test_a_page_without_a_wished_clock_does_not_list_all_of_them(row, monkeypatch):
    time_zones.known_zones.cache_clear()
    listed = []
    monkeypatch.setattr(
        time_zones, "available_timezones", lambda: listed.append(1) or {"Asia/Manila"}
    )

    read(row)
    without = len(listed)
    for _twice in range(2):
        page = post(row, act="zone", zone="Asia/Manila").content.decode()
    time_zones.known_zones.cache_clear()

    assert (without, len(listed)) == (0, 1)
    assert "The hours are those of Manila." in page


def test_who_tries_many_links_has_to_wait(row):
    client = Client()
    for _each in range(10):
        client.get("/visit/guess/")

    assert client.get("/visit/guess/").status_code == 429
    assert client.get(page_of(row)).status_code == 429
    assert Client().get(page_of(row)).status_code == 200


def test_the_page_costs_few_queries(row, slot, django_assert_max_num_queries):
    for n in range(3):
        make.slot(session=slot.session, days=n + 4)
    make.consent(study=slot.session.round.study)
    client = Client()
    client.get(page_of(row))

    with django_assert_max_num_queries(6):
        client.get(page_of(row))


def test_needs_of_an_earlier_booking_come_along(row, slot):
    visits.book(row.pk, slot.pk, needs=Needs(["breaks"]))
    visits.cancel(row.pk)

    page = read(row)

    assert re.search(r'value="breaks"[^>]*checked', page)
    assert '<details class="fold" open>' in page
