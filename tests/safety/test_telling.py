"""The owner of a study reads by mail that somebody may need help: once, in numbers."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from cxstudio import wake
from feedback.safety import actions as safety
from feedback.safety import tasks, telling
from feedback.safety.models import SafetyFlag, SafetyMail
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, 20, tzinfo=UTC)


@pytest.fixture
def survey():
    survey = make.published_survey(activity=make.open_activity())
    study = survey.activity.round.study
    study.safety_owner = make.member(agency=study.agency)
    study.save()
    return survey


def study_of(survey) -> Study:
    return Study.objects.get(pk=survey.activity.round.study_id)


def flag(survey, **fields) -> SafetyFlag:
    return make.safety_flag(survey=survey, **fields)


def test_one_mail_says_how_many_and_where_and_nothing_else(survey):
    first = flag(survey)
    flag(survey, response=first.response, question_key="q2")
    flag(survey)
    flag(survey, is_told=True)

    assert telling.tell_all(now=NOON) == 1

    (letter,) = mail.outbox
    study = study_of(survey)
    assert letter.to == [study.safety_owner.user.email]
    assert letter.subject == "Someone may need help"
    assert "Words in the answers of 2 people" in letter.body
    assert "In all, 3 people of this study wait" in letter.body
    assert f"{settings.BASE_URL}/studio/may-need-help/" in letter.body
    for secret in (str(first.response), survey.title, study.title):
        assert secret not in letter.body


def test_it_is_sent_once(survey):
    flag(survey)

    told = [telling.tell(study_of(survey).pk, now=NOON) for _ in range(2)]
    later = telling.tell_all(now=NOON + timedelta(days=1))

    assert (told, later, len(mail.outbox)) == ([True, False], 0, 1)


def test_no_study_sends_two_within_an_hour_and_none_is_lost(survey):
    flag(survey)
    telling.tell_all(now=NOON)
    flag(survey)
    flag(survey)

    found = [
        telling.tell_all(now=NOON + timedelta(minutes=minutes))
        for minutes in (1, 59, 60, 100)
    ]

    assert found == [0, 0, 0, 1]
    assert "Words in the answers of 2 people" in mail.outbox[1].body


def test_when_it_may_write_again_tells_no_time_of_an_answer(survey):
    flag(survey)
    telling.tell_all(now=NOON)

    assert SafetyMail.objects.get().quiet_until == datetime(2027, 3, 1, 14, tzinfo=UTC)


def test_what_a_worker_of_the_release_before_raises_is_told(survey):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feedback_safetyflag "
            "(id, survey_id, response, question_key, raised_on, state, note) "
            "VALUES (%s, %s, %s, 'q1', %s, 'open', '')",
            [uuid4(), survey.pk, uuid4(), NOON.date()],
        )

    assert telling.tell_all(now=NOON) == 1


def test_another_study_has_a_mail_of_its_own(survey):
    other = make.published_survey(activity=make.open_activity())
    study = study_of(other)
    study.safety_owner = make.member(agency=study.agency)
    study.save()
    flag(survey)
    flag(other)

    assert telling.tell_all(now=NOON) == 2


def test_what_was_looked_at_or_taken_back_meanwhile_is_not_told(survey):
    row = flag(survey)
    safety.close(row.response, note="Called.", by=make.user())
    safety.forget(flag(survey).response)

    assert telling.tell_all(now=NOON) == 0
    assert not SafetyMail.objects.exists()


@pytest.mark.parametrize("why", ["nobody", "left", "viewer"])
def test_without_somebody_who_may_read_answers_it_waits(survey, why):
    study = study_of(survey)
    owner = study.safety_owner
    if why == "nobody":
        Study.objects.update(safety_owner=None)
    else:
        changed = {"left": {"ended_at": NOON}, "viewer": {"role": "viewer"}}[why]
        type(owner).objects.filter(pk=owner.pk).update(**changed)
    flag(survey)
    assert telling.tell_all(now=NOON) == 0

    study.safety_owner = make.member(agency=study.agency)
    study.save()

    assert telling.tell_all(now=NOON) == 1


def test_a_survey_outside_studies_has_nobody_to_tell():
    survey = make.published_survey(activity=make.open_activity(round=None))
    flag(survey)

    assert telling.tell_of(survey.pk) is False
    assert telling.tell_all(now=NOON) == 0


def test_without_a_mail_server_it_is_offered_again(survey, monkeypatch):
    flag(survey)

    def refuse(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", refuse)
        assert telling.tell_all(now=NOON) == 0

    assert telling.tell_all(now=NOON) == 1
    assert len(mail.outbox) == 1


def test_what_may_have_left_is_not_sent_again(survey, monkeypatch):
    flag(survey)

    def breaks(self, messages):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", breaks)
        telling.tell_all(now=NOON)

    assert telling.tell_all(now=NOON + timedelta(hours=3)) == 0


@pytest.mark.parametrize("anonymous", [True, False])
def test_only_answers_that_are_not_anonymous_wake_a_worker(
    monkeypatch, django_capture_on_commit_callbacks, anonymous
):
    woken = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: woken.append((task, ids)))
    survey = surveys.letter(anonymous=anonymous)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    answers = surveys.ANSWERS | {"asked": {"asked": "I want to die"}}
    with django_capture_on_commit_callbacks(execute=True):
        person.answers_all(answers).sends()

    assert SafetyFlag.objects.get().is_told is False
    told = ("safety.tell_owner", [str(survey.pk)]) in woken
    assert told is not anonymous


def test_at_each_full_hour_a_mail_may_leave_though_the_last_was_a_little_late(survey):
    hours = [NOON.replace(hour=hour, minute=0) for hour in (13, 14, 15)]
    told = []
    for late, hour in enumerate(hours):
        flag(survey)
        told.append(telling.tell_all(now=hour + timedelta(seconds=9 - late)))

    assert told == [1, 1, 1]


def test_the_tasks_are_known_and_offered_at_full_hours(survey):
    study = study_of(survey)
    flag(survey)
    tasks.tell_owner(str(survey.pk))
    tasks.tell_owners()

    each = settings.CELERY_BEAT_SCHEDULE["safety-owners"]
    assert each["schedule"] == crontab(minute=0)
    current_app.loader.import_default_modules()
    assert {"safety.tell_owner", each["task"]} <= set(current_app.tasks)
    assert [letter.to for letter in mail.outbox] == [[study.safety_owner.user.email]]
