from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from studies.agencies.models import Agency
from studies.outreach.quiet_hours import may_send, next_open

ZONES = ["UTC", "America/New_York", "America/Phoenix", "Asia/Kolkata", "Pacific/Apia"]


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


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
)
def test_the_next_open_moment_is_open_and_less_than_a_day_away(name, now):
    here = agency(time_zone=name)

    opens = next_open(here, now)

    assert may_send(here, opens)
    assert timedelta() <= opens - now <= timedelta(hours=14)
    assert may_send(here, now) == (opens == now)
