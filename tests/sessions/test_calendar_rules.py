"""Calendar entries by the rules of RFC 5545 and 5546, read by two programs of others."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import vobject
from icalendar import Calendar

from studies.outreach.letters import visit_url
from studies.sessions import booking as visits
from studies.sessions import mailing
from studies.sessions.booking import Needs
from studies.sessions.models import Booking, Session, Slot
from tests import make

pytestmark = pytest.mark.django_db
TITLE = "Talk, with: commas; a back\\slash, ñ, 续期 and رسالة"
# RFC 5546, 3.2.2 and 3.2.5: what must be there exactly once.
ONCE = {
    "REQUEST": {"DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID", "SEQUENCE"},
    "CANCEL": {"DTSTAMP", "ORGANIZER", "UID", "SEQUENCE", "STATUS"},
}
STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}


def talk() -> Session:
    row = make.session(title=TITLE, about="Read a letter.\nTell us what is clear.")
    agency = row.round.study.agency
    agency.name, agency.contact_email = "Households, and More", "ask@agency.example.org"
    agency.save()
    return row


@pytest.fixture
def sent(sink, noon) -> list[EmailMessage]:
    """Booked, moved to another time, and canceled: the mails of the one person."""
    session = talk()
    first, second = (
        make.slot(session=session, starts_at=noon + timedelta(days=days))
        for days in (2, 5)
    )
    person = make.participant(study=session.round.study)
    row = make.booking(session=session, participant=person)
    for slot in (first, second):
        visits.book(row.pk, slot.pk, needs=Needs(), now=noon)
        mailing.deliver_due(now=noon)
    visits.cancel(row.pk, now=noon)
    mailing.deliver_due(now=noon)
    return [mail for _address, mail in sink.received]


def content(mail: EmailMessage) -> bytes:
    [part] = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    return part.get_payload(decode=True)


def unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def event_lines(raw: bytes) -> list[str]:
    lines = unfolded(raw)
    return lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]


def name(line: str) -> str:
    return line.split(":")[0].split(";")[0]


def value(lines: list[str], wanted: str) -> str:
    [line] = [line for line in lines if name(line) == wanted]
    return line.partition(":")[2]


def test_each_says_once_what_its_method_asks_for(sent):
    methods = []
    for mail in sent:
        raw = content(mail)
        counts = Counter(map(name, event_lines(raw)))
        method = value(unfolded(raw), "METHOD")
        methods.append(method)

        assert {each: counts[each] for each in ONCE[method]} == dict.fromkeys(
            ONCE[method], 1
        )
        assert counts["ATTENDEE"] == 1
        assert max(counts.values()) == 1
        assert value(event_lines(raw), "STATUS") == STATUS[method]

    assert methods == ["REQUEST", "REQUEST", "CANCEL"]


def test_lines_end_and_are_folded_as_the_format_asks(sent):
    for raw in map(content, sent):
        lines = raw.split(b"\r\n")

        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
        assert b"VERSION:2.0" in lines


def test_a_newer_one_is_the_same_entry_from_the_same_house_with_a_higher_number(sent):
    entries = [event_lines(content(mail)) for mail in sent]

    for same in ("UID", "ORGANIZER", "ATTENDEE"):
        assert len({value(lines, same) for lines in entries}) == 1, same
    numbers = [int(value(lines, "SEQUENCE")) for lines in entries]
    assert numbers == sorted(set(numbers))
    assert value(entries[0], "DTSTART") != value(entries[1], "DTSTART")
    assert value(entries[1], "DTSTART") == value(entries[2], "DTSTART")


def test_nobody_is_named_but_who_gets_the_mail_and_who_asks(sent):
    for mail in sent:
        lines = event_lines(content(mail))

        assert value(lines, "ATTENDEE") == f"mailto:{mail['To']}"
        assert value(lines, "ORGANIZER") == "mailto:ask@agency.example.org"


def test_two_programs_of_others_read_the_same(sent):
    for mail in sent:
        raw = content(mail)
        [one] = Calendar.from_ical(raw).events
        other = vobject.readOne(raw.decode()).vevent

        assert str(one["summary"]) == other.summary.value == TITLE
        assert str(one["description"]) == other.description.value
        assert one["dtstart"].dt == other.dtstart.value.astimezone(UTC)
        assert one["dtend"].dt == other.dtend.value.astimezone(UTC)
        assert str(one["uid"]) == other.uid.value
        assert other.attendee.params["PARTSTAT"] == ["ACCEPTED"]
        assert other.organizer.params["CN"] == ["Households, and More"]


def test_a_file_to_open_asks_nobody_for_anything(client):
    slot = make.slot(session=talk())
    row = make.booking(slot=slot)
    page = visits_page(row)

    raw = client.get(f"{page}visit.ics").content

    lines = event_lines(raw)
    assert "METHOD" not in set(map(name, unfolded(raw)))
    assert {"ORGANIZER", "ATTENDEE"} & set(map(name, lines)) == set()
    assert vobject.readOne(raw.decode()).vevent.summary.value == TITLE
    starts = datetime.strptime(value(lines, "DTSTART"), "%Y%m%dT%H%M%SZ")
    saved = Slot.objects.get().starts_at.replace(microsecond=0)
    assert starts.replace(tzinfo=UTC) == saved


def visits_page(row: Booking) -> str:
    return "/visit/" + visit_url(row.pk, "en").split("/visit/")[1].split("?")[0]
