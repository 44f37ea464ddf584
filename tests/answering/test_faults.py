import uuid
from dataclasses import replace

import pytest
from django.core.signing import Signer
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisGone

from cxstudio import errors, quick_cache
from feedback.answering import actions, attempts
from feedback.answering.attempts import Attempt
from feedback.answering.models import SurveyResponse
from studies.agencies.models import Agency
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def begun() -> Person:
    survey = surveys.letter()
    return Person(f"/s/{survey.activity.slug}/").starts()


def test_a_token_that_was_changed_leads_to_the_first_page_with_a_word():
    person = begun()
    token = person.token
    person.client.cookies.clear()

    person.page = person.client.post(
        f"{person.address}q/1/",
        {"attempt": token[:-1] + ("A" if token[-1] != "A" else "B")},
        follow=True,
    )

    assert "We can’t find your answers in this browser" in person.text


def test_a_token_opens_only_the_address_it_was_made_for():
    attempt = Attempt(uuid.uuid4(), 7, "en")

    token = attempt.sign("/s/one/")

    assert attempts.read(token, "/s/one/") == attempt
    assert attempts.read(token, "/s/two/") is None


def test_a_token_says_the_way_to_take_part_and_an_older_one_means_alone():
    attempt = Attempt(uuid.uuid4(), 7, "en", mode="kiosk")
    older = Signer(salt="answering.attempt:/s/one/").sign(
        f"{attempt.response_id.hex}.7.en.."
    )

    assert attempts.read(attempt.sign("/s/one/"), "/s/one/").mode == "kiosk"
    assert attempts.read(older, "/s/one/") == replace(attempt, mode="self")


def test_a_browser_that_keeps_no_cookies_is_told_so():
    person = begun()
    person.client.cookies.clear()

    person.opens("q/1/")

    assert "let your browser keep cookies" in person.text


def test_fields_that_nobody_asked_for_are_left_alone():
    begun().sends({"got_letter": "yes", "fits": "none", "state": "submitted"})

    assert SurveyResponse.objects.get().answers == {"got_letter": {"code": "yes"}}


def test_an_answer_to_a_question_that_does_not_show_is_never_sent():
    person = begun().sends({"got_letter": "no"})
    token = person.token

    person.client.post(f"{person.address}q/6/", {"attempt": token, "help": "phone"})
    person.client.post(f"{person.address}check/", {"attempt": token})

    assert SurveyResponse.objects.get().answers == {"got_letter": {"code": "no"}}


@pytest.mark.parametrize(
    "body, content_type, status",
    [
        (b"asked=" + b"x" * 1_048_576, FORM, 413),
        (b"&".join(b"a%d=1" % n for n in range(20_001)), FORM, 400),
        (b"asked=x", FORM + "; charset=utf-16", 400),
        (b"--nothing", "multipart/form-data; boundary=", 400),
        (b"{", "application/json", 302),
        (b"asked=%00%ff%ed%a0%80", FORM + "; charset=no-such", 302),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(body, content_type, status):
    person = begun()
    Agency.objects.update(name="Household Support", contact_phone="555-0142")

    page = person.client.generic(
        "POST", f"{person.address}q/2/", data=body, content_type=content_type
    )

    assert page.status_code == status
    if status >= 400:
        said = page.content.decode()
        assert "Answers on pages before it are kept." in said
        assert "– Household Support</title>" in said
        assert 'href="tel:555-0142"' in said


def test_nul_and_broken_letters_never_reach_the_database():
    person = begun().sends({"got_letter": "yes"})
    body = f"attempt={person.token}&asked=a%00b%ed%a0%80%ff"

    person.client.post(f"{person.address}q/2/", data=body, content_type=FORM)

    assert SurveyResponse.objects.get().answers["asked"] == {"text": "ab����"}


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://[", "://"])
def test_a_form_of_another_site_is_refused(origin):
    person = begun()

    page = person.client.post(
        f"{person.address}q/1/",
        {"attempt": person.token, "got_letter": "yes"},
        headers={"Origin": origin},
    )

    assert page.status_code == 400
    assert SurveyResponse.objects.get().answers == {}


@pytest.mark.parametrize("length", ["1e9", "-1", "many"])
def test_a_length_that_is_no_number_is_refused_in_words(length):
    person = begun()
    body = {"attempt": person.token, "got_letter": "yes"}

    page = person.client.post(f"{person.address}q/1/", body, CONTENT_LENGTH=length)

    assert page.status_code == 400
    assert "We could not read what was sent" in page.content.decode()
    assert SurveyResponse.objects.get().answers == {}


def test_pages_are_kept_by_no_cache():
    assert begun().page.headers["Cache-Control"] == "no-store"


def away(*args, **kwargs):
    raise OperationalError("the connection is closed")


def test_typed_answers_are_offered_again_while_the_database_is_away(monkeypatch):
    person = begun().sends({"got_letter": "yes"}).sends({}, language="ar")
    monkeypatch.setattr(actions, "save", away)
    person.sends({"asked": "Send <it>"})
    offered = fields(person.page)
    assert person.page.status_code == 503
    assert '<html lang="ar" dir="rtl">' in person.text
    assert offered.hidden["asked"] == "Send <it>"
    monkeypatch.undo()

    person.sends()

    assert SurveyResponse.objects.get().answers["asked"] == {"text": "Send <it>"}


def test_a_page_that_fails_before_its_view_says_the_same(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RedisGone("gone")

    client.raise_request_exception = False
    monkeypatch.setattr("django.middleware.common.CommonMiddleware.__call__", broken)

    page = client.get("/s/anything/")

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "60"


def test_other_pages_never_give_back_what_was_typed(rf):
    request = rf.post("/accounts/login/", {"password": "kept secret"})

    page = errors.unavailable(request, OperationalError())

    assert page.status_code == 503
    assert b"kept secret" not in page.content


def test_a_start_and_a_submit_do_not_need_the_cache(monkeypatch):
    def gone(*args, **kwargs):
        raise RedisGone("gone")

    client = quick_cache.client()
    monkeypatch.setattr(type(client), "hincrby", gone)
    person = begun().answers_all(surveys.ANSWERS).sends()

    assert person.where.endswith("/receipt/")
