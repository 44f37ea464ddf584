"""The public page on which people check that a survey is really the agency's."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from studies.planning import activities
from studies.planning.models import Activity, Study
from tests import make

pytestmark = pytest.mark.django_db
TEXTS = {"en": {"title": "Your renewal letter"}, "es": {"title": "Su carta"}}


def asked(agency, **fields) -> Activity:
    study = make.study(agency=agency, state=Study.State.RUNNING)
    values = {
        "round": make.round_(study=study),
        "anonymous": True,
        "state": "published",
        "languages_ready": ["en", "es"],
        "public_texts": TEXTS,
        "minutes": 4,
    }
    return make.activity(agency=agency, **values | fields)


def page(client, agency, language="en") -> str:
    answer = client.get(agency.surveys_url, {"lang": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_open_survey_is_named_with_its_languages_and_leads_to_its_first_page(client):
    agency = make.agency(contact_phone="555-0142", website="https://help.example.org")
    survey = asked(agency)

    shown = page(client, agency)

    link = (
        f'href="/s/{survey.slug}/?lang=en" lang="en" dir="ltr">Your renewal letter</a>'
    )
    assert link in shown
    assert "Takes about 4 minutes." in shown
    assert '<bdi lang="es">Español</bdi>' in shown
    assert 'href="tel:555-0142"' in shown
    assert 'href="https://help.example.org"' in shown
    assert "<script" not in shown


def test_a_title_is_in_the_readers_language_or_marked_as_another(client):
    agency = make.agency()
    asked(agency)

    spanish, arabic = page(client, agency, "es"), page(client, agency, "ar")

    assert re.search(r'lang="es" dir="ltr">Su carta<', spanish)
    assert re.search(r'lang="en" dir="ltr">Your renewal letter<', arabic)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_listed": False},
        {"anonymous": False},
        {"state": "draft"},
        {"state": "paused"},
        {"state": "closed"},
        {"is_practicing": True},
        {"kind": "interview"},
        {"opens_at": timezone.now() + HOUR},
        {"closes_at": timezone.now() - HOUR},
        {"archived_at": timezone.now()},
    ],
    ids=lambda fields: "-".join(map(str, fields)),
)
def test_what_is_not_open_to_everybody_now_is_not_named(client, fields):
    agency = make.agency()
    asked(agency, **fields)

    shown = page(client, agency)

    assert "Your renewal letter" not in shown
    assert "No survey is open to everybody right now." in shown


def test_neither_a_practice_study_nor_another_agency_is_named(client):
    agency = make.agency()
    study = make.study(agency=agency, state=Study.State.PRACTICE)
    asked(agency, round=make.round_(study=study))
    asked(make.agency())

    assert "Your renewal letter" not in page(client, agency)


def test_a_survey_outside_of_studies_is_named(client):
    agency = make.agency()
    asked(agency, round=None)

    assert "Your renewal letter" in page(client, agency)


def test_the_page_takes_as_many_queries_however_many_surveys(
    client, django_assert_num_queries
):
    agency = make.agency()
    for _ in range(3):
        asked(agency)

    with django_assert_num_queries(2):
        client.get(agency.surveys_url)


def test_an_agency_that_is_not_there_has_no_page(client):
    assert client.get("/agency/nobody/surveys/").status_code == 404


def test_a_name_that_the_team_gave_is_not_for_the_public(client):
    agency = make.agency()
    asked(agency, name="Try 3, after legal", public_texts={"en": {"title": ""}})

    shown = page(client, agency)

    assert "after legal" not in shown
    assert "No survey is open to everybody right now." in shown


def test_taking_a_survey_off_the_list_is_on_record_once():
    activity, member = asked(make.agency()), make.user()

    for _ in range(2):
        activities.show_on_list(activity.pk, on=False, by=member)

    rows = activity.history.order_by("history_date", "pk")
    assert [row.is_listed for row in rows] == [True, False]
    assert rows.last().history_user == member


def test_a_designer_takes_a_survey_off_the_list_and_puts_it_back(client):
    member = make.member(role="lead")
    activity = asked(member.agency)
    survey = make.published_survey(activity=activity)
    client.force_login(member.user)
    address = f"/studio/survey/{survey.pk}/"

    draft = make.survey(activity=make.activity(agency=member.agency, anonymous=True))
    before = client.get(f"/studio/survey/{draft.pk}/publish/").content.decode()
    off = client.post(f"{address}state/", {"to": "unlist"}, follow=True)
    gone = page(client, member.agency)
    on = client.post(f"{address}state/", {"to": "list"}, follow=True)

    assert "Take it off the public list" in before
    assert "It is not on your public list." in off.content.decode()
    assert "Put it on the public list" in off.content.decode()
    assert activity.slug not in gone
    assert "Take it off the public list" in on.content.decode()
    assert activity.slug in page(client, member.agency)
