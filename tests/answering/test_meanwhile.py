"""What changes while somebody answers: the clock, or the languages of the survey."""

import time

import pytest

from feedback.answering import pacing
from feedback.answering.models import SurveyResponse
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


@pytest.mark.parametrize("moved", [-DAY, -1, 30 * DAY], ids=["back", "a bit", "ahead"])
def test_a_clock_that_is_set_meanwhile_costs_nobody_an_answer(monkeypatch, moved):
    moments = [time.time()]
    monkeypatch.setattr(time, "time", lambda: moments[-1])
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    moments.append(moments[0] + moved)

    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert person.where.endswith("/receipt/")
    assert (response.state, response.answers) == ("submitted", surveys.STORED)
    assert "quick" not in (response.signs or [])


def test_nobody_waits_longer_than_the_rule_because_a_clock_was_put_back(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_SENT", 1)
    person = Person(f"/s/{surveys.letter().activity.slug}/").starts()
    person.answers_all(surveys.ANSWERS).sends()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - DAY)

    person.starts()

    assert person.page.headers["Retry-After"] == str(pacing.WITHIN_SECONDS)


def without_arabic(survey) -> None:
    survey.refresh_from_db()
    survey.languages = [code for code in survey.languages if code != "ar"]
    survey.save()
    surveys.publish(survey)


def test_whoever_began_in_a_language_that_vanished_finishes_in_it():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar").sends()
    first = survey.versions.get()
    without_arabic(survey)

    person.opens("q/1/")
    assert '<html lang="ar" dir="rtl">' in person.text
    assert surveys.ARABIC["got_letter"] in person.text
    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert (response.language, response.version) == ("ar", first)
    assert (response.state, response.answers) == ("submitted", surveys.STORED)


def test_whoever_comes_for_a_language_that_vanished_reads_the_one_that_is_left():
    survey = surveys.letter()
    before = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar")
    without_arabic(survey)

    late = Person(before.address).opens("?lang=ar")
    before.sends()  # the page was drawn when there was still Arabic

    assert '<html lang="en" dir="ltr">' in late.text
    assert 'value="ar"' not in late.text
    assert late.sends().where.endswith("/q/1/")
    assert '<html lang="ar" dir="rtl">' in before.text
