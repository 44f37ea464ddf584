"""Days and hours in the studio are those of the agency, not of the computer."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from studies.agencies.forms import zone_field
from studies.agencies.models import Agency
from studies.partners.models import InviteLink
from studies.people.models import Conversation
from tests import make
from tests.answering import surveys
from tests.answering.person import Person as Respondent

pytestmark = pytest.mark.django_db
# April 14 in London and New York, April 15 in Auckland.
NOW = datetime(2027, 4, 14, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def enter(client, time_zone: str):
    """A lead designer of an agency in this zone, signed in. Gives the agency."""
    agency = make.agency(time_zone=time_zone)
    client.force_login(make.member(agency=agency).user)
    return agency


def log_a_talk(client, agency, day: str):
    round_ = make.round_(study=make.study(agency=agency, state="running"))
    address = reverse("conversation-new", args=[round_.study.slug, round_.number])
    talk = {"method": "call", "people": "1", "language": "en", "heard": "Long."}
    return client.post(address, talk | {"held_on": day})


def test_a_talk_of_this_morning_is_logged_where_the_day_has_begun(client):
    agency = enter(client, "Pacific/Auckland")

    log_a_talk(client, agency, "2027-04-15")

    assert Conversation.objects.get().held_on == date(2027, 4, 15)


def test_a_day_that_has_not_come_there_is_refused(client):
    agency = enter(client, "America/New_York")

    page = log_a_talk(client, agency, "2027-04-15")

    assert "This day has not come yet." in page.content.decode()
    assert Conversation.objects.count() == 0


def test_a_link_ends_at_the_end_of_the_day_where_the_agency_is(client):
    agency = enter(client, "America/New_York")
    partner = make.partner(agency=agency)
    activity = make.open_activity(agency=agency)

    client.post(
        reverse("partner", args=[partner.pk]),
        {"activity": activity.pk, "ends_on": "2027-04-30"},
    )

    ends = InviteLink.objects.get().expires_at
    assert ends == datetime(2027, 5, 1, 3, 59, 59, 999999, tzinfo=UTC)


def test_a_survey_says_its_first_day_as_the_agency_means_it():
    agency = make.agency(time_zone="Pacific/Auckland")
    opens_at = datetime(2027, 4, 30, 21, 0, tzinfo=UTC)  # May 1, 9:00
    activity = make.open_activity(agency=agency, anonymous=True)
    survey = make.published_survey(activity=activity)
    type(activity).objects.update(opens_at=opens_at)

    page = Respondent(f"/s/{survey.activity.slug}/").opens().page

    assert "May 1" in page.content.decode()


def test_the_day_of_an_answer_is_the_day_where_the_agency_is():
    agency = make.agency(time_zone="Pacific/Auckland")
    study = make.study(agency=agency, state="running")
    survey = surveys.letter(study=study)
    person = Respondent(f"/s/{survey.activity.slug}/").starts()

    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert response.started_on == response.submitted_on == date(2027, 4, 15)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("America/New_York", ["Times are in Eastern time (New York)."]),
        ("", ["No time zone is chosen yet", "#id_time_zone"]),
    ],
)
def test_each_page_of_the_studio_names_the_clock_or_asks_for_one(client, chosen, words):
    agency = make.agency(time_zone=chosen)
    client.force_login(make.member(agency=agency, role="administrator").user)

    page = client.get(reverse("partner-list")).content.decode()

    assert [one in page for one in words] == [True] * len(words)


def test_an_agency_chooses_among_places_and_keeps_a_rare_one():
    field = zone_field(Agency._meta.get_field("time_zone"), "America/Adak")

    names = dict(field.choices)

    assert (names[""], names["America/Adak"]) == ("Choose", "Adak")
    assert names["America/New_York"] == "Eastern time (New York)"
    assert field.required


def test_the_next_request_begins_with_the_clock_of_the_installation(client):
    enter(client, "Pacific/Auckland")

    client.get(reverse("admin:index"))

    assert timezone.get_current_timezone_name() == "UTC"
