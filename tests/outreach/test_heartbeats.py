"""The home page says in one sentence what stands still, and nothing where all goes on."""

from types import SimpleNamespace

import pytest
from celery.signals import after_task_publish
from django.db import OperationalError, connection

from cxstudio import wake
from studies.outreach import heartbeats, tasks
from studies.outreach.models import Heartbeat
from tests import make
from tests.outreach.conftest import free_port

pytestmark = pytest.mark.django_db


def seen(name: str, minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO studies_heartbeat (name, at)"
            " VALUES (%s, clock_timestamp() - make_interval(mins => %s))",
            [name, minutes],
        )


@pytest.fixture
def broker(monkeypatch) -> dict[str, bool]:
    state = {"answers": True}
    monkeypatch.setattr(wake, "broker_answers", lambda: state["answers"])
    return state


@pytest.mark.parametrize(
    ("scheduler", "worker", "answers", "said"),
    [
        (0, 0, True, ""),
        (2, 9, True, ""),
        (3, 0, True, "The scheduler has not run for 3 minutes"),
        (90, 0, True, "The scheduler has not run for 90 minutes"),
        (7, 0, False, "because the message broker does not answer"),
        (0, 10, True, "No worker has sent messages for 10 minutes"),
    ],
)
def test_what_is_missing_is_said(broker, scheduler, worker, answers, said):
    broker["answers"] = answers
    seen("scheduler", scheduler)
    seen("worker", worker)

    sentence = heartbeats.trouble()

    assert sentence.startswith(said) or said in sentence
    assert bool(sentence) == bool(said)


def test_where_nothing_has_run_yet_nothing_is_missing():
    assert heartbeats.trouble() == ""


def test_the_home_page_says_so(client, broker):
    member = make.member()
    make.study(agency=member.agency)
    client.force_login(member.user)
    seen("scheduler", 12)

    page = client.get("/studio/").content.decode()
    heartbeats.leave("scheduler")
    after = client.get("/studio/").content.decode()

    assert "The scheduler has not run for 12 minutes" in page
    assert "scheduler has not run" not in after


def test_a_home_page_without_a_study_says_so_too(client, broker):
    client.force_login(make.member().user)
    seen("scheduler", 5)

    page = client.get("/studio/").content.decode()

    assert "The scheduler has not run for 5 minutes" in page


def test_a_worker_leaves_a_sign_each_time_it_is_woken():
    for _ in range(2):
        tasks.deliver_due()

    assert Heartbeat.objects.filter(name="worker").count() == 1


def test_the_scheduler_leaves_a_sign_with_what_it_hands_over(monkeypatch):
    monkeypatch.setattr(tasks, "_left", {})
    tasks.watch_scheduler()

    try:
        for _ in range(3):
            after_task_publish.send(sender="outreach.deliver_due")
    finally:
        after_task_publish.disconnect(tasks.scheduler_runs)

    assert Heartbeat.objects.filter(name="scheduler").count() == 1


def test_a_scheduler_without_a_database_goes_on(monkeypatch):
    def gone(name: str) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(tasks, "_left", {})
    monkeypatch.setattr(heartbeats, "leave", gone)
    closed: list[bool] = []
    lost = SimpleNamespace(close=lambda: closed.append(True))
    monkeypatch.setattr(tasks, "connection", lost)

    tasks.scheduler_runs()

    assert (tasks._left, closed) == ({}, [True])


def test_a_broker_that_is_not_there_does_not_answer(monkeypatch):
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    real = wake.app.connection_for_write
    monkeypatch.setattr(
        wake.app, "connection_for_write", lambda **kwargs: real(nobody, **kwargs)
    )

    assert wake.broker_answers() is False
