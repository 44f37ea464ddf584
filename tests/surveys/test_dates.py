"""When a survey opens and closes: on the agency's clock, whatever the clocks do."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.surveys.forms.survey import DetailsForm
from feedback.surveys.models import Survey
from studies.planning import activities
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
SUMMER = datetime(2027, 7, 1, 13, 0, tzinfo=UTC)  # 9:00 in New York
# Clocks in New York go back on November 7, 2027, so that 1:30 comes twice.
FIRST, SECOND = (datetime(2027, 11, 7, hour, 30, tzinfo=UTC) for hour in (5, 6))


def survey_in(zone: str, **dates) -> Survey:
    activity = make.activity(agency=make.agency(time_zone=zone), **dates)
    return make.survey(activity=activity)


def form(survey, **changes) -> DetailsForm:
    fields = DetailsForm(survey=survey)
    data = {name: fields[name].value() or "" for name in fields.fields}
    data |= {"opens_at": written(fields, "opens_at")}
    data |= {"closes_at": written(fields, "closes_at")} | changes
    return DetailsForm(data, survey=survey)


def written(fields, name: str) -> str:
    value = fields[name].value()
    return value.strftime("%Y-%m-%dT%H:%M") if value else ""


def test_the_form_names_the_clock_and_shows_its_hours():
    page = str(DetailsForm(survey=survey_in("America/New_York", opens_at=SUMMER)))

    assert "On the clocks in New York (America/New_York)." in page
    assert 'value="2027-07-01T09:00"' in page


def test_a_clock_without_a_place_is_named_once():
    page = str(DetailsForm(survey=survey_in("UTC")))

    assert "On the clocks in UTC." in page


def test_an_hour_is_meant_where_the_agency_is():
    filled = form(survey_in("Pacific/Auckland"), opens_at="2027-07-01T09:00")

    assert filled.is_valid()
    assert filled.details().opens_at == datetime(2027, 6, 30, 21, 0, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused_in_words():
    filled = form(survey_in("America/New_York"), opens_at="2027-03-14T02:30")

    assert "The clocks skip this hour" in filled.errors["opens_at"][0]


def test_an_hour_that_comes_twice_means_the_first():
    filled = form(survey_in("America/New_York"), closes_at="2027-11-07T01:30")

    assert filled.is_valid()
    assert filled.details().closes_at == FIRST


@pytest.mark.parametrize("at", [FIRST, SECOND, SUMMER.replace(second=7)])
def test_a_moment_that_nobody_touched_stays_what_it_was(at):
    filled = form(survey_in("America/New_York", closes_at=at), title="Another title")

    assert filled.is_valid()
    assert filled.details().closes_at == at


@pytest.mark.parametrize("text", ["tomorrow", "2027-13-01T09:00", "2027-07-01T09:00Z"])
def test_what_is_no_moment_is_refused_with_an_example(text):
    filled = form(survey_in("America/New_York"), opens_at=text)

    assert "like 2027-04-09T09:00" in filled.errors["opens_at"][0]


def test_changing_dates_makes_no_new_version(client):
    member = make.member()
    client.force_login(member.user)
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    address = reverse("survey-details", args=[survey.pk])
    fields = DetailsForm(survey=Survey.objects.get(pk=survey.pk))
    data = {name: fields[name].value() or "" for name in fields.fields}

    client.post(address, data | {"closes_at": "2999-07-01T09:00"})
    page = client.get(reverse("survey-publish", args=[survey.pk])).content.decode()

    assert Activity.objects.get(pk=survey.activity_id).closes_at.year == 2999
    assert "There is nothing to publish." in page
    assert "Closes: July 1, 2999, 9 a.m. · On the clocks in UTC." in page


def test_a_day_that_has_passed_is_said_to_have_passed(client):
    member = make.member()
    client.force_login(member.user)
    dates = {"opens_at": "2026-01-01T09:00Z", "closes_at": "2026-02-01T09:00Z"}
    activity = make.activity(agency=member.agency, **dates)
    survey = make.published_survey(activity=activity)

    page = client.get(reverse("survey-publish", args=[survey.pk])).content.decode()

    assert "Opened: Jan. 1, 2026, 9 a.m. · Closed: Feb. 1, 2026, 9 a.m. ·" in page


def plain(page: str) -> str:
    return page.replace("<bdi>", "").replace("</bdi>", "")


def at_home(monkeypatch, now: datetime, **dates) -> Survey:
    survey = surveys.letter(**dates)
    type(survey.agency).objects.filter(pk=survey.agency.pk).update(
        time_zone="America/New_York"
    )
    monkeypatch.setattr(timezone, "now", lambda: now)
    return survey


def test_before_it_opens_the_page_says_when_in_the_persons_language(monkeypatch):
    now = datetime(2027, 6, 30, 12, 0, tzinfo=UTC)
    survey = at_home(monkeypatch, now, opens_at=SUMMER)

    english = Person(f"/s/{survey.activity.slug}/").opens().text
    spanish = Person(f"/s/{survey.activity.slug}/").opens("?lang=es").text

    assert "It opens on July 1 at 9 a.m. (time in New York)." in plain(english)
    assert "1 de julio" in spanish.lower()


def test_it_opens_and_closes_by_itself_at_the_hour(monkeypatch):
    before, after = SUMMER, datetime(2027, 7, 8, 13, 0, tzinfo=UTC)
    survey = at_home(monkeypatch, before, opens_at=SUMMER, closes_at=after)
    person = Person(f"/s/{survey.activity.slug}/")

    opened = person.opens().text
    monkeypatch.setattr(timezone, "now", lambda: after)
    closed = person.opens().text

    assert "This survey is" not in opened
    assert "This survey is over" in closed
    assert "It closed on July 8 at 9 a.m. (time in New York)." in plain(closed)
    assert f"/p/{survey.activity.study.slug}/" in closed


def test_a_survey_closed_by_hand_names_no_later_day(monkeypatch):
    later = datetime(2027, 7, 8, 13, 0, tzinfo=UTC)
    survey = at_home(monkeypatch, SUMMER, closes_at=later)
    activities.close(survey.activity_id, by=make.user())

    page = Person(f"/s/{survey.activity.slug}/").opens().text

    assert "This survey is over" in page
    assert "It closed on" not in page
