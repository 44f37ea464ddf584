"""PostgreSQL and Valkey stop while somebody answers, and come back."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from cxstudio import embedded
from cxstudio.embedded import postgres, valkey
from cxstudio.embedded.places import Place
from tests.outreach.proof.house import copied_from, of_this_run

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE = 60
SITE = """
import django; django.setup()
from django.core.management import call_command
from tests import make
call_command("collectstatic", interactive=False, verbosity=0)
activity = make.activity(slug="letter")
survey = make.survey(activity=activity)
make.question(survey=survey, kind="long_text", label="What would you change?")
from feedback.surveys import publishing
publishing.publish(survey.pk, by=make.user())
"""


@pytest.fixture(scope="module")
def tables(django_db_setup):
    """Fills a database with tables, which are copied from those of this run."""
    return copied_from(of_this_run())


@pytest.fixture(scope="module")
def place(tables, tmp_path_factory):
    """A clone's services of their own, so that stopping them stops no other test."""
    root = tmp_path_factory.mktemp("away")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CXSTUDIO_DATABASE_URL", raising=False)
        patch.delenv("CXSTUDIO_REDIS_URL", raising=False)
        yield Place.of(root), embedded.start(root)
        embedded.erase(root)


@pytest.fixture(scope="module")
def site(place, tables, tmp_path_factory):
    """A published survey behind gunicorn; gives its port."""
    _place, services = place
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cxstudio.settings",
        "CXSTUDIO_DATABASE_URL": services.database_url,
        "CXSTUDIO_REDIS_URL": services.redis_url,
        "CXSTUDIO_STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    tables(services.database_url, env)
    subprocess.run([sys.executable, "-c", SITE], cwd=HOUSE, env=env, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "cxstudio.wsgi", "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with subprocess.Popen(command, cwd=HOUSE, env=env) as server:
        try:
            until(lambda: page(port, "/healthz")[0] == 200)
            yield port
        finally:
            server.terminate()


def until(claim) -> None:
    """Ask again and again until the claim is true, or fail after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if claim():
                return
        except OSError:
            continue
    raise AssertionError(f"still not so after {PATIENCE} s")


def page(port: int, path: str, cookie: str = "", **form: str):
    """(status, headers, text) of one request; with a form it is a POST."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie} if cookie else {}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    method = "POST" if form else "GET"
    connection.request(method, path, urlencode(form) or None, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def attempt_in(text: str) -> str:
    return re.search(r'name="attempt" value="([^"]+)"', text)[1]


def begin(port: int) -> tuple[str, str, str]:
    """Start the survey; gives the question's address, the cookie, the attempt."""
    _status, _headers, first = page(port, "/s/letter/")
    status, headers, _ = page(port, "/s/letter/", attempt=attempt_in(first))
    assert status == 302
    cookie = headers["Set-Cookie"].partition(";")[0]
    _status, _headers, question = page(port, headers["Location"], cookie)
    return headers["Location"], cookie, attempt_in(question)


def submitted(services) -> list[dict]:
    with psycopg.connect(services.database_url) as database:
        rows = database.execute(
            "SELECT answers FROM feedback_surveyresponse WHERE state = 'submitted'"
        ).fetchall()
    return [answers for (answers,) in rows]


def test_a_database_that_stops_costs_no_answer(site, place):
    here, services = place
    address, cookie, attempt = begin(site)
    words = {"q1": "Say the date once", "attempt": attempt}

    postgres.stop(here)
    status, _headers, away = page(site, address, cookie, **words)
    also_away, _headers, first = page(site, "/s/letter/")
    postgres.start(here)
    until(lambda: page(site, "/readyz")[0] == 200)
    again, headers, _ = page(site, address, cookie, **words)
    _status, _headers, check = page(site, headers["Location"], cookie)
    sent = [
        page(site, headers["Location"], cookie, attempt=attempt_in(check))
        for _twice in range(2)
    ]

    assert (status, also_away, again) == (503, 503, 302)
    assert "Say the date once" in away
    assert "Traceback" not in away + first
    assert [status for status, *_ in sent] == [302, 302]
    assert submitted(services) == [{"q1": {"text": "Say the date once"}}]


def test_a_broker_that_stops_costs_no_answer(site, place):
    here, services = place
    before = submitted(services)
    address, cookie, attempt = begin(site)

    valkey.stop(here)
    status, headers, _ = page(site, address, cookie, q1="Shorter", attempt=attempt)
    _status, _headers, check = page(site, headers["Location"], cookie)
    form = {"attempt": attempt_in(check)}
    began = time.monotonic()
    sent, _headers, _ = page(site, headers["Location"], cookie, **form)
    took = time.monotonic() - began
    not_ready, _headers, _ = page(site, "/readyz")
    valkey.start(here)
    until(lambda: page(site, "/readyz")[0] == 200)

    assert (status, sent, not_ready) == (302, 302, 503)
    assert len(submitted(services)) == len(before) + 1
    assert took < 1
