"""Where a demo may be made at all, and that its surveys are open on that day."""

import pytest
from django.core.management import CommandError, call_command

from cxstudio.refusal import Refusal
from feedback.demo import seeding
from feedback.surveys.models import Survey, SurveyVersion
from studies.agencies.models import Agency
from tests import make

pytestmark = pytest.mark.django_db


def test_only_a_demo_installation_gets_demo_data(settings):
    settings.DEMO = False

    with pytest.raises(Refusal) as refused:
        seeding.seed()

    assert refused.value.code == "not_a_demo"
    assert Agency.objects.count() == 0


def test_the_command_says_in_a_sentence_why_it_refuses(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="this installation is not a demo"):
        call_command("seed_demo")


def test_a_real_agency_of_the_same_address_is_left_alone():
    make.agency(slug="household-support")

    with pytest.raises(Refusal) as refused:
        seeding.seed()

    assert refused.value.code == "address_taken"


def test_both_surveys_are_published_in_four_languages_and_open_today():
    seeding.seed()
    surveys = Survey.objects.select_related("activity").order_by("pk")

    assert [survey.activity.slug for survey in surveys] == [
        "your-renewal-letter",
        "how-the-workshop-went",
    ]
    assert all(survey.activity.is_open for survey in surveys)
    assert [survey.activity.anonymous for survey in surveys] == [True, False]
    for version in SurveyVersion.objects.all():
        texts = version.document["texts"]
        assert sorted(texts) == ["ar", "en", "es", "zh-hans"]
        assert len({frozenset(words) for words in texts.values()}) == 1
