from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys import drafting
from feedback.surveys.drafting import SurveyDetails
from feedback.surveys.markers import survey_marker
from feedback.surveys.models import Survey
from studies.planning import activities
from tests import make

pytestmark = pytest.mark.django_db


def details(**fields) -> SurveyDetails:
    values = {
        "title": "Your letter",
        "purpose": "We want better letters.",
        "thanks": "Thank you.",
        "layout": Survey.Layout.FEW_PAGES,
        "anonymous": True,
    }
    return SurveyDetails(**values | fields)


def test_a_new_survey_is_an_empty_draft_with_an_address_of_its_own():
    agency, author = make.agency(), make.user()

    survey = drafting.create_survey(
        agency=agency, title="Your renewal letter", anonymous=True, by=author
    )

    activity = survey.activity
    assert (activity.agency, activity.kind, activity.state) == (
        agency,
        "survey",
        "draft",
    )
    assert (activity.slug, activity.anonymous) == ("your-renewal-letter", True)
    assert survey.history.get().history_user == author


def test_two_surveys_of_one_title_have_two_addresses():
    agency, author = make.agency(), make.user()

    slugs = {
        drafting.create_survey(
            agency=agency, title="Same", anonymous=True, by=author
        ).activity.slug
        for _ in range(3)
    }

    assert len(slugs) == 3


def test_a_title_without_latin_letters_still_gets_an_address():
    survey = drafting.create_survey(
        agency=make.agency(), title="استبيان", anonymous=True, by=make.user()
    )

    assert len(survey.activity.slug) == 6


def test_editing_keeps_what_was_written_and_who_wrote_it():
    survey, author = make.survey(), make.user()
    round_ = make.round_(study=make.study(agency=survey.agency))
    closes = timezone.now() + timedelta(days=9)

    drafting.edit_survey(
        survey.pk,
        details(anonymous=False, round=round_, closes_at=closes),
        marker=survey_marker(survey),
        by=author,
    )

    saved = Survey.objects.select_related("activity").get(pk=survey.pk)
    assert (saved.title, saved.purpose, saved.thanks, saved.layout) == (
        "Your letter",
        "We want better letters.",
        "Thank you.",
        "few_pages",
    )
    assert (saved.activity.name, saved.activity.anonymous) == ("Your letter", False)
    assert (saved.activity.round, saved.activity.closes_at) == (round_, closes)
    assert saved.activity.history.first().history_user == author


def test_a_second_designer_does_not_overwrite_the_first():
    survey, author = make.survey(), make.user()
    seen = survey_marker(survey)
    drafting.edit_survey(survey.pk, details(title="First"), marker=seen, by=author)

    with pytest.raises(StaleEdit):
        drafting.edit_survey(survey.pk, details(title="Second"), marker=seen, by=author)

    assert Survey.objects.get(pk=survey.pk).title == "First"


def test_a_survey_that_closes_before_it_opens_is_refused():
    survey = make.survey()
    now = timezone.now()

    with pytest.raises(Refusal) as refused:
        drafting.edit_survey(
            survey.pk,
            details(opens_at=now, closes_at=now - timedelta(hours=1)),
            marker=survey_marker(survey),
            by=make.user(),
        )

    assert refused.value.code == "closes_before_opening"


def test_the_promise_of_anonymity_stays_once_people_were_told():
    survey = make.published_survey()

    with pytest.raises(Refusal) as refused:
        drafting.edit_survey(
            survey.pk,
            details(anonymous=False),
            marker=survey_marker(survey),
            by=make.user(),
        )

    assert refused.value.code == "promise_given"


def test_an_open_survey_can_not_be_put_away_and_a_closed_one_comes_back():
    survey, author = make.published_survey(), make.user()

    with pytest.raises(Refusal) as refused:
        activities.archive(survey.activity_id, by=author)
    activities.close(survey.activity_id, by=author)
    put_away = activities.archive(survey.activity_id, by=author)
    again = activities.archive(survey.activity_id, by=author)

    assert refused.value.code == "still_open"
    assert again.archived_at == put_away.archived_at
    assert list(Survey.objects.archived()) == [survey]
    activities.restore(survey.activity_id, by=author)
    activities.restore(survey.activity_id, by=author)
    assert list(Survey.objects.current()) == [survey]
