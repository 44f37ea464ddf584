"""A double click: a form that is sent twice is done once, and loses nothing."""

import re
import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import reverse
from redis.exceptions import RedisError

from studies.agencies import once
from studies.people.models import Conversation, Person
from studies.planning.models import Study
from tests import make

pytestmark = pytest.mark.django_db
NEW = reverse("people-new")


def drawn(client, address: str) -> str:
    """The mark in the form of a page as it was drawn for somebody."""
    page = client.get(address).content.decode()
    return re.search(r'name="once" value="(\w+)"', page)[1]


def person(mark: str, email: str = "ana@example.org") -> dict[str, str]:
    return {
        "once": mark,
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-email": email,
        "people-0-language": "en",
        "people-0-how_we_got_it": "Counter",
    }


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def test_the_second_sending_leads_where_the_first_one_did(client, designer):
    mark = drawn(client, NEW)

    answers = [client.post(NEW, person(mark)) for _ in range(2)]

    assert [answer.url for answer in answers] == [reverse("people-list")] * 2
    assert Person.objects.count() == 1


def test_whoever_goes_back_and_writes_something_else_adds_something_else(
    client, designer
):
    mark = drawn(client, NEW)

    for name in ("ana", "bo"):
        client.post(NEW, person(mark, f"{name}@example.org"))

    assert {row.email for row in Person.objects.all()} == {
        "ana@example.org",
        "bo@example.org",
    }


def test_what_was_refused_can_be_sent_again_as_it_is(client, designer):
    mark = drawn(client, NEW)

    pages = [client.post(NEW, person(mark, "half an address")) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("half an address" in page.content.decode() for page in pages)


def test_the_same_form_of_another_member_is_another_form(client, designer):
    mark = drawn(client, NEW)
    client.post(NEW, person(mark))
    other = Client()
    other.force_login(make.member(agency=designer.agency, role="designer").user)

    other.post(NEW, person(mark))

    assert Person.objects.count() == 2


def test_no_address_stands_in_the_cache(client, designer):
    client.post(NEW, person(drawn(client, NEW)))

    kept = cache._cache.get_client().keys("*once*")

    assert len(kept) == 1
    assert b"ana" not in kept[0]


def test_without_a_cache_the_form_still_works(client, designer, monkeypatch):
    mark = drawn(client, NEW)

    def away(*args):
        raise RedisError("away")

    for name in ("add", "get", "set", "delete"):
        monkeypatch.setattr(cache, name, away)
    answer = client.post(NEW, person(mark))

    assert answer.url == reverse("people-list")
    assert Person.objects.count() == 1


def request_of(rf, designer, **sent):
    request = rf.post("/here/", {"once": "abc"} | sent)
    request.user = designer.user
    return request


def test_a_page_that_failed_may_be_sent_again(rf, designer):
    calls = []

    @once.done_once
    def view(request):
        calls.append(request)
        if len(calls) == 1:
            raise ZeroDivisionError
        return HttpResponseRedirect("/there/")

    with pytest.raises(ZeroDivisionError):
        view(request_of(rf, designer))

    assert view(request_of(rf, designer)).url == "/there/"


def test_a_second_click_that_waits_in_vain_comes_back_to_the_form(
    rf, designer, monkeypatch
):
    waited = []
    monkeypatch.setattr(once.time, "sleep", waited.append)
    seen = []

    @once.done_once
    def view(request):
        if not seen:
            seen.append(view(request_of(rf, designer)))
        return HttpResponse("slow")

    view(request_of(rf, designer))

    assert seen[0].url == "/here/"
    assert sum(waited) == pytest.approx(2)


def test_a_page_without_the_mark_is_not_looked_at(rf, designer):
    calls = []
    view = once.done_once(lambda request: calls.append(1) or HttpResponse())

    for _ in range(2):
        view(request_of(rf, designer, once=""))

    assert len(calls) == 2


def test_a_conversation_and_a_study_are_kept_once(client, designer):
    round_ = make.round_(study=make.study(agency=designer.agency, state="running"))
    talk = reverse("conversation-new", args=[round_.study.slug, round_.number])
    said = {
        "once": drawn(client, talk),
        "held_on": "2026-01-05",
        "method": "call",
        "people": "1",
        "language": "en",
        "heard": "It is long.",
    }
    study = {
        "once": drawn(client, reverse("study-new")),
        "service": "Rent help",
        "title": "Letter",
        "launch_on": "2040-01-01",
        "must_hear": "Carers",
    }

    for _ in range(2):
        client.post(talk, said)
        answer = client.post(reverse("study-new"), study)

    assert Conversation.objects.count() == 1
    assert Study.objects.filter(title="Letter").count() == 1
    assert answer.url == reverse("study-board", args=["letter"])


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_add_one_person(client, designer):
    mark = drawn(client, NEW)
    ready, found = threading.Barrier(2), []

    def click() -> None:
        mine = Client()
        mine.cookies = client.cookies
        ready.wait(timeout=10)
        try:
            found.append(mine.post(NEW, person(mark)).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert found == [reverse("people-list")] * 2
    assert Person.objects.count() == 1
