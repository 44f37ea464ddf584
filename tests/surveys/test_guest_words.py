"""Plain language while somebody types behind a translator's link."""

import pytest
from django.test import Client
from django.urls import reverse

from feedback.surveys.outside import guests
from studies.wording.views import typed
from tests import make
from tests.surveys.guest_links import reviewer, survey_of, translator

pytestmark = pytest.mark.django_db
HARD = {"text": "Con posterioridad a mayo.", "language": "es", "kind": "hint"}


def ask(token):
    return Client().post(reverse("guest-words", args=[token]), HARD)


def test_words_typed_behind_a_link_are_checked_without_an_account():
    answer = ask(translator(survey_of()).token)

    assert answer.status_code == 200
    assert "Con posterioridad a" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_other_link_and_none_that_ended_checks_words():
    survey = survey_of()
    ended = translator(survey)
    guests.end_link(ended.pk, by=make.user())

    tokens = [ended.token, reviewer(survey).token, "made-up"]

    assert [ask(token).status_code for token in tokens] == [404, 404, 404]


def test_a_link_that_asks_too_often_waits_and_others_do_not(monkeypatch):
    monkeypatch.setattr(typed, "MOST_A_MINUTE", 1)
    monkeypatch.setattr(typed.time, "time", lambda: 9_999_999_999)
    survey = survey_of(languages=["es", "ar"])
    one, other = translator(survey), translator(survey, "ar")

    codes = [ask(link.token).status_code for link in (one, one, other)]

    assert codes == [200, 429, 200]
