"""Where a person's clock is: said by the team, by the person, or by a booking."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from studies.agencies.time_zones import clock_choices
from studies.outreach import tokens
from studies.people import exporting
from studies.people.models import Person
from studies.sessions import booking as visits
from studies.sessions.booking import Needs
from tests import make

pytestmark = pytest.mark.django_db


def zone_of(person) -> str:
    return Person.objects.get(pk=person.pk).time_zone


def test_whoever_named_no_zone_lives_by_the_clock_of_the_agency(settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    here = make.agency(time_zone="America/Denver")

    zones = [
        make.person(agency=here).zone,
        make.person(agency=here, time_zone="Pacific/Guam").zone,
        make.person(agency=make.agency()).zone,
    ]

    assert [zone.key for zone in zones] == [
        "America/Denver",
        "Pacific/Guam",
        "Asia/Kolkata",
    ]


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError):
        make.person(time_zone="Mars/Base").clean_fields()


def test_a_designer_sets_it_when_adding_and_when_changing_somebody(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    row = {
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 0,
        "people-0-email": "ana@example.org",
        "people-0-how_we_got_it": "Counter",
        "people-0-language": "en",
        "people-0-time_zone": "Pacific/Honolulu",
    }
    client.post("/studio/people/new/", row)
    person = Person.objects.get()
    added = person.time_zone

    page = client.get(f"/studio/people/{person.pk}/")
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    client.post(f"/studio/people/{person.pk}/", said | {"time_zone": ""})

    assert said["time_zone"] == added == "Pacific/Honolulu"
    assert zone_of(person) == ""


def test_a_zone_that_is_not_on_the_menu_stays(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    person = make.person(agency=member.agency, time_zone="Africa/Nairobi")

    page = client.get(f"/studio/people/{person.pk}/").content.decode()

    assert '<option value="Africa/Nairobi" selected>Nairobi</option>' in page


def test_the_list_in_a_file_says_it():
    person = make.person(time_zone="Asia/Manila")

    rows = exporting.rows_to_take_out(
        Person.objects.all(), agency=person.agency, by=make.user()
    )

    assert dict(zip(exporting.header(), next(rows), strict=True))["time zone"] == (
        "Asia/Manila"
    )


def wishes(**said) -> dict:
    return {"act": "save", "channels": ["email"], "language": "en", "pause": "0"} | said


def test_people_choose_their_clock_on_their_own_page_without_a_script():
    member = make.panel_member()
    address = f"/again/{tokens.again_token(member.person_id)}/"

    page = Client().get(address).content.decode()
    Client().post(address, wishes(time_zone="America/Phoenix"))
    chosen = zone_of(member.person)
    Client().post(address, wishes(time_zone=""))

    assert "Where is your clock?" in page
    assert '<optgroup label="In the United States">' in page
    assert (chosen, zone_of(member.person)) == ("America/Phoenix", "")


def test_a_clock_that_is_not_on_the_page_is_refused():
    member = make.panel_member()
    address = f"/again/{tokens.again_token(member.person_id)}/"

    Client().post(address, wishes(time_zone="Mars/Base"))

    assert zone_of(member.person) == ""


def test_each_clock_shows_the_time_there_so_that_people_know_theirs():
    now = datetime(2027, 7, 1, 16, 30, tzinfo=UTC)

    [(none, same), (_us, here), (_other, there)] = clock_choices(
        ZoneInfo("America/Chicago"), "Africa/Nairobi", now
    )

    assert (none, same) == (
        "",
        "The same as ours: Central time (Chicago), now 11:30 a.m.",
    )
    assert here[3] == ("America/Phoenix", "Arizona (Phoenix), now 9:30 a.m.")
    assert there[0] == ("Africa/Nairobi", "Nairobi, now 7:30 p.m.")


@pytest.mark.parametrize(
    ("who", "chosen", "kept"),
    [
        ("person", "America/Denver", "America/Denver"),
        ("person", "America/Chicago", ""),  # the place's own: they chose nothing
        ("staff", "America/Denver", ""),
    ],
)
def test_a_clock_that_somebody_chose_to_book_by_is_theirs_from_then_on(
    who, chosen, kept
):
    slot = make.slot()
    row = make.booking(session=slot.session)

    visits.book(row.pk, slot.pk, needs=Needs(), who=who, time_zone=chosen)

    assert zone_of(row.participant.person) == kept
