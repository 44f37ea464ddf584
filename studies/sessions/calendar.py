"""What calendars read (iCalendar, RFC 5545 and 5546). Moments are written in UTC, so
that no program has to know a time zone by our name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//CX Studio//Visits//EN"


@dataclass(frozen=True)
class Visit:
    """One visit, in one person's words; `sequence` says which news of it is newer."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str
    place: str
    language: str
    is_canceled: bool = False


def for_person(
    visit: Visit,
    *,
    agency: str,
    contact: str,
    sender: str,
    address: str,
    now: datetime,
) -> bytes:
    """An invitation, a newer one, or its cancellation, for one person and no other.

    Answers go to the agency's `contact`. Calendars that compare it with the address
    that the mail came from read that this `sender` writes for it.
    """
    method = "CANCEL" if visit.is_canceled else "REQUEST"
    calendar, event = _calendar(), _event(visit, now)
    calendar.add("method", method)
    organizer = vCalAddress(f"mailto:{contact or sender}")
    organizer.params["CN"] = vText(agency)
    if contact and contact != sender:
        organizer.params["SENT-BY"] = vText(f"mailto:{sender}")
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    calendar.add_component(event)
    return calendar.to_ical()


def for_team(visits: Iterable[Visit], *, now: datetime) -> bytes:
    """A file to bring into one's own calendar; nobody is listed as coming.

    Without a method: it asks nobody for anything, and needs no organizer.
    """
    calendar = _calendar()
    for visit in visits:
        calendar.add_component(_event(visit, now))
    return calendar.to_ical()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(visit: Visit, now: datetime) -> Event:
    event = Event()
    event.add("uid", visit.uid)
    event.add("sequence", visit.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    language = {"LANGUAGE": visit.language}
    event.add("summary", _line(visit.title), parameters=language)
    event.add("description", visit.about, parameters=language)
    if visit.place:
        event.add("location", _line(visit.place), parameters=language)
    event.add("status", "CANCELLED" if visit.is_canceled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if visit.is_canceled else "OPAQUE")
    return event


def _line(text: str) -> str:
    return " ".join(text.split())
