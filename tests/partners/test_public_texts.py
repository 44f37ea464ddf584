import pytest

from feedback.surveys import publishing
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.planning.models import Activity
from studies.wording.translations import translate
from tests import make

pytestmark = pytest.mark.django_db


def test_publishing_hands_the_public_texts_to_flyers_and_mails():
    survey = make.survey(
        title="Your letter", purpose="We want it clear.", languages=["es"]
    )
    for _number in range(7):
        make.question(survey=survey)
    agency = survey.activity.agency
    for _name, source in keyed_texts(survey, draft_questions(survey)):
        spanish = f"ES {source.text}" if source.text else ""
        translate(source, "es", spanish, agency=agency, by=None, state="reviewed")

    publishing.publish(survey.pk, by=make.user())

    activity = Activity.objects.get(pk=survey.activity_id)
    assert activity.public_texts == {
        "en": {"title": "Your letter", "purpose": "We want it clear."},
        "es": {"title": "ES Your letter", "purpose": "ES We want it clear."},
    }
    assert activity.minutes >= 1
    assert activity.public_text("title", "es") == "ES Your letter"
    assert activity.public_text("title", "ar") == "Your letter"


def test_an_activity_without_texts_has_none():
    assert make.activity().public_text("title", "en") == ""
