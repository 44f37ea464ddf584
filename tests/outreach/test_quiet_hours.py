from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from studies.agencies.models import Agency
from studies.outreach.quiet_hours import may_send, next_open, openings
from tests import make

ZONES = sorted(available_timezones())
YEARS = st.datetimes(datetime(1975, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
HOURS = st.tuples(st.integers(8, 12), st.integers(16, 20))
MINUTE = timedelta(minutes=1)


def agency(**fields) -> Agency:
    return Agency(**{"time_zone": "America/New_York"} | fields)


@pytest.mark.parametrize(
    ("hour", "minute", "may"),
    [(8, 59, False), (9, 0, True), (19, 59, True), (20, 0, False), (0, 0, False)],
)
def test_messages_go_out_from_nine_to_eight_where_the_agency_is(hour, minute, may):
    here = agency()
    now = datetime(2027, 4, 14, hour, minute, tzinfo=here.zone)

    assert may_send(here, now) is may


def test_an_agency_without_a_zone_takes_that_of_the_installation(settings):
    settings.TIME_ZONE = "Asia/Kolkata"

    assert str(agency(time_zone="").zone) == "Asia/Kolkata"


@pytest.mark.parametrize(
    ("name", "known"), [("America/Chicago", True), ("Chicago", False), ("../x", False)]
)
def test_an_agency_names_a_zone_that_exists(name, known):
    here = agency(name="Office", slug="office", time_zone=name)

    if known:
        here.clean_fields()
    else:
        with pytest.raises(ValidationError):
            here.clean_fields()


def test_the_demo_does_not_wait():
    night = datetime(2027, 4, 14, 3, tzinfo=UTC)

    assert may_send(agency(is_demo=True), night)
    assert next_open(agency(is_demo=True), night) == night


@cache
def changes_of(name: str) -> list[datetime]:
    """The moments in which a zone changes its clocks, to the second."""
    zone, step = ZoneInfo(name), timedelta(days=12)
    found, at = [], datetime(1975, 1, 1, tzinfo=UTC)
    while at.year < 2037:
        if at.astimezone(zone).utcoffset() != (at + step).astimezone(zone).utcoffset():
            found.append(_between(at, at + step, zone))
        at += step
    return found


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    shown = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        same = middle.astimezone(zone).utcoffset() == shown
        before, after = (middle, after) if same else (before, middle)
    return after


@st.composite
def around_changes(draw) -> tuple[str, datetime]:
    """A zone, and a moment within two days of a change of its clocks, if it has any."""
    name = draw(st.sampled_from(ZONES))
    near = changes_of(name) or [datetime(2027, 4, 14, tzinfo=UTC)]
    minutes = draw(st.integers(-3_000, 3_000))
    seconds = draw(st.integers(-61, 61))
    at = draw(st.sampled_from(near))
    return name, at + timedelta(minutes=minutes, seconds=seconds)


ANYWHERE = around_changes() | st.tuples(st.sampled_from(ZONES), YEARS)


def is_day(name: str, at: datetime, hours: tuple[int, int]) -> bool:
    """Apart from the code under test: what a clock on the wall there shows."""
    shown = at.astimezone(ZoneInfo(name)).strftime("%H:%M:%S")
    return f"{hours[0]:02}:00:00" <= shown < f"{hours[1]:02}:00:00"


@given(ANYWHERE, HOURS)
def test_the_next_open_moment_is_the_earliest_of_all(place, hours):
    name, now = place
    here = agency(mail_from=hours[0], mail_until=hours[1])

    opens = next_open(here, now, name)

    assert is_day(name, opens, hours)
    assert timedelta() <= opens - now <= timedelta(hours=50)
    # Nowhere on the way there is it day: looked at each minute, and just before.
    minutes = int((opens - now) / MINUTE)
    looks = [now + n * MINUTE for n in range(minutes + 1)]
    looks += [opens - timedelta(seconds=n) for n in (1, 2, 30)]
    assert not [at for at in looks if now <= at < opens and is_day(name, at, hours)]


@given(ANYWHERE, st.timedeltas(timedelta(), timedelta(days=3)))
def test_whoever_waits_from_a_later_moment_is_written_to_no_earlier(place, later):
    name, now = place

    first, second = (
        next_open(agency(), now, name),
        next_open(agency(), now + later, name),
    )

    assert first <= second
    assert next_open(agency(), first, name) == first


@pytest.mark.parametrize(
    ("name", "now", "opens"),
    [
        # Fourteen hours ahead of UTC, and twelve behind it.
        ("Pacific/Kiritimati", (2027, 4, 14, 7), (2027, 4, 14, 19)),
        ("Etc/GMT+12", (2027, 4, 14, 20), (2027, 4, 14, 21)),
        # Clocks are put on at night: the day begins an hour earlier for us.
        ("America/New_York", (2027, 3, 14, 1), (2027, 3, 14, 13)),
        ("America/New_York", (2027, 11, 7, 1), (2027, 11, 7, 14)),
        # Samoa had no 30 December 2011 at all.
        ("Pacific/Apia", (2011, 12, 30, 7), (2011, 12, 30, 19)),
        # Half an hour, on Lord Howe Island.
        ("Australia/Lord_Howe", (2027, 4, 3, 12), (2027, 4, 3, 22, 30)),
    ],
)
def test_days_begin_where_the_person_is(name, now, opens):
    found = next_open(agency(), datetime(*now, tzinfo=UTC), name)

    assert found == datetime(*opens, tzinfo=UTC)


def test_each_clock_has_an_opening_of_its_own():
    noon = datetime(2027, 7, 1, 12, tzinfo=UTC)

    found = openings(agency(), ["", "Europe/London", "Asia/Manila"], noon)

    assert found == {
        "": datetime(2027, 7, 1, 13, tzinfo=UTC),
        "Europe/London": noon,
        "Asia/Manila": datetime(2027, 7, 2, 1, tzinfo=UTC),
    }


def test_an_agency_may_keep_a_shorter_day():
    shorter = agency(mail_from=12, mail_until=16)
    at = [datetime(2027, 4, 14, hour, tzinfo=shorter.zone) for hour in range(24)]

    assert [now.hour for now in at if may_send(shorter, now)] == [12, 13, 14, 15]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "beyond",
    [
        {"mail_from": 7},
        {"mail_until": 21},
        {"cap_days": 29},
        {"cap_in_a_year": 4},
        {"most_reminders": 3},
        {"reminder_days": 2},
    ],
)
def test_no_agency_writes_more_than_the_rules_allow(beyond):
    """agency_writes_no_more_than_it_may"""
    with pytest.raises(ValidationError):
        agency(name="Office", slug="office", **beyond).clean_fields()
    with pytest.raises(IntegrityError, match="agency_writes_no_more_than_it_may"):
        make.agency(**beyond)
