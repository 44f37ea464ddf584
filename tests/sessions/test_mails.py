"""Mails about visits: each once, still true as it leaves, and read by calendars."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from studies.outreach import stopping, wanted
from studies.outreach.letters import visit_url
from studies.outreach.models import Delivery, Suppression
from studies.people import agreeing
from studies.people.models import AccessLog, Consent, Person
from studies.planning import pausing
from studies.sessions import actions as sessions
from studies.sessions import booking as visits
from studies.sessions import mailing, still_wanted, writing
from studies.sessions.booking import Needs
from studies.sessions.models import Booking, Letter, Session, Slot
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(noon) -> Slot:
    """Two days after a Wednesday noon, at three in Chicago."""
    return make.slot(starts_at=noon + timedelta(days=2, hours=3), session=talk())


def talk(**fields) -> Session:
    row = make.session(
        title="Talk, with: commas; and ñ",
        about="Read a letter.\nTell us what is clear.",
        payment="You get $40.",
        **fields,
    )
    agency = row.round.study.agency
    agency.name, agency.contact_email = (
        "Household Support",
        "letters@agency.example.org",
    )
    agency.contact_phone, agency.time_zone = "555-0142", "America/Chicago"
    agency.save()
    return row


def book(slot, now, language="en", **more) -> Booking:
    study = slot.session.round.study
    person = make.participant(study=study, language=language)
    row = make.booking(session=slot.session, participant=person)
    return visits.book(row.pk, slot.pk, needs=Needs(), now=now, **more)


def states(row) -> list[tuple[str, str, str]]:
    rows = row.letters.order_by("pk")
    return list(rows.values_list("kind", "state", "reason"))


def text(mail) -> str:
    return mail.get_body(["plain"]).get_content()


def event(mail):
    """The entry that mail programs find, and the way it asks to be taken."""
    [part] = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["method"]
    [entry] = calendar.events
    return calendar["method"], entry


def test_a_confirmation_says_when_where_and_how_to_change_it(sink, noon, slot):
    row = book(slot, noon, time_zone="America/New_York")

    sent = mailing.deliver_due(now=noon)

    [(address, mail)] = sink.received
    assert (sent, address) == (1, row.participant.person.email)
    assert mail["From"] == "Household Support <ask@agency.example.org>"
    assert mail["Subject"].strip() == "Your visit is booked: Talk, with: commas; and ñ"
    assert mail["To"] == row.participant.person.email
    assert text(mail).replace("\r\n", "\n") == (
        "Hello,\n\n"
        "Your visit is booked: Talk, with: commas; and ñ\n\n"
        "Friday, April 16, 2027\n"
        "4 p.m. to 4:45 p.m., Eastern time (New York)\n"
        "Where we meet it is: Friday, April 16, 2027, 3 p.m. to 3:45 p.m., "
        "Central time (Chicago)\n"
        "Where: Library, room 2\n\n"
        "You get $40.\n\n"
        "Change the time or cancel here, until it starts. Nobody asks why:\n"
        f"{visit_url(row.pk, 'en')}\n\n"
        "Questions? Is this message real? Call 555-0142.\n\n"
        "Household Support"
    )
    assert mail["Reply-To"] == "letters@agency.example.org"
    assert AccessLog.objects.filter(act="mailed", people=1).count() == 1


def test_mails_say_which_languages_are_spoken_and_that_an_interpreter_comes(noon, slot):
    slot.session.has_interpreter = True
    slot.session.save()
    row = book(slot, noon, language="ko")
    row.interpreter = "ko"
    spoken = "You can speak English or Spanish there."

    words = {
        kind: writing.written(Letter(booking=row, kind=kind)).text
        for kind in Letter.Kind.values
    }
    row.participant.language, row.interpreter = "es", ""
    plain = writing.written(Letter(booking=row, kind="update")).text

    told = {kind for kind, text in words.items() if f"\n{spoken}\n" in text}
    comes = {kind for kind, text in words.items() if "An interpreter: Korean" in text}
    assert told == {"invitation", "confirmation", "update", "reminder"}
    assert comes == {"confirmation", "update", "reminder"}
    assert "interpreter" not in plain
    assert "inglés" not in plain


def test_calendars_get_an_invitation_for_this_person_and_no_other(sink, noon, slot):
    slot.capacity = 2
    slot.save()
    row, other = book(slot, noon), book(slot, noon)

    mailing.deliver_due(now=noon)

    mail = sink.mail_to(row.participant.person.email)
    method, entry = event(mail)
    assert method == "REQUEST"
    assert entry["uid"] == f"{row.pk}@ask.example.org"
    assert (entry["sequence"], entry["status"]) == (1, "CONFIRMED")
    assert entry["dtstart"].dt == slot.starts_at
    assert entry["dtend"].dt == slot.starts_at + timedelta(minutes=45)
    assert entry["dtstart"].dt.utcoffset() == timedelta()
    assert entry["organizer"] == "mailto:letters@agency.example.org"
    assert entry["organizer"].params["CN"] == "Household Support"
    assert entry["organizer"].params["SENT-BY"] == "mailto:ask@agency.example.org"
    assert entry["attendee"] == f"mailto:{row.participant.person.email}"
    assert entry["summary"] == "Talk, with: commas; and ñ"
    assert entry["description"].startswith("Read a letter.\nTell us what is clear.\n")
    assert visit_url(row.pk, "en") in entry["description"]
    assert other.participant.person.email not in mail.as_string()


def entries(mail) -> dict[str, bytes]:
    """The entry as it is offered by mail programs, and as a file, byte by byte."""
    kinds = {"text/calendar": "offered", "application/ics": "file"}
    return {
        kinds[part.get_content_type()]: part.get_payload(decode=True)
        for part in mail.walk()
        if part.get_content_type() in kinds
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_entry_is_folded_and_escaped_as_calendars_expect(
    sink, noon, slot, language
):
    book(slot, noon, language=language)
    Session.objects.update(about="نقرأ الرسالة معًا، ونسأل عمّا هو واضح. " * 9)

    mailing.deliver_due(now=noon)

    found = entries(sink.received[0][1])
    for raw in found.values():
        lines = raw.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        assert all(line.decode() or not line for line in lines)  # no letter is cut
        assert b"\n" not in raw.replace(b"\r\n", b"")
        plain = raw.replace(b"\r\n ", b"").decode()
        assert f"SUMMARY;LANGUAGE={language}:Talk\\, with: commas\\; and ñ\r\n" in plain
    assert list(found) == ["offered", "file"]
    assert found["offered"].rstrip() == found["file"].rstrip()


def test_calendars_find_the_entry_where_each_looks_for_it(sink, noon, slot):
    """Outlook searches the first part alone, Google wants the method there, and others
    only open a file."""
    book(slot, noon)

    mailing.deliver_due(now=noon)

    [(_address, mail)] = sink.received
    first, file = mail.get_payload()
    offered = first.get_payload()[-1]
    types = [part.get_content_type() for part in first.get_payload()]
    assert mail.get_content_type() == "multipart/mixed"
    assert first.get_content_type() == "multipart/alternative"
    assert types == ["text/plain", "text/html", "text/calendar"]
    assert (offered.get_param("method"), offered.get_param("charset")) == (
        "REQUEST",
        "utf-8",
    )
    assert file.get_content_disposition() == "attachment"
    head = entries(mail)["file"].partition(b"BEGIN:VEVENT")[0].decode().split("\r\n")
    assert head == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CX Studio//Visits//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "",
    ]


def test_a_cancellation_names_whom_and_when_it_cancels(sink, noon, slot):
    row = book(slot, noon)
    mailing.deliver_due(now=noon)
    later = noon + timedelta(hours=1)
    visits.cancel(row.pk, now=later)

    mailing.deliver_due(now=later)

    (_method, booked), (method, gone) = (event(mail) for _to, mail in sink.received)
    same = ("uid", "organizer", "dtstart", "dtend", "summary")
    assert (method, gone["status"], gone["transp"]) == (
        "CANCEL",
        "CANCELLED",
        "TRANSPARENT",
    )
    assert [gone[name] for name in same] == [booked[name] for name in same]
    assert gone["attendee"] == booked["attendee"]
    assert gone["sequence"] > booked["sequence"]
    assert gone["dtstamp"].dt == later.astimezone(UTC)


def test_each_change_raises_the_number_under_the_same_name(sink, noon, slot):
    row = book(slot, noon)
    mailing.deliver_due(now=noon)
    later = make.slot(session=slot.session, starts_at=noon + timedelta(days=4))
    visits.book(row.pk, later.pk, needs=Needs(), now=noon)
    mailing.deliver_due(now=noon)
    visits.cancel(row.pk, now=noon)
    mailing.deliver_due(now=noon)

    found = [event(mail) for _to, mail in sink.received]

    facts = [(m, e["uid"], e["sequence"], e["status"]) for m, e in found]
    name = f"{row.pk}@ask.example.org"
    assert facts == [
        ("REQUEST", name, 1, "CONFIRMED"),
        ("REQUEST", name, 2, "CONFIRMED"),
        ("CANCEL", name, 3, "CANCELLED"),
    ]
    assert [m["Subject"].strip().partition(":")[0] for _to, m in sink.received] == [
        "Your visit is booked",
        "Your visit has changed",
        "Your visit is canceled",
    ]


def test_a_call_link_is_told_to_those_who_booked_alone(sink, noon):
    session = talk(place="", call_link="https://calls.example.org/r/42")
    slot = make.slot(session=session, starts_at=noon + timedelta(days=2))
    person = make.participant(study=session.round.study)
    visits.invite(session.pk, [person], by=None)
    mailing.deliver_due(now=noon + timedelta(days=1))
    Letter.objects.update(due_at=noon)
    mailing.deliver_due(now=noon)
    [row] = Booking.objects.all()
    visits.book(row.pk, slot.pk, needs=Needs(), now=noon)
    mailing.deliver_due(now=noon)

    first, second = [mail for _to, mail in sink.received]

    assert "calls.example.org" not in first.as_string()
    assert "It is a call. You get the link when you have booked." in text(first)
    assert (
        first["List-Unsubscribe"].strip().startswith("<https://ask.example.org/stop/")
    )
    assert "Open this link at that time: https://calls.example.org/r/42" in text(second)
    assert second["List-Unsubscribe"] is None


def test_a_reminder_goes_out_the_day_before_once(sink, noon, slot):
    row = book(slot, noon)
    mailing.deliver_due(now=noon)
    day_before = slot.starts_at - timedelta(days=1)

    sent = [
        mailing.deliver_due(now=now)
        for now in (noon + timedelta(hours=1), day_before, day_before)
    ]

    assert sent == [0, 1, 0]
    assert states(row)[1] == ("reminder", "handed_over", "")
    assert "Your visit is soon" in sink.received[-1][1]["Subject"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Manila"])
def test_a_reminder_waits_for_the_day_where_the_person_is(sink, noon, slot, zone):
    row = book(slot, noon, time_zone=zone)
    mailing.deliver_due(now=noon)
    reminder = row.letters.get(kind="reminder")

    due = reminder.due_at.astimezone(ZoneInfo(zone))
    start = slot.starts_at.astimezone(ZoneInfo(zone))

    assert (due.hour, due.date()) == (10, start.date() - timedelta(days=1))
    # No worker ran until night: it waits for the morning, and still goes out.
    night = due.replace(hour=22)
    assert mailing.deliver_due(now=night) == 0
    assert row.letters.get(kind="reminder").due_at == night.replace(
        hour=9, day=night.day + 1
    )


def test_who_books_for_tomorrow_needs_no_reminder_besides(noon):
    slot = make.slot(starts_at=noon + timedelta(hours=20), session=talk())

    row = book(slot, noon)

    assert [kind for kind, _state, _reason in states(row)] == ["confirmation"]


def test_a_moved_or_canceled_visit_is_not_reminded_of_its_old_time(sink, noon, slot):
    row = book(slot, noon)
    visits.cancel(row.pk, now=noon)

    mailing.deliver_due(now=slot.starts_at - timedelta(hours=20))

    [(_address, mail)] = sink.received
    assert mail["Subject"].strip().startswith("Your visit is canceled")
    assert states(row) == [
        ("confirmation", "dropped", "changed"),
        ("reminder", "dropped", "changed"),
        ("cancellation", "handed_over", ""),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: Booking.objects.update(sequence=9), "changed"),
        (lambda row: row.participant.person.delete(), "erased"),
        (
            lambda row: type(row.participant).objects.update(withdrawn_on="2027-04-01"),
            "withdrawn",
        ),
        (
            lambda row: Slot.objects.update(starts_at=datetime(2027, 1, 1, tzinfo=UTC)),
            "too_late",
        ),
    ],
)
def test_a_reminder_is_asked_for_once_more_as_it_leaves(noon, slot, change, reason):
    row = book(slot, noon)
    Letter.objects.filter(kind="confirmation").update(state="handed_over")

    change(row)
    mailing.deliver_due(now=noon + timedelta(days=1))

    assert row.letters.get(kind="reminder").reason == reason


def test_who_stopped_all_messages_hears_of_a_booked_visit_until_they_cancel(
    sink, noon, slot
):
    Slot.objects.update(capacity=2)
    row = book(slot, noon)
    stopping.stop_messages(row.participant.person_id)
    other = make.booking(
        session=slot.session,
        participant=make.participant(study=slot.session.round.study),
    )
    stopping.stop_messages(other.participant.person_id)
    mailing.invited(slot.session, [other], noon)

    mailing.deliver_due(now=noon)

    assert sink.addresses == [row.participant.person.email]
    assert states(other) == [("invitation", "dropped", "stopped")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"slots": 0}, "full"),
        ({"person": {"archived_at": datetime(2027, 1, 1, tzinfo=UTC)}}, "archived"),
        ({"person": {"email": ""}}, "no_address"),
        ({"study": {"state": "practice"}}, "practice"),
    ],
)
def test_an_invitation_that_is_not_wanted_stays_here(noon, slot, change, reason):
    row = make.booking(
        session=slot.session,
        participant=make.participant(
            study=slot.session.round.study, person=make.person(phone="212-555-0111")
        ),
    )
    person, study = row.participant.person, slot.session.round.study
    for name, value in change.get("person", {}).items():
        setattr(person, name, value)
    person.save()
    for name, value in change.get("study", {}).items():
        setattr(study, name, value)
    study.save()
    if "slots" in change:
        Slot.objects.all().delete()
    mailing.invited(slot.session, [row], noon)

    mailing.deliver_due(now=noon)

    assert states(row) == [("invitation", "dropped", reason)]


WISHES = {
    "left": {"state": "left", "left_on": date(2027, 4, 1)},
    "not_confirmed": {"state": "pending"},
    "paused": {"paused_until": date(2027, 5, 1)},
    "calls": {"channels": ["phone"]},
}


def first_asked(slot, noon, person) -> Booking:
    study = slot.session.round.study
    row = make.booking(
        session=slot.session, participant=make.participant(study=study, person=person)
    )
    mailing.invited(slot.session, [row], noon)
    return row


def had_an_invitation(person, at) -> None:
    """To a survey of another study."""
    study = make.study(agency=person.agency, state="running")
    activity = make.open_activity(round=make.round_(study=study))
    wave = make.wave(activity, [person], now=at)
    sent = Delivery.objects.filter(wave=wave, step="invitation")
    sent.update(state="handed_over", handed_over_at=at)


@pytest.mark.parametrize("reason", [*WISHES, "only_to_tell", "cap_month"])
def test_who_has_no_part_yet_is_invited_as_they_wish_to_be_asked(noon, slot, reason):
    agency = slot.session.round.study.agency
    person = make.person(agency=agency, may_be_asked=reason != "only_to_tell")
    if reason in WISHES:
        make.panel_member(person=person, **WISHES[reason])
    elif reason == "cap_month":
        had_an_invitation(person, noon - timedelta(days=29))
    row = first_asked(slot, noon, person)

    mailing.deliver_due(now=noon)

    assert states(row) == [("invitation", "dropped", reason)]


@pytest.mark.parametrize("joined", ["consent", "visit"])
def test_inside_a_study_that_somebody_joined_no_cap_counts(sink, noon, slot, joined):
    person = make.person(agency=slot.session.round.study.agency)
    had_an_invitation(person, noon - timedelta(days=29))
    row = first_asked(slot, noon, person)
    if joined == "consent":
        make.consent(study=row.participant.study)
        agreeing.agree(row.participant_id, ["take_part"], language="en")
    else:
        other = make.slot(session=make.session(round=slot.session.round))
        make.booking(slot=other, participant=row.participant)

    mailing.deliver_due(now=noon)

    assert states(row) == [("invitation", "handed_over", "")]


def test_an_invitation_to_a_visit_counts_for_the_cap_of_other_studies(sink, noon, slot):
    agency = slot.session.round.study.agency
    person, joined = make.person(agency=agency), make.person(agency=agency)
    make.consent(study=slot.session.round.study)
    row = first_asked(slot, noon, person)
    other = first_asked(slot, noon, joined)
    agreeing.agree(other.participant_id, ["take_part"], language="en")
    Consent.objects.update(given_at=noon - timedelta(days=1))
    mailing.deliver_due(now=noon)
    people = Person.objects.filter(pk__in=[person.pk, joined.pk])

    found = [
        set(wanted.at_the_cap(people, person.agency, noon + timedelta(days=days)))
        for days in (29, 31)
    ]

    assert states(row) == [("invitation", "handed_over", "")]
    assert found == [{person}, set()]


def test_visits_and_surveys_are_counted_together_over_a_year(sink, noon, slot):
    person = make.person(agency=slot.session.round.study.agency)
    for days in (200, 100):
        had_an_invitation(person, noon - timedelta(days=days))
    first_asked(slot, noon, person)
    mailing.deliver_due(now=noon)

    people = Person.objects.filter(pk=person.pk)
    in_time = [noon + timedelta(days=days) for days in (60, 166)]

    assert [set(wanted.at_the_cap(people, person.agency, at)) for at in in_time] == [
        {person},
        set(),
    ]


@pytest.mark.parametrize("closes", ["round", "study"])
def test_nobody_is_invited_once_the_round_or_the_study_is_closed(noon, slot, closes):
    round_ = slot.session.round
    row = make.booking(
        session=slot.session, participant=make.participant(study=round_.study)
    )
    mailing.invited(slot.session, [row], noon)
    closed = round_ if closes == "round" else round_.study
    type(closed).objects.filter(pk=closed.pk).update(state="closed")

    mailing.deliver_due(now=noon)

    assert states(row) == [("invitation", "dropped", "closed")]


def test_while_a_study_is_paused_invitations_wait_and_booked_visits_do_not(
    sink, noon, slot
):
    Slot.objects.update(capacity=3)
    study, by = slot.session.round.study, make.user()
    row = book(slot, noon)
    other = make.booking(
        session=slot.session, participant=make.participant(study=study)
    )
    mailing.invited(slot.session, [other], noon)
    waits, theirs = ("invitation", "queued", ""), row.participant.person.email

    pausing.pause(study.pk, reason="We mend the form.", by=by)
    mailing.deliver_due(now=noon)
    mailing.deliver_due(now=noon + timedelta(days=1))
    mailing.deliver(other.letters.get().pk, now=noon)
    held = states(other), list(sink.addresses)
    pausing.go_on(study.pk, by=by)
    mailing.deliver_due(now=noon + timedelta(days=1, minutes=1))

    assert held == ([waits], [theirs, theirs])
    assert states(row)[1] == ("reminder", "handed_over", "")
    assert sink.addresses[2:] == [other.participant.person.email]


def test_a_practice_study_writes_to_the_team_alone(sink, noon, slot):
    study = slot.session.round.study
    study.state = "practice"
    study.save()
    member = make.member(agency=study.agency)
    person = make.person(agency=study.agency, email=member.user.email)
    row = make.booking(
        session=slot.session, participant=make.participant(study=study, person=person)
    )
    mailing.invited(slot.session, [row], noon)

    mailing.deliver_due(now=noon)

    assert sink.addresses == [member.user.email]


def test_what_the_team_does_at_night_is_told_in_the_morning(noon, slot):
    row = book(slot, noon)
    night = noon + timedelta(hours=10)  # ten in the evening in Chicago

    mailing.changed(row, "update", night, by="staff")

    due = row.letters.get(kind="update").due_at.astimezone(slot.zone)
    assert (due.date() - night.date(), due.hour) == (timedelta(), 9)


def test_a_time_that_is_canceled_at_night_before_it_is_told_at_once(noon):
    early = datetime(2027, 4, 15, 13, tzinfo=UTC)  # eight in the morning in Chicago
    slot = make.slot(starts_at=early, session=talk())
    row = book(slot, noon)
    night = noon + timedelta(hours=10)

    mailing.changed(row, "cancellation", night, by="staff")

    assert row.letters.get(kind="cancellation").due_at == night


def test_a_server_that_is_away_leaves_the_letter_waiting(settings, noon, slot):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = book(slot, noon)

    assert mailing.deliver_due(now=noon) == 0
    assert states(row)[0] == ("confirmation", "queued", "")


def test_a_letter_that_may_have_left_is_never_sent_again(sink, noon, slot):
    row = book(slot, noon)
    sink.cut_after_data = {row.participant.person.email}

    mailing.deliver_due(now=noon)
    mailing.deliver_due(now=noon)
    Letter.objects.filter(kind="reminder").update(state="in_hand", claimed_at=noon)
    mailing.deliver_due(now=noon + timedelta(hours=1))

    assert states(row) == [
        ("confirmation", "uncertain", ""),
        ("reminder", "uncertain", ""),
    ]


@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        ("550 5.1.1 no such person", "refused", "no_such_address"),
        ("550 5.7.1 we do not want you", "refused", "refused"),
        ("451 4.7.1 come back later", "queued", ""),
    ],
)
def test_what_the_server_said_of_the_address_is_kept(
    sink, noon, slot, reply, state, reason
):
    row = book(slot, noon)
    sink.on_rcpt = {row.participant.person.email: reply}

    mailing.deliver_due(now=noon)

    assert states(row)[0] == ("confirmation", state, reason)
    assert not AccessLog.objects.filter(act="mailed").exists()
    kept_off = Suppression.objects.values_list("address_hash", "reason")
    is_known = reason == "no_such_address"
    theirs = row.participant.person.email_hash
    assert list(kept_off) == ([(theirs, "bounced")] if is_known else [])


def test_nothing_more_is_mailed_to_an_address_that_there_is_not(sink, noon, slot):
    row = book(slot, noon)
    sink.on_rcpt = {row.participant.person.email: "550 5.1.1 no such person"}
    mailing.deliver_due(now=noon)
    sink.on_rcpt = {}

    mailing.deliver_due(now=slot.starts_at - timedelta(hours=20))

    assert (sink.addresses, states(row)[1]) == (
        [],
        ("reminder", "dropped", "no_such_address"),
    )


def test_their_own_word_stands_above_an_address_that_there_is_not(sink, noon, slot):
    row = book(slot, noon)
    stopping.stop_messages(row.participant.person_id)
    sink.on_rcpt = {row.participant.person.email: "553 5.1.3 no such person"}

    mailing.deliver_due(now=noon)

    assert {found.reason for found in Suppression.objects.all()} == {"stopped"}


def test_who_says_later_is_tried_again_after_longer_and_longer_waits(sink, noon, slot):
    row = book(slot, noon - timedelta(days=1))
    sink.on_rcpt = {row.participant.person.email: "451 4.7.1 come back later"}
    letter = row.letters.get(kind="confirmation")
    tried = [noon]

    while letter.state == "queued":
        mailing.deliver_due(now=tried[-1])
        mailing.deliver_due(now=tried[-1] + timedelta(minutes=1))  # beat: not yet
        letter.refresh_from_db()
        tried.append(letter.due_at)

    waits = [(b - a).seconds // 60 for a, b in pairwise(tried) if b != a]
    assert waits == [5, 10, 20, 40, 80]
    assert (letter.state, letter.reason, letter.attempts) == ("dropped", "gave_up", 6)
    assert [(move.state, move.reason) for move in letter.moves] == [
        ("queued", ""),
        *[("in_hand", ""), ("queued", "later")] * 5,
        ("in_hand", ""),
        ("dropped", "gave_up"),
    ]


def test_a_server_that_is_away_uses_up_no_try(settings, noon, slot):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = book(slot, noon)

    for _minute in range(8):
        mailing.deliver_due(now=noon)

    assert row.letters.get(kind="confirmation").attempts == 0


def test_mails_about_visits_come_from_the_address_that_was_proved(
    sink, noon, slot, settings
):
    settings.BOUNCE_EMAIL = "bounces@studio.example.org"
    agency = slot.session.round.study.agency
    make.sender(agency=agency, name="Ask Us", address="hello@proved.example.org")
    book(slot, noon)

    mailing.deliver_due(now=noon)

    [(_address, mail)] = sink.received
    assert mail["From"] == "Ask Us <hello@proved.example.org>"
    assert mail["Reply-To"] == "dana@agency.example.org"
    assert sink.senders == ["bounces@studio.example.org"]
    _method, entry = event(mail)
    assert entry["organizer"] == "mailto:dana@agency.example.org"


def test_an_address_that_is_not_proved_yet_is_not_used(sink, noon, slot, settings):
    settings.DEFAULT_FROM_EMAIL = "studio@studio.example.org"
    make.sender(agency=slot.session.round.study.agency, checked_at=None)
    book(slot, noon)

    mailing.deliver_due(now=noon)

    [(_address, mail)] = sink.received
    assert mail["From"] == "Household Support <studio@studio.example.org>"
    assert mail["Reply-To"] == "letters@agency.example.org"


def test_a_text_that_the_server_refuses_came_back_too(sink, noon, slot):
    row = book(slot, noon)
    sink.on_data = {row.participant.person.email: "554 5.6.0 not this"}

    mailing.deliver_due(now=noon)

    assert states(row)[0] == ("confirmation", "refused", "refused")


def test_a_forecast_asks_as_much_for_thirty_people_as_for_one(noon, slot):
    study, found = slot.session.round.study, []
    for number in (1, 30):
        people = [make.participant(study=study) for _ in range(number)]
        rows = [make.booking(session=slot.session, participant=one) for one in people]
        mailing.invited(slot.session, rows, noon)

        with CaptureQueriesContext(connection) as asked:
            forecast = still_wanted.forecast(rows, noon)
        found.append((forecast, len(asked)))

    assert found == [({"": 1}, 6), ({"": 30}, 6)]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("es", "Viernes, 16 de abril de 2027"),
        ("zh-hans", "2027年4月16日"),
        ("vi", "Friday, April 16, 2027"),
    ],
)
def test_a_mail_speaks_the_language_of_the_person(sink, noon, slot, language, day):
    book(slot, noon, language=language)

    mailing.deliver_due(now=noon)

    [(_address, mail)] = sink.received
    assert day.casefold() in text(mail).casefold()
    assert mail["Content-Language"] == (language if language != "vi" else "en")
    assert event(mail)[1]["summary"].params["LANGUAGE"] == mail["Content-Language"]


def test_an_address_is_never_put_into_a_log(sink, noon, slot, caplog):
    caplog.set_level("CRITICAL", logger="mail.log")  # the test's own server
    caplog.set_level("DEBUG", logger="studies")
    row = book(slot, noon)
    sink.on_rcpt = {row.participant.person.email: "550 5.1.1 nobody"}

    mailing.deliver_due(now=noon)

    assert "visit_mail_not_sent" in caplog.text
    assert row.participant.person.email not in caplog.text


def test_a_new_place_is_mailed_as_an_update(sink):
    slot = make.slot(session=talk(), days=3)
    row = book(slot, slot.starts_at - timedelta(days=3))
    Letter.objects.all().delete()

    sessions.change(slot.session_id, by=make.user(), place="Library, room 5")
    morning = Letter.objects.get(kind="update").due_at
    mailing.deliver_due(now=morning)

    [(address, mail)] = sink.received
    assert address == row.participant.person.email
    assert "Where: Library, room 5" in text(mail)
