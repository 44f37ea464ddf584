import pytest
from django.db import IntegrityError, connection, transaction

from cxstudio.refusal import Refusal
from feedback.surveys import publishing
from feedback.surveys.comparing import changes
from feedback.surveys.compiling import compile_draft, content_hash
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.publishing import draft_mark
from tests import make

pytestmark = pytest.mark.django_db


def reworded(label: str) -> Survey:
    """Published once; question q1 has other words in the draft."""
    survey = make.published_survey()
    survey.questions.filter(key="q1").update(label=label)
    return survey


def found(survey: Survey):
    return changes(survey.versions.first().document, compile_draft(survey))


def test_changed_meaning_is_published_with_a_reason_only():
    survey, author = reworded("Did a letter come?"), make.user()

    with pytest.raises(Refusal) as refused:
        publishing.publish(survey.pk, by=author, reason="  ")
    version = publishing.publish(survey.pk, by=author, reason=" People misread it. ")

    assert refused.value.code == "no_reason"
    assert (version.number, version.reason) == (2, "People misread it.")


def test_cosmetic_and_additive_changes_need_no_reason():
    survey = reworded("QUESTION 1")
    make.question(survey=survey, key="q3")

    version = publishing.publish(survey.pk, by=make.user())

    assert (version.number, version.reason) == (2, "")


def test_a_typo_is_vouched_for_with_a_reason_and_stays_on_record():
    survey, author = reworded("Questoins one?"), make.user()
    [change] = found(survey)
    graded = {change.id: "cosmetic", "another|id": "cosmetic"}

    with pytest.raises(Refusal):
        publishing.publish(survey.pk, by=author, graded=graded)
    version = publishing.publish(
        survey.pk, by=author, graded=graded, reason="Only a typo."
    )

    assert version.graded == {change.id: "cosmetic"}
    assert version.published_by == author


def test_words_that_look_alike_can_be_said_to_mean_something_else():
    survey = reworded("QUESTION 1")
    [change] = found(survey)

    with pytest.raises(Refusal) as refused:
        publishing.publish(
            survey.pk, by=make.user(), graded={change.id: "meaning_changing"}
        )

    assert refused.value.code == "no_reason"


def test_a_question_taken_away_needs_a_reason():
    survey = make.published_survey()
    survey.questions.filter(key="q2").delete()

    with pytest.raises(Refusal) as refused:
        publishing.publish(survey.pk, by=make.user())

    assert refused.value.code == "no_reason"


def test_a_draft_that_changed_since_it_was_looked_at_is_shown_first():
    survey, author = reworded("Question one?"), make.user()
    seen = draft_mark(compile_draft(survey), survey.versions.first())
    survey.questions.filter(key="q2").update(label="Something else?")

    with pytest.raises(Refusal) as refused:
        publishing.publish(survey.pk, by=author, seen=seen, reason="Clearer.")

    assert refused.value.code == "stale"
    assert survey.versions.count() == 1


def test_publishing_twice_from_one_page_makes_one_version():
    survey, author = reworded("Question one?"), make.user()
    seen = draft_mark(compile_draft(survey), survey.versions.first())

    first = publishing.publish(survey.pk, by=author, seen=seen, reason="Clearer.")
    again = publishing.publish(survey.pk, by=author, seen=seen, reason="Clearer.")

    assert first.pk == again.pk
    assert survey.versions.count() == 2


def test_the_hash_stands_for_the_document_as_the_database_gives_it_back():
    survey = make.published_survey()

    version = SurveyVersion.objects.get(survey=survey)

    assert content_hash(version.document) == version.content_hash
    assert (
        content_hash(dict(reversed(version.document.items()))) == version.content_hash
    )


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "SET document = '{}'",
        "SET number = 9",
        "SET content_hash = 'x'",
        "SET reason = 'another'",
        'SET graded = \'{"a": "cosmetic"}\'',
    ],
)
def test_the_database_refuses_to_change_a_version(change):
    make.published_survey()

    with pytest.raises(IntegrityError, match="never changes"):
        run(f"UPDATE feedback_surveyversion {change}")


def test_the_database_refuses_to_delete_a_version():
    survey = make.published_survey()

    with pytest.raises(IntegrityError, match="never changes"):
        run("DELETE FROM feedback_surveyversion")

    assert survey.versions.count() == 1


def test_the_day_of_a_version_is_no_part_of_what_was_published():
    survey = make.published_survey()

    run("UPDATE feedback_surveyversion SET published_at = '2026-01-05'")

    assert survey.versions.get().published_at.year == 2026


@pytest.mark.django_db(transaction=True)
def test_the_tests_own_clearing_up_goes_past_the_refusal():
    make.published_survey()

    assert SurveyVersion.objects.count() == 1
