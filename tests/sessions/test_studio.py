"""What the team does with sessions: plan, invite, book, mark, note, tell."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from studies.outreach import stopping
from studies.people import agreeing
from studies.people.models import Consent, Conversation, Payment
from studies.sessions.forms import people
from studies.sessions.forms.planning import TimesForm
from studies.sessions.models import Booking, Letter, Note, Session, Slot
from tests import make

pytestmark = pytest.mark.django_db


def at(name, *args) -> str:
    return reverse(name, args=args)


def read(client, name, *args, **asked) -> str:
    page = client.get(at(name, *args), asked)
    assert page.status_code == 200
    return page.content.decode()


def post(client, name, *args, **fields):
    return client.post(at(name, *args), fields, follow=True).content.decode()


SAID = {
    "kind": "workshop",
    "title": "Draw the letter",
    "place": "Library",
    "time_zone": "America/Chicago",
    "languages": ["en", "es"],
    "minutes": "90",
    "payment": "You get $40.",
    "amount": "40",
    "has_interpreter": "on",
}


def test_a_session_is_planned_and_asks_for_its_times(client, designer):
    round_ = make.round_(study=make.study(agency=designer.agency))

    page = post(client, "session-new", round_.study.slug, 1, **SAID)

    row = Session.objects.get()
    assert (row.kind, row.minutes, row.cents) == ("workshop", 90, 4000)
    assert (row.languages, row.has_interpreter) == (["en", "es"], True)
    assert "<h1>Add times</h1>" in page


def test_a_new_session_takes_the_clock_of_the_one_before(client, designer):
    designer.agency.time_zone = "America/Denver"
    designer.agency.save()
    round_ = make.round_(study=make.study(agency=designer.agency))
    new = at("session-new", round_.study.slug, 1)

    first = client.get(new).context["form"]
    make.session(round=round_, time_zone="America/Chicago")
    make.session(round=round_, time_zone="America/New_York")
    make.session(agency=designer.agency, time_zone="Asia/Manila")
    next_ = client.get(new).context["form"]

    assert first["time_zone"].initial == "America/Denver"
    assert next_["time_zone"].initial == "America/New_York"


def test_either_a_place_or_a_link_is_asked_for_and_a_kind_is_chosen(client, designer):
    round_ = make.round_(study=make.study(agency=designer.agency))

    page = read(client, "session-new", round_.study.slug, 1)

    labels = re.findall(r'for="id_(place|call_link|about)">([^<]*)(<span)?', page)
    assert [(label.strip(), optional) for _id, label, optional in labels] == [
        ("What it is about", "<span"),
        ("Place", ""),
        ("Link to the call", ""),
    ]
    assert "Give a place, a link to a call, or both." in page
    kinds = re.search(r'<select[^>]* id="id_kind".*?</select>', page, re.DOTALL)[0]
    assert re.findall(r'value="(\w*)"', kinds) == ["interview", "test", "workshop"]


def test_a_mail_of_a_visit_says_when_on_the_named_clock_of_the_agency(client, session):
    agency = session.round.study.agency
    agency.time_zone = "America/New_York"
    agency.save()
    row = make.booking(session=session)
    values = {"booking": row, "sequence": 0}
    due = datetime(2030, 3, 8, 15, tzinfo=UTC)
    Letter.objects.create(kind="invitation", due_at=due, **values)
    gone = {"state": "dropped", "reason": "no_address"}
    Letter.objects.create(kind="reminder", due_at=due, **gone, **values)

    page = read(client, "booking", session.pk, row.pk)

    assert "March 8, 2030, 10 a.m., Eastern time (New York)" in page
    # Beside the mail that waits, and at the foot of each page.
    assert page.count("Eastern time (New York)") == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"place": ""}, "Say where it is"),
        ({"minutes": "3"}, "Between 5 minutes and 8 hours."),
        ({"languages": []}, "id_languages_error"),
    ],
)
def test_a_session_that_lacks_something_is_not_saved(client, designer, change, says):
    round_ = make.round_(study=make.study(agency=designer.agency))

    page = post(client, "session-new", round_.study.slug, 1, **SAID | change)

    assert says in page
    assert not Session.objects.exists()


def test_a_change_keeps_what_was_not_touched(client, session):
    form = client.get(at("session-edit", session.pk)).context["form"]
    fields = {f.html_name: f.value() or "" for f in form}

    post(client, "session-edit", session.pk, **fields | {"place": "Room 5"})

    row = Session.objects.get()
    assert (row.place, row.moderator, row.title) == (
        "Room 5",
        session.moderator,
        session.title,
    )
    refused = post(client, "session-edit", session.pk, **fields | {"place": ""})
    assert "Say where it is" in refused
    assert Session.objects.get().place == "Room 5"


TIMES = {
    "first_on": "2030-03-08",
    "last_on": "2030-03-12",
    "weekdays": ["4", "6", "0", "1"],
    "hours": "9:00, 14:30",
    "capacity": "2",
}


def test_many_times_are_added_at_once_on_the_clock_of_the_place(client, session):
    """The clocks of Chicago go forward on Sunday, March 10, 2030."""
    page = post(client, "session-times", session.pk, **TIMES)

    assert "8 times added." in page
    first, *_others, last = Slot.objects.order_by("starts_at")
    assert first.starts_at == datetime(2030, 3, 8, 15, tzinfo=UTC)
    assert last.starts_at == datetime(2030, 3, 12, 19, 30, tzinfo=UTC)
    hours = {slot.starts_at.astimezone(slot.zone).hour for slot in Slot.objects.all()}
    assert (hours, first.capacity, first.minutes) == ({9, 14}, 2, 45)


def test_hours_may_be_written_as_people_say_them(session):
    said = "9, 3pm, 3:15 p.m., 12 am, 12:30 PM, 4 p. m."

    form = TimesForm(TIMES | {"hours": said}, session=session)

    assert form.is_valid()
    assert [f"{at:%H:%M}" for at in form.cleaned_data["hours"]] == [
        *("09:00", "15:00", "15:15", "00:00", "12:30", "16:00"),
    ]


def test_times_at_which_their_leader_is_busy_are_added_with_a_warning(client, session):
    dana = make.member(agency=session.round.study.agency)
    Session.objects.update(moderator=dana)
    other = make.session(round=session.round, moderator=dana)
    nine = datetime(2030, 3, 8, 15, tzinfo=UTC)
    make.slot(session=other, starts_at=nine - timedelta(minutes=44))
    make.slot(session=other, starts_at=nine + timedelta(days=3, minutes=-105))

    page = post(client, "session-times", session.pk, **TIMES)

    [warning] = re.findall(r"leads another session at these times.*?\. Look", page)
    assert "8 times added." in page
    assert warning.count("2030") == 1
    assert "Friday, March 8, 2030, 9 a.m." in warning


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hours": "noon"}, "Write times such as 9:00 or 14:30"),
        ({"hours": "14pm"}, "Write times such as 9:00 or 14:30"),
        ({"last_on": "2030-03-01"}, "The last day is before the first one."),
        ({"last_on": "2032-03-01"}, "Choose days within one year."),
        ({"first_on": "2020-03-01", "last_on": "2020-03-09"}, "None of these times"),
        (
            {"last_on": "2030-12-31", "hours": "9,10"},
            "These are more than 200 times.",
        ),
    ],
)
def test_times_that_cannot_be_are_not_added(client, session, change, says):
    page = post(client, "session-times", session.pk, **TIMES | change)

    assert says in page
    assert not Slot.objects.exists()


def test_times_are_closed_widened_and_canceled(client, session):
    slot = make.slot(session=session)
    make.booking(slot=slot)

    post(client, "slot-change", session.pk, slot.pk, act="close")
    post(client, "slot-change", session.pk, slot.pk, act="seats", capacity="3")
    slot.refresh_from_db()
    assert (slot.state, slot.capacity) == ("closed", 3)
    asks = read(client, "slot-cancel", session.pk, slot.pk)
    assert "1 person has booked it and gets a mail" in asks
    assert Slot.objects.get().state == "closed"
    assert "1 person is told" in post(client, "slot-cancel", session.pk, slot.pk)
    assert Slot.objects.get().state == "canceled"


def test_fewer_seats_than_people_are_refused(client, session):
    slot = make.slot(session=session, capacity=2)
    for _each in range(2):
        person = make.participant(study=session.round.study)
        make.booking(slot=slot, participant=person)

    page = post(client, "slot-change", session.pk, slot.pk, act="seats", capacity="1")

    assert "2 people have booked this time" in page


def test_many_people_are_invited_in_turns(client, session, monkeypatch):
    monkeypatch.setattr(people, "SHOWN", 2)
    make.slot(session=session)
    rows = [make.participant(study=session.round.study) for _each in range(3)]

    first = read(client, "session-invite", session.pk)
    post(client, "session-invite", session.pk, participants=[r.pk for r in rows[:2]])
    then = read(client, "session-invite", session.pk)

    assert "These are the first 2." in first
    assert ("P-002" in first, "P-003" in first) == (True, False)
    assert ("P-003" in then, "These are the first" in then) == (True, False)


def test_one_of_many_is_found_by_number_language_or_group(client, session, monkeypatch):
    monkeypatch.setattr(people, "SHOWN", 2)
    make.slot(session=session)
    study = session.round.study
    rows = [make.participant(study=study, language=code) for code in ("en", "en", "es")]
    group = make.segment(study=study)
    rows[1].segments.set([group])
    address = at("session-invite", session.pk)

    def found(**asked) -> list[str]:
        page = client.get(address, asked).content.decode()
        return re.findall(r'name="participants" value="(\d+)"', page)

    narrowed = [
        found(number="p-003"),
        found(language="es"),
        found(group=group.pk),
        found(number="x"),
    ]
    client.post(f"{address}?number=3", {"participants": [rows[2].pk]})

    third = [str(rows[2].pk)]
    assert narrowed == [third, third, [str(rows[1].pk)], []]
    assert Booking.objects.get().participant == rows[2]
    assert "Nobody fits" in read(client, "session-invite", session.pk, number="3")


def test_several_people_are_invited_and_each_gets_one_mail(client, session):
    make.slot(session=session)
    study = session.round.study
    people = [make.participant(study=study, language="es") for _each in range(3)]
    gone = make.participant(study=study, withdrawn_on=timezone.localdate())

    form = read(client, "session-invite", session.pk)
    chosen = [row.pk for row in people[:2]]
    page = post(client, "session-invite", session.pk, participants=chosen)

    assert "P-001 (Spanish)" in form
    assert gone.pseudonym not in form
    assert "2 people get a mail with a link to book." in page
    assert Letter.objects.filter(kind="invitation").count() == 2
    again = read(client, "session-invite", session.pk)
    assert "P-003" in again
    assert "P-001" not in again


def test_who_was_invited_in_another_tab_is_named_and_the_others_are_invited(
    client, session
):
    make.slot(session=session)
    study = session.round.study
    first, second = make.participant(study=study), make.participant(study=study)
    make.booking(session=session, participant=first)

    again = post(client, "session-invite", session.pk, participants=[first.pk])
    both = [first.pk, second.pk]
    page = post(client, "session-invite", session.pk, participants=both)

    assert "P-001 is invited already." in again
    assert "Select a valid choice" not in again
    assert "P-001 is invited already." in page
    assert "1 person gets a mail with a link to book." in page


def test_whoever_gets_no_invitation_is_counted_with_the_reason(client, session):
    make.slot(session=session)
    study = session.round.study
    by_phone = [
        make.person(agency=study.agency, email="", phone="212-555-0111") for _ in "ab"
    ]
    away = make.person(agency=study.agency, archived_at=timezone.now())
    people = [
        make.participant(study=study, person=person)
        for person in (make.person(agency=study.agency), *by_phone, away)
    ]

    chosen = [row.pk for row in people]
    page = post(client, "session-invite", session.pk, participants=chosen)

    assert "1 person gets a mail with a link to book." in page
    assert "2 people get no mail: no e-mail address." in page
    assert "1 person gets no mail: taken off the list." in page


def test_who_gets_no_mail_or_speaks_no_language_of_it_is_marked_before(
    client, session, django_assert_max_num_queries
):
    make.slot(session=session)
    study = session.round.study
    Session.objects.update(languages=["en"])
    stopped, phone, chinese, fine = (
        make.participant(study=study, person=person, language=language)
        for person, language in (
            (make.person(agency=study.agency), "en"),
            (make.person(agency=study.agency, email="", phone="212-555-0111"), "en"),
            (make.person(agency=study.agency), "zh-hans"),
            (make.person(agency=study.agency), "en"),
        )
    )
    stopping.stop_messages(stopped.person_id)

    with django_assert_max_num_queries(30):
        page = read(client, "session-invite", session.pk)
    by_hand = post(client, "session-invite", session.pk, participants=[stopped.pk])

    labels = re.findall(
        r"<label class=\"usa-checkbox__label\"[^>]*>(.*?)</label>", page
    )
    assert labels == [
        "P-001 (English) · gets no mail: stopped all messages",
        "P-002 (English) · gets no mail: no e-mail address",
        "P-003 (Simplified Chinese) · this session is in other languages",
        "P-004 (English)",
    ]
    closed = re.findall(r'value="(\d+)"[^>]* disabled', page)
    assert closed == [str(stopped.pk)]
    assert "1 person gets no mail: stopped all messages." in by_hand
    assert (phone.pk, chinese.pk, fine.pk) == tuple(
        int(pk) for pk in re.findall(r'name="participants" value="(\d+)"', page)[1:]
    )


def test_where_an_interpreter_can_come_it_says_that_one_is_needed(client, session):
    make.slot(session=session)
    Session.objects.update(languages=["en"], has_interpreter=True)
    make.participant(study=session.round.study, language="zh-hans")

    page = read(client, "session-invite", session.pk)

    assert "this session is in other languages: an interpreter is needed" in page


@pytest.mark.parametrize("ended", ["round", "session"])
def test_nobody_is_invited_to_what_is_over(client, session, ended):
    row = make.participant(study=session.round.study)
    if ended == "round":
        type(session.round).objects.update(state="closed")
    else:
        Session.objects.update(archived_at=timezone.now())

    page = post(client, "session-invite", session.pk, participants=[row.pk])

    assert "Nobody was invited." in page
    assert not Booking.objects.exists()


def test_who_has_no_address_is_told_of_a_visit_by_the_team(client, session):
    slot = make.slot(session=session)
    study = session.round.study
    person = make.person(agency=study.agency, email="", phone="212-555-0111")
    row = make.booking(
        session=session, participant=make.participant(study=study, person=person)
    )

    booked = post(client, "visit-book", session.pk, row.pk, slot=slot.pk)
    canceled = post(client, "booking-cancel", session.pk, row.pk)

    assert "Booked. They have no e-mail address: tell them." in booked
    assert "Canceled. They have no e-mail address: tell them." in canceled


def test_somebody_who_calls_is_booked_by_their_number(client, session):
    slot = make.slot(session=session)
    person = make.participant(study=session.round.study)
    make.consent(study=session.round.study)

    nobody = post(client, "session-book", session.pk, number="P-009")
    post(client, "session-book", session.pk, number="p-001")
    row = Booking.objects.get()
    before = post(client, "visit-book", session.pk, row.pk, slot=slot.pk)
    agreed = {"way": "verbal", "language": "en", "purposes": ["take_part"]}
    post(client, "booking-consent", session.pk, row.pk, **agreed)
    page = post(client, "visit-book", session.pk, row.pk, slot=slot.pk, other="Slowly")

    row.refresh_from_db()
    assert "Nobody in this study has this number." in nobody
    assert "Whoever takes part agrees to it first." in before
    assert (row.participant, row.state, row.booked_by) == (person, "booked", "staff")
    assert Consent.objects.get().way == "verbal"
    assert "Booked. They get a mail with all of it." in page
    assert "Slowly" in page


@pytest.mark.parametrize("fields", [{}, {"way": "verbal", "language": "en"}])
def test_consent_that_says_too_little_is_not_kept(client, session, fields):
    row = make.booking(session=session)
    make.consent(study=session.round.study)

    post(client, "booking-consent", session.pk, row.pk, **fields)

    assert not Consent.objects.exists()


def test_a_visit_is_canceled_by_the_team_after_asking(client, session):
    row = make.booking(slot=make.slot(session=session))

    asks = read(client, "booking-cancel", session.pk, row.pk)
    post(client, "booking-cancel", session.pk, row.pk)

    row.refresh_from_db()
    assert "The seat is free again" in asks
    assert (row.state, row.canceled_by) == ("canceled", "staff")


def past(session, **fields) -> Booking:
    person = make.participant(study=session.round.study)
    slot = make.slot(session=session, days=-1)
    return make.booking(slot=slot, participant=person, **fields)


def test_what_became_of_a_visit_is_marked_and_put_right(client, session):
    row = past(session)

    todo = read(client, "session", session.pk)
    post(client, "booking-mark", session.pk, row.pk, state="no_show")
    fields = {"state": "took_part", "is_proxy": "on"}
    page = post(client, "booking-mark", session.pk, row.pk, **fields)

    row.refresh_from_db()
    assert row.is_proxy
    assert "say whether 1 person came." in todo
    assert row.state == "took_part"
    assert 'value="took_part" aria-pressed="true"' in page
    wrong = post(client, "booking-mark", session.pk, row.pk, state="invited")
    assert "Nobody is booked here any more" in wrong


def test_a_mark_from_an_old_page_changes_nothing_that_was_marked_since(client, session):
    row = past(session)
    page = read(client, "booking", session.pk, row.pk)
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    post(client, "booking-mark", session.pk, row.pk, state="took_part", seen=seen)

    old = {"state": "no_show", "seen": seen}
    refused = post(client, "booking-mark", session.pk, row.pk, **old)

    row.refresh_from_db()
    assert row.state == "took_part"
    assert "somebody said “took part” since you opened the page" in refused


def test_who_did_not_come_and_was_paid_is_worth_a_look(client, session):
    Session.objects.update(cents=4000)
    row = past(session)
    came = post(client, "booking-mark", session.pk, row.pk, state="took_part")
    Payment.objects.update(state="paid", how="cash", settled_on=timezone.localdate())

    page = post(client, "booking-mark", session.pk, row.pk, state="no_show")

    assert "marked as paid" not in came
    assert "Their payment is marked as paid, and stays so." in page


def test_a_visit_leads_on_to_its_payment_its_notes_and_its_conversation(
    client, session
):
    Session.objects.update(cents=4000)
    row = past(session)
    before = read(client, "booking", session.pk, row.pk)

    came = post(client, "booking-mark", session.pk, row.pk, state="took_part")
    fields = {"who": row.pk, "kind": "words", "language": "es", "text": "Es largo."}
    post(client, "session-notes", session.pk, **fields)
    kept = post(client, "session-conversations", session.pk)
    after = read(client, "booking", session.pk, row.pk)

    study, payment = session.round.study, row.participant.payments.get()
    assert "What comes next" not in before
    assert at("payment", study.slug, payment.pk) in came
    assert f"{at('session-notes', session.pk)}?who={row.pk}#note" in came
    heard = f'href="{at("study-heard", study.slug)}"'
    assert [heard in page for page in (came, kept, after)] == [False, True, True]


def test_who_needs_something_is_seen_on_the_list_by_who_may_read_it(client, session):
    slot = make.slot(session=session)
    person = make.participant(study=session.round.study)
    make.booking(slot=slot, participant=person, interpreter="ar", needs=["breaks"])

    seen = read(client, "session", session.pk)
    viewer = make.member(agency=session.round.study.agency, role="viewer")
    client.force_login(viewer.user)
    hidden = read(client, "session", session.pk)

    marks = (">interpreter<", ">needs something<")
    assert [[mark in page for mark in marks] for page in (seen, hidden)] == [
        [True, True],
        [False, False],
    ]


def test_notes_follow_one_another_and_become_conversations(client, session):
    row = past(session, state="took_part")
    fields = {"who": row.pk, "kind": "words", "language": "es"}

    for words in ("Es largo.", "Llame al 212-555-0199."):
        page = post(client, "session-notes", session.pk, text=words, **fields)
    done = post(client, "session-conversations", session.pk)

    assert f'value="{row.pk}" selected' in page
    assert 'value="es" selected' in page
    assert Note.objects.last().text == "Llame al [phone number left out]."
    assert "1 conversation is kept. 2 things that people said can be cited" in done
    assert Conversation.objects.get().participant == row.participant
    assert "Turn into conversations" not in done


def test_a_note_that_is_refused_stays_in_the_form(client, session):
    row = past(session, state="took_part")
    make.consent(study=session.round.study, record="You may record us.")
    agreeing.agree(row.participant_id, ["take_part"], language="en")

    fields = {"who": row.pk, "kind": "words", "language": "en", "text": "It is long."}
    page = post(client, "session-notes", session.pk, **fields)

    assert "has not agreed to this: quote" in page
    assert "It is long.</textarea>" in page
    assert not Note.objects.exists()


def test_a_note_is_thrown_away(client, session):
    note = session.notes.create(kind="seen", text="They laughed.")

    post(client, "note-remove", session.pk, note.pk)

    assert not Note.objects.exists()


def test_a_session_is_archived_and_comes_back(client, session):
    post(client, "session-archive", session.pk)
    page = read(client, "session", session.pk)
    post(client, "session-archive", session.pk)

    assert "This session is archived." in page
    assert Session.objects.get().archived_at is None


def test_what_people_read_is_translated_beside_the_source(client, session):
    page = client.get(at("session-translate", session.pk, "es"))
    fields = {f"seen-{row.place}": row.seen for row in page.context["rows"]}
    fields[f"text-session:{session.pk}:title"] = "Charla"

    post(client, "session-translate", session.pk, "es", **fields)

    row = make.booking(slot=make.slot(session=session))
    assert client.get(at("session-translate", session.pk, "en")).status_code == 404
    assert "1 text to translate" in read(client, "session", session.pk)
    assert Session.objects.get().title != "Charla"
    assert row.session.title == session.title


def test_the_calendar_of_a_member_has_numbers_and_no_names(client, session, designer):
    slot = make.slot(session=session, capacity=2)
    study = session.round.study
    person = make.person(agency=study.agency, name="Ana Ruiz", email="ana@example.org")
    make.booking(slot=slot, participant=make.participant(study=study, person=person))
    make.slot(session=session, days=-2)
    make.slot(session=make.session(round=session.round))

    file = client.get(at("my-calendar"))

    found = Calendar.from_ical(file.content)
    [entry] = found.events
    assert "method" not in found
    assert entry["description"] == "P-001"
    assert b"Ana" not in file.content
    assert b"ana@" not in file.content
    assert "attendee" not in entry


def test_a_later_calendar_file_is_newer_news(client, session, monkeypatch):
    slot = make.slot(session=session)
    now, numbers = timezone.now(), []
    for minutes in (0, 1):
        at_that = now + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda moment=at_that: moment)
        file = client.get(at("my-calendar"))
        [entry] = Calendar.from_ical(file.content).events
        numbers.append(entry["sequence"])

    assert entry["uid"].startswith(f"time-{slot.pk}@")
    assert numbers[1] == numbers[0] + 1
    assert numbers[1] < 2**31


def test_contact_data_stands_on_none_of_these_pages(client, session):
    study = session.round.study
    person = make.person(agency=study.agency, name="Ana Ruiz", email="ana@example.org")
    who = make.participant(study=study, person=person)
    row = make.booking(slot=make.slot(session=session), participant=who)
    make.participant(study=study, person=make.person(agency=study.agency, name="Luz"))
    pages = [
        read(client, "study-sessions", study.slug),
        read(client, "session", session.pk),
        read(client, "session-invite", session.pk),
        read(client, "session-book", session.pk),
        read(client, "session-notes", session.pk),
        read(client, "booking", session.pk, row.pk),
        read(client, "visit-book", session.pk, row.pk),
    ]

    assert all("P-00" in pages[n] for n in (0, 1, 2, 5))
    assert [n for n, page in enumerate(pages) if re.search("Ana|ana@|Luz", page)] == []


def test_needs_are_for_those_who_may_read_people(client, session):
    row = make.booking(slot=make.slot(session=session), needs=["breaks"])
    client.force_login(
        make.member(agency=session.round.study.agency, role="viewer").user
    )

    page = read(client, "booking", session.pk, row.pk)

    assert "breaks" not in page
    assert client.post(at("booking-mark", session.pk, row.pk)).status_code == 403


def test_past_times_and_empty_lists_say_so(client, designer, session):
    study = session.round.study
    past(session)

    coming = read(client, "study-sessions", study.slug)
    behind = read(client, "study-sessions", study.slug, show="past")

    assert "Nothing is planned." in coming
    assert "<dt>booked</dt><dd>1</dd>" in coming
    assert "to mark" in behind
    empty = make.study(agency=designer.agency)
    assert "lies behind you yet" in read(
        client, "study-sessions", empty.slug, show="past"
    )


@pytest.mark.parametrize("name", ["study-sessions", "session"])
def test_a_list_costs_the_same_with_one_time_and_with_three(client, session, name):
    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(client, name, *where)
        return len(asked)

    where = [session.round.study.slug] if name == "study-sessions" else [session.pk]
    study = session.round.study
    for n in range(3):
        slot = make.slot(session=session, starts_at=timezone.now() + timedelta(n + 1))
        make.booking(slot=slot, participant=make.participant(study=study))
        if n == 0:
            read(client, name, *where)
            first = counted()

    assert counted() == first
