"""Hours where the person is and where we meet, also when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from studies.agencies import time_zones
from studies.sessions import when
from studies.sessions.models import Slot

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


def slot(local: datetime, zone: str = CHICAGO) -> Slot:
    return Slot(
        starts_at=local.replace(tzinfo=ZoneInfo(zone)), minutes=45, time_zone=zone
    )


def said(row: Slot, zone: str) -> tuple[str, str, str]:
    spoken = when.spoken(row, ZoneInfo(zone))
    return (spoken.day, spoken.hours, spoken.there)


def test_the_places_own_hour_stands_beside_it_only_where_it_differs():
    row = slot(datetime(2027, 4, 16, 23, 30))

    here, there = said(row, CHICAGO), said(row, NEW_YORK)

    assert here == ("Friday, April 16, 2027", "11:30 p.m. to 12:15 a.m.", "")
    assert there == (
        "Saturday, April 17, 2027",
        "12:30 a.m. to 1:15 a.m.",
        "Friday, April 16, 2027, 11:30 p.m. to 12:15 a.m., Central time (Chicago)",
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        # The United States change their clocks on 14 March and 7 November, Spain on
        # 28 March and 31 October.
        (date(2027, 3, 12), "4 p.m. to 4:45 p.m."),
        (date(2027, 3, 19), "3 p.m. to 3:45 p.m."),
        (date(2027, 4, 2), "4 p.m. to 4:45 p.m."),
        (date(2027, 10, 29), "4 p.m. to 4:45 p.m."),
        (date(2027, 11, 5), "3 p.m. to 3:45 p.m."),
        (date(2027, 11, 12), "4 p.m. to 4:45 p.m."),
    ],
)
def test_the_same_hour_in_new_york_is_another_one_in_madrid(day, hours):
    row = slot(datetime.combine(day, time(10)), NEW_YORK)

    assert said(row, "Europe/Madrid")[1] == hours


@pytest.mark.parametrize("zone", [CHICAGO, "Europe/Madrid"])
@pytest.mark.parametrize("day", [date(2027, 3, 14), date(2027, 3, 28)])
def test_a_reminder_keeps_its_hour_while_clocks_change(zone, day):
    row = slot(datetime.combine(day, time(15)), zone)

    due = when.day_before(row, ZoneInfo(zone))

    assert due.astimezone(ZoneInfo(zone)).strftime("%d %H:%M") == f"{day.day - 1} 10:00"
    changes = {(CHICAGO, 14), ("Europe/Madrid", 28)}
    hours = 28 if (zone, day.day) in changes else 29
    assert row.starts_at.astimezone(UTC) - due.astimezone(UTC) == timedelta(hours=hours)


def test_an_hour_that_clocks_skip_is_the_one_after_it():
    zone = ZoneInfo(CHICAGO)

    found = when.moment(date(2027, 3, 14), time(2, 30), zone)

    assert found.astimezone(UTC) == datetime(2027, 3, 14, 8, 30, tzinfo=UTC)
    assert found.strftime("%H:%M") == "03:30"


def test_an_hour_that_comes_twice_is_the_first_one():
    found = when.moment(date(2027, 11, 7), time(1, 30), ZoneInfo(CHICAGO))

    assert found.astimezone(UTC) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


def test_zones_have_the_names_that_people_use():
    names = dict(
        time_zones.zone_choices("UTC", "America/Argentina/Buenos_Aires", CHICAGO)
    )

    assert next(iter(names)) == "America/Argentina/Buenos_Aires"
    assert names["America/Argentina/Buenos_Aires"] == "Buenos Aires"
    assert list(names)[-1] == "UTC"
    assert names[CHICAGO] == "Central time (Chicago)"
    assert all(time_zones.is_zone(key) for key in names)
    assert not time_zones.is_zone("Mars/Base")


def test_days_are_said_in_the_language_of_the_page():
    with translation.override("es"):
        day = said(slot(datetime(2027, 4, 16, 15)), CHICAGO)[0]

    assert day.casefold() == "viernes, 16 de abril de 2027"
