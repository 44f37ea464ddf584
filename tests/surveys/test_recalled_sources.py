"""Old translations learn what they were made from, out of the history of their text."""

from importlib import import_module

import pytest
from django.apps import apps

from feedback.surveys.drafting import save_survey
from studies.wording.models import Translation
from studies.wording.translations import place, source_hash
from tests import make

pytestmark = pytest.mark.django_db
migration = import_module("feedback.migrations.0013_recall_what_was_translated")


def old_translation(survey, source, where):
    return Translation.objects.create(
        agency=survey.agency,
        place=where,
        language="es",
        text="Su carta",
        state="draft",
        source_hash=source_hash(source),
    )


def test_a_wording_that_the_text_had_once_is_found_again_and_no_other():
    survey, by = make.survey(title="Your letter"), make.user()
    survey.title = "Your form"
    save_survey(survey, by=by)
    rows = [
        old_translation(survey, "Your letter", place(survey, "title")),
        old_translation(survey, "Never said", place(survey, "purpose")),
        old_translation(survey, "Elsewhere", "thing:1:title"),
    ]

    migration.recall(apps, None)

    for row in rows:
        row.refresh_from_db()
    assert [row.source_text for row in rows] == ["Your letter", "", ""]
