"""The migration that made counters name their version, run again on counted answers."""

from importlib import import_module

import pytest
from django.db import connection

from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import recount
from feedback.surveys import publishing
from tests import make

pytestmark = pytest.mark.django_db
MIGRATION = "feedback.migrations.0008_count_by_version"


def test_counters_made_from_what_responses_remember_equal_a_recount():
    survey = make.published_survey()
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    survey.questions.filter(key="q1").update(label="Did a letter come?")
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    make.response(survey=survey, answers={"q1": {"code": "c1"}}, language="es")
    make.response(survey=survey, is_practice=True)
    fold(survey.pk)
    before = sorted(Tally.objects.values_list("version__number", "code", "count"))
    Tally.objects.filter(code="c1").delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).COUNT)

    after = sorted(Tally.objects.values_list("version__number", "code", "count"))
    assert after == before
    assert recount(survey.pk) == []
