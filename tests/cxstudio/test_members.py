import pytest

from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def test_who_answers_is_not_recognized_as_a_member(django_assert_num_queries):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.client.force_login(make.member(agency=survey.agency).user)

    with django_assert_num_queries(1):
        person.opens("q/1/")

    request = person.page.wsgi_request
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")
    assert set(person.page.cookies) <= {"cx_attempt"}


def test_pages_without_a_survey_know_their_member(client):
    client.force_login(make.member().user)

    page = client.get("/privacy/")

    assert page.wsgi_request.user.is_authenticated


def test_every_header_that_protects_stands_on_both_sides(client):
    survey = surveys.letter()
    names = [
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Content-Language",
    ]

    pages = [client.get(path) for path in (f"/s/{survey.activity.slug}/", "/privacy/")]

    missing = [name for page in pages for name in names if name not in page.headers]
    assert missing == []
