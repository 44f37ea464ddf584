import pytest

from studies.planning import activities
from studies.planning.models import Activity, Study
from studies.progress.checklists import to_field
from tests import make

pytestmark = pytest.mark.django_db


def said(round_) -> list[tuple[str, bool, bool]]:
    rows = Activity.objects.filter(round=round_).order_by("pk")
    return [(line.text, line.met, line.stop) for line in to_field(round_, rows)]


def test_a_survey_that_nobody_tried_is_named_and_stops_nothing():
    round_ = make.round_()
    make.activity(round=round_, name="Letter", languages_ready=["en", "es"])

    text = "Fewer than 2 pilot people have tried “Letter” in English, Spanish."
    assert said(round_) == [(text, False, False)]


def test_two_people_in_each_language_meet_the_line():
    round_ = make.round_()
    row = make.activity(round=round_, name="Letter", languages_ready=["en", "es"])

    activities.stamp_pilots(row.pk, {"en": 3, "es": 2})

    assert said(round_) == [
        ("Pilot people tried “Letter” in each of its languages.", True, False)
    ]


def test_stamping_again_replaces_the_count():
    row = make.activity()

    activities.stamp_pilots(row.pk, {"en": 3})
    activities.stamp_pilots(row.pk, {"en": 1})

    assert Activity.objects.get(pk=row.pk).untried(["en", "es"]) == ["en", "es"]


def test_only_surveys_are_tried_with_pilots():
    round_ = make.round_()
    make.activity(round=round_, kind="interview")

    assert said(round_) == []


def test_a_study_that_ran_before_there_were_consent_texts_is_told_and_not_stopped():
    study = make.study(state=Study.State.RUNNING)
    round_ = make.round_(study=study)
    make.activity(round=round_, name="Letter")

    missing = said(round_)[0]
    make.consent(study=study)

    assert missing == ("No words are published that people agree to.", False, False)
    assert said(round_)[0] == ("People read what they agree to", True, False)
