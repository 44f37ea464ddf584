"""Versions published by an earlier release: read in the present format, never rewritten."""

import json

import pytest
from django.db import connection

from feedback.surveys import publishing
from feedback.surveys.compiling import compile_draft, content_hash
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.models.document import FORMAT, in_present_format
from tests import make

pytestmark = pytest.mark.django_db


def published_in_format_1() -> tuple[Survey, dict]:
    """A survey as the first release published it, and its document as stored."""
    survey = make.survey()
    make.question(survey=survey, choices=["Yes", "No"])
    make.question(survey=survey)
    document = json.loads(json.dumps(compile_draft(survey)))
    for question in document["questions"]:
        del question["settings"], question["rows"]
    document["format"] = 1
    SurveyVersion.objects.create(
        survey=survey, number=1, document=document, content_hash=content_hash(document)
    )
    return survey, document


def test_an_old_document_is_read_in_the_present_format_and_stored_as_it_was():
    survey, old = published_in_format_1()

    read = survey.versions.get().document

    assert read == in_present_format(old)
    assert (read["format"], read["questions"][0]["rows"]) == (FORMAT, [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM feedback_surveyversion")
        assert json.loads(cursor.fetchone()[0]) == old


def test_values_of_a_query_are_read_in_the_present_format_too():
    survey, _old = published_in_format_1()

    [document] = survey.versions.values_list("document", flat=True)

    assert document["questions"] == compile_draft(survey)["questions"]


def test_an_unchanged_draft_does_not_differ_from_an_old_version():
    survey, _old = published_in_format_1()

    again = publishing.publish(survey.pk, by=make.user())

    assert again.number == 1
    assert not publishing.differs(survey, again)


def test_a_changed_draft_differs_from_an_old_version():
    survey, _old = published_in_format_1()
    survey.questions.update(label="Asked another way?")

    assert publishing.differs(survey, survey.versions.get())


def test_a_document_of_the_present_format_is_left_as_it_is():
    document = {"format": FORMAT, "questions": []}

    assert in_present_format(document) is document
