import json

import pytest
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from redis.exceptions import ConnectionError as CacheAway

from cxstudio import errors, front
from tests import make


def test_the_page_for_a_fault_asks_no_database(rf):
    # Without the database mark any query would fail this test.
    request = rf.get("/studio/")

    response = errors.server_error(request)

    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()


def test_the_page_for_an_absence_asks_no_database_and_says_when(rf):
    response = errors.unavailable(rf.get("/studio/"), CacheAway())

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert 'href="/studio/"' in response.content.decode()


def test_a_script_reads_of_an_absence_in_its_own_form(rf):
    response = errors.unavailable(rf.get("/api/v1/surveys/"), CacheAway())

    assert response.status_code == 503
    assert json.loads(response.content)["code"] == "unavailable"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, CacheAway])
def test_an_absent_service_gives_a_plain_page(client, monkeypatch, kind):
    def away(**fields):
        raise kind("gone")

    monkeypatch.setattr(front, "_demo_people", away)
    make.agency()

    response = client.get("/")

    assert response.status_code == 503
    assert "We are away for a moment" in response.content.decode()


@pytest.mark.django_db
def test_a_fault_in_a_page_gives_a_plain_page(monkeypatch):
    def broken():
        raise RuntimeError("a bug")

    monkeypatch.setattr(front, "_demo_people", broken)
    make.agency()

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


@pytest.mark.django_db
def test_an_address_without_a_page_says_what_to_check(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


@pytest.mark.django_db
def test_a_request_that_makes_no_sense_is_answered_in_words(client, monkeypatch):
    def odd():
        raise BadRequest

    monkeypatch.setattr(front, "_demo_people", odd)
    make.agency()

    response = client.get("/")

    assert response.status_code == 400
    assert "That did not arrive whole" in response.content.decode()


@pytest.mark.django_db
def test_a_role_that_is_too_small_is_told_whom_to_ask(client):
    client.force_login(make.member(role="viewer").user)

    response = client.get(reverse("member-list"))

    assert response.status_code == 403
    assert "Ask an administrator" in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_says_how_to_go_on():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


@pytest.mark.parametrize("language, direction", [("en", "ltr"), ("ar", "rtl")])
def test_the_pages_for_faults_keep_the_readers_language(rf, language, direction):
    with translation.override(language):
        page = errors.server_error(rf.get("/")).content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
