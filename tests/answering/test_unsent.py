"""Answers that nobody sent are erased when people were told that they would be."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from celery import current_app
from django.conf import settings

from cxstudio.refusal import Refusal
from feedback.answering import codes, going_on, tasks, unsent
from feedback.answering.models import ResumeCode, SurveyResponse, UnsentTally
from feedback.results.participation import overviews, participation
from feedback.results.recounting import recount
from feedback.surveys import copying, drafting
from feedback.surveys.forms.survey import DetailsForm
from studies.planning import activities
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
BEGUN = date(2027, 3, 1)
# The agency is five hours behind: it is still the day before there.
LAST_HOUR = datetime(2027, 4, 1, 3, 59, tzinfo=UTC)
DAY_AFTER = datetime(2027, 4, 1, 4, 1, tzinfo=UTC)


@pytest.fixture
def survey():
    found = surveys.letter()
    found.agency.time_zone = "America/New_York"
    found.agency.save()
    return found


def begun(survey, **fields) -> SurveyResponse:
    values = {"state": "started", "started_on": BEGUN, "submitted_on": None} | fields
    return make.response(survey=survey, version=survey.versions.last(), **values)


def test_answers_stay_through_their_last_day_and_go_the_day_after(survey):
    row = begun(survey, answers={"asked": {"text": "Half a thought"}})
    going_on.offer(row.pk)

    assert unsent.settle_all(now=LAST_HOUR) == 0
    assert unsent.settle_all(now=DAY_AFTER) == 1

    assert (SurveyResponse.objects.count(), ResumeCode.objects.count()) == (0, 0)
    assert unsent.settle_all(now=DAY_AFTER) == 0


def test_the_last_day_is_the_one_that_the_page_with_the_code_names(survey):
    begun(survey)
    until = going_on.works_until(BEGUN, 30)

    assert until == date(2027, 3, 31)
    for day, number in ((until, 0), (until + timedelta(days=1), 1)):
        noon = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
        assert unsent.settle_all(now=noon) == number


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "America/New_York", "Asia/Tokyo"])
def test_they_go_in_the_first_hour_after_their_last_day_wherever_that_is(survey, zone):
    survey.agency.time_zone = zone
    survey.agency.save()
    begun(survey)
    until = going_on.works_until(BEGUN, 30)
    now = datetime(until.year, until.month, until.day, 0, 1, tzinfo=UTC)

    while not unsent.settle_all(now=now):
        now += timedelta(hours=1)

    there = now.astimezone(survey.agency.zone)
    assert (there.date(), there.hour) == (until + timedelta(days=1), 0)


def test_what_was_sent_or_taken_back_stays(survey):
    sent = begun(survey, state="submitted", submitted_on=BEGUN)
    gone = begun(survey, state="withdrawn", answers={})

    unsent.settle_all(now=DAY_AFTER)

    assert set(SurveyResponse.objects.all()) == {sent, gone}


def test_each_survey_has_days_of_its_own(survey):
    Activity.objects.filter(pk=survey.activity_id).update(unsent_days=60)
    begun(survey)

    assert unsent.settle_all(now=DAY_AFTER) == 0
    assert unsent.settle_all(now=DAY_AFTER + timedelta(days=30)) == 1


def test_many_are_erased_batch_by_batch(survey, monkeypatch):
    monkeypatch.setattr(unsent, "BATCH", 2)
    for _ in range(5):
        begun(survey)

    assert unsent.settle_all(now=DAY_AFTER) == 5
    assert UnsentTally.objects.get().people == 5


def test_how_many_began_is_still_known_and_practice_is_not_counted(survey):
    partner = make.partner(agency=survey.agency)
    for fields in ({}, {"language": "ar"}, {"partner": partner}, {"partner": partner}):
        begun(survey, **fields)
    begun(survey, is_practice=True)
    before = participation(survey)

    unsent.settle_all(now=DAY_AFTER)

    after = participation(survey)
    assert SurveyResponse.objects.count() == 0
    assert (after.started, after.unsent) == (before.started, before.unsent)
    assert after.people("unsent", is_synthetic=False) == 4
    assert overviews([survey])[0].started == 4
    recount(survey.pk)
    assert participation(survey).finished == before.finished


def test_later_ones_are_added_to_the_count(survey):
    begun(survey)
    unsent.settle_all(now=DAY_AFTER)
    begun(survey)
    unsent.settle_all(now=DAY_AFTER)

    assert UnsentTally.objects.get().people == 2


def test_the_log_says_how_many_and_nothing_else(survey, caplog):
    begun(survey, answers={"asked": {"text": "Half a thought"}})

    with caplog.at_level(logging.INFO, logger="feedback.answering.unsent"):
        unsent.settle_all(now=DAY_AFTER)

    (record,) = caplog.records
    assert (record.message, record.survey, record.people) == (
        "unsent_answers_erased",
        survey.pk,
        1,
    )


def test_it_is_done_every_hour(survey):
    begun(survey, started_on=date(2020, 1, 1))

    tasks.erase_unsent()

    each = settings.CELERY_BEAT_SCHEDULE["answers-unsent"]
    assert each["task"] == "answering.erase_unsent"
    assert each["schedule"].hour == set(range(24))
    current_app.loader.import_default_modules()
    assert "answering.erase_unsent" in current_app.tasks
    assert SurveyResponse.objects.count() == 0


def test_whoever_comes_back_after_that_is_told_and_may_begin_again():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts().sends({}, go="later")
    code = codes.resume_code(SurveyResponse.objects.get().pk)
    SurveyResponse.objects.update(started_on=date(2020, 1, 1))
    unsent.settle_all()

    assert "We find no answers" in Person("/go/").opens().sends({"code": code}).text
    person.opens("q/1/")
    assert "find your answers in this browser" in person.text
    assert person.sends().where.endswith("/q/1/")


def test_the_first_page_says_after_how_many_days(survey):
    Activity.objects.filter(pk=survey.activity_id).update(unsent_days=1)
    surveys.publish(survey)

    text = Person(f"/s/{survey.activity.slug}/").opens().text

    assert "If you do not send them, we erase them 1 day after you begin." in text


def details_of(survey, **changes) -> dict:
    form = DetailsForm(survey=survey)
    values = {name: form[name].value() for name in form.fields}
    values = {k: "" if v is None else v for k, v in values.items()}
    return values | changes


@pytest.mark.parametrize("days", ["0", "181", "soon"])
def test_days_out_of_bounds_are_refused_in_words(days):
    form = DetailsForm(
        details_of(make.survey(), unsent_days=days), survey=make.survey()
    )

    assert not form.is_valid()
    assert "180" in form.errors["unsent_days"][0]


def test_designers_set_the_days_until_people_are_told():
    survey, by = make.survey(), make.user()
    form = DetailsForm(details_of(survey, unsent_days="14"), survey=survey)
    assert form.is_valid(), form.errors

    marker = form["marker"].value()
    drafting.edit_survey(survey.pk, form.details(), marker=marker, by=by)

    activity = Activity.objects.get(pk=survey.activity_id)
    assert activity.unsent_days == 14
    copy = copying.copy_survey(survey.pk, title="Copy", by=by)
    assert copy.activity.unsent_days == 14
    activities.keep_unsent(activity.pk, days=14, by=by)
    assert activity.history.count() == 2


def test_days_that_people_were_told_stay(survey):
    survey.activity.refresh_from_db()
    form = DetailsForm(details_of(survey, unsent_days="14"), survey=survey)

    assert form.is_valid(), form.errors
    assert form.details().unsent_days == 30
    with pytest.raises(Refusal, match="People were told"):
        activities.keep_unsent(survey.activity_id, days=14, by=make.user())
