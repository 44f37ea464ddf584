"""Two people publish at once, and one edits while the other publishes."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cxstudio.refusal import Refusal
from feedback.surveys import publishing, questions
from feedback.surveys.compiling import compile_draft
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.publishing import draft_mark
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def started(work: Callable[[], object], said: list) -> Thread:
    """A thread with a connection of its own; what it returns or refuses is kept."""

    def run():
        try:
            said.append(work())
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def changed() -> Survey:
    survey = make.published_survey()
    survey.questions.filter(key="q1").update(label="Did a letter come?")
    return survey


def seen(survey) -> str:
    return draft_mark(compile_draft(survey), survey.versions.first())


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        # Inside a transaction the view would show what it showed the first time.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND datname = current_database())"
        )
        return cursor.fetchone()[0]


def test_two_who_publish_at_once_make_one_version():
    survey, author, barrier, said = changed(), make.user(), Barrier(2), []
    mark = seen(survey)

    def publish():
        barrier.wait()
        return publishing.publish(
            survey.pk, by=author, reason="Clearer.", seen=mark
        ).number

    for thread in [started(publish, said), started(publish, said)]:
        thread.join()

    assert said == [2, 2]
    assert SurveyVersion.objects.filter(survey=survey).count() == 2


def test_who_publishes_while_another_saves_is_shown_what_was_saved():
    survey, author, said = changed(), make.user(), []
    mark = seen(survey)
    row = survey.questions.get(key="q2")
    draft = questions.QuestionDraft("short_text", "What else?")
    marker = question_marker(row, [])

    with transaction.atomic():
        questions.edit_question(row.pk, draft, marker=marker, by=author)
        publisher = started(
            lambda: publishing.publish(
                survey.pk, by=author, reason="Clearer.", seen=mark
            ),
            said,
        )
        while not someone_waits_for_a_lock():
            assert publisher.is_alive()
    publisher.join()

    assert said == ["stale"]
    assert survey.versions.count() == 1


def test_who_saves_while_another_publishes_saves_into_the_next_draft():
    survey, author, said = changed(), make.user(), []
    row = survey.questions.get(key="q2")
    draft = questions.QuestionDraft("short_text", "What else?")
    marker = question_marker(row, [])

    with transaction.atomic():
        version = publishing.publish(survey.pk, by=author, reason="Clearer.")
        editor = started(
            lambda: (
                questions.edit_question(row.pk, draft, marker=marker, by=author).label
            ),
            said,
        )
        while not someone_waits_for_a_lock():
            assert editor.is_alive()
    editor.join()

    assert said == ["What else?"]
    assert version.document["texts"]["en"]["q2"] == "Question 2?"
    assert publishing.differs(survey, version)
