"""A line of the log says what happened, and nothing that a person gave us."""

import json
import logging
import re
import sys

import pytest
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from cxstudio.logs import JsonLine
from feedback.answering.models import SurveyResponse
from tests import make


def line(message: str, *args, **fields) -> dict:
    record = logging.makeLogRecord({"msg": message, "args": args, **fields})
    return json.loads(JsonLine().format(record))


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/i/abcdef123456/q/1/", "/i/…/q/1/"),
        ("/stop/abcdef123456/?lang=es", "/stop/…/?lang=es"),
        ("/again/abcdef123456/remove/", "/again/…/remove/"),
        (
            "/accounts/password/reset/key/b-cx1-6f0a/",
            "/accounts/password/reset/key/…/",
        ),
        ("/s/letter/", "/s/letter/"),
    ],
)
def test_secrets_in_addresses_are_cut_out(path, kept):
    assert line("Not Found: %s", path)["event"] == f"Not Found: {kept}"


def addresses_with_a_secret(resolver, before="") -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += addresses_with_a_secret(pattern, whole)
        elif ":token>" in whole:
            found.append(re.sub(r"<\w+:token>", "abcdef123456", whole))
    return found


def test_no_secret_of_any_page_is_left_in_its_address():
    found = addresses_with_a_secret(get_resolver())
    # An easy-to-read page, a sound or a film of a survey, which everybody may open.
    secret = [path for path in found if not path.startswith("aid/")]

    said = [line("Not Found: %s", f"/{path}")["event"] for path in secret]

    assert len(said) > 20
    assert [path for path in said if "abcdef123456" in path] == []


def test_numbers_and_words_beside_an_event_are_fields_of_their_own():
    found = line("mail_waits", wave=7, trouble="unreachable", levelname="WARNING")

    assert (found["event"], found["level"]) == ("mail_waits", "WARNING")
    assert (found["wave"], found["trouble"]) == (7, "unreachable")


@pytest.mark.django_db
def test_a_broken_rule_of_the_database_does_not_log_the_answers():
    response = make.response(answers={"q2": {"text": "My rent is late"}})
    try:
        with transaction.atomic():
            SurveyResponse.objects.filter(pk=response.pk).update(submitted_on=None)
    except IntegrityError as fault:
        told = str(fault)
        found = line("failed", exc_info=sys.exc_info())

    assert "My rent is late" in told
    assert "submitted_response_has_a_day" in found["trace"]
    assert "My rent is late" not in json.dumps(found)
