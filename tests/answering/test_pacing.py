import re
import time
from dataclasses import replace

import pytest
import redis
from django.conf import settings as conf

from cxstudio import quick_cache
from feedback.answering import entries, pacing
from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.partners.models import InviteLink
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
WAIT = "Wait a minute, then start"


def slug() -> str:
    return f"/s/{surveys.letter().activity.slug}/"


def finish(person: Person):
    person.starts().answers_all(surveys.ANSWERS).sends()
    assert person.where.endswith("/receipt/")


def test_one_link_starts_only_so_many_in_a_minute(settings):
    settings.STARTS_PER_MINUTE = 2
    address = slug()

    people = [Person(address).starts() for _ in range(3)]

    assert [person.page.status_code for person in people] == [200, 200, 429]
    assert WAIT in people[2].text
    assert people[2].page.headers["Retry-After"] == "60"
    assert SurveyResponse.objects.count() == 2


def test_a_process_asks_for_the_first_start_and_then_for_every_few(
    settings, monkeypatch
):
    settings.STARTS_PER_MINUTE = 500
    entry = replace(entries.by_slug(surveys.letter().activity.slug), link=InviteLink())
    moments, asked, client = [time.time()], [], quick_cache.client
    monkeypatch.setattr(pacing.time, "time", lambda: moments[-1])
    monkeypatch.setattr(quick_cache, "client", lambda: asked.append(1) or client())

    counted = [pacing._started(entry) for _ in range(11)]
    first_minute = len(asked)
    moments.append(moments[0] + 60)
    again = pacing._started(entry)

    assert (counted, again) == (list(range(1, 12)), 1)
    assert (first_minute, len(asked)) == (3, 4)  # the first, sixth and eleventh
    assert len(pacing._told) == 1


def test_after_a_minute_the_same_page_starts_with_what_was_chosen(
    settings, monkeypatch
):
    settings.STARTS_PER_MINUTE = 1
    address = slug()
    Person(address).starts()
    person = Person(address).opens()
    person.sends(chosen="kept")
    assert 'name="chosen" value="kept"' in person.text
    monkeypatch.setattr(pacing.time, "time", lambda: 1_900_000_000)

    person.sends()

    assert person.where.endswith("/q/1/")


def test_another_link_is_not_slowed(settings):
    settings.STARTS_PER_MINUTE = 1
    survey = surveys.letter()
    made = [partners.make_link(survey.activity_id, by=None) for _ in range(2)]
    paths = ["/i/" + links.url(link).split("/i/")[1] for link in made]

    people = [Person(path).starts() for path in paths]

    assert [person.page.status_code for person in people] == [200, 200]


def test_whoever_has_begun_goes_on(settings):
    address = slug()
    person = Person(address).starts()
    settings.STARTS_PER_MINUTE = 1
    Person(address).starts()

    person.opens().sends()

    assert person.where.endswith("/q/1/")


def test_without_the_cache_everybody_starts(settings, monkeypatch):
    settings.STARTS_PER_MINUTE = 1

    def away():
        raise redis.ConnectionError

    address = slug()
    monkeypatch.setattr(quick_cache, "client", away)

    people = [Person(address).starts() for _ in range(2)]

    assert [person.page.status_code for person in people] == [200, 200]


def test_one_browser_sends_only_so_many_and_another_is_not_slowed(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_SENT", 2)
    address = slug()
    person = Person(address)
    finish(person)
    finish(person)

    person.starts()

    assert (person.page.status_code, WAIT in person.text) == (429, False)
    assert SurveyResponse.objects.count() == 2
    assert Person(address).starts().where.endswith("/q/1/")


def test_the_count_of_a_browser_is_signed_and_only_for_its_survey(monkeypatch):
    address = slug()
    person = Person(address)
    finish(person)

    cookie = person.client.cookies[pacing.SENT.cookie]

    assert re.fullmatch(r"1:[\w-]+:[\w-]+", cookie.value)
    assert (cookie["path"], cookie["httponly"]) == (address, True)
    assert cookie["max-age"] == pacing.WITHIN_SECONDS
    assert conf.SECRET_KEY not in cookie.value


def test_zero_sets_no_limit(settings, monkeypatch):
    settings.STARTS_PER_MINUTE = 0
    monkeypatch.setattr(pacing, "MOST_SENT", 0)

    assert Person(slug()).starts().where.endswith("/q/1/")


def test_practice_is_never_slowed(settings, monkeypatch):
    settings.STARTS_PER_MINUTE = 1
    monkeypatch.setattr(pacing, "MOST_SENT", 0)
    survey = surveys.letter(study=make.study(state="practice"))

    people = [Person(f"/s/{survey.activity.slug}/").starts() for _ in range(2)]

    assert [person.page.status_code for person in people] == [200, 200]


@pytest.mark.parametrize(
    "passed, seconds, said",
    [(0, 600, "Wait 10 minutes, then"), (541, 59, "Wait 1 minute, then")],
)
def test_a_browser_that_sent_many_reads_how_long_it_waits(
    monkeypatch, passed, seconds, said
):
    monkeypatch.setattr(pacing, "MOST_SENT", 1)
    now = 1_900_000_000
    monkeypatch.setattr(time, "time", lambda: now)
    person = Person(slug())
    finish(person)
    now += passed

    person.starts()

    assert person.page.headers["Retry-After"] == str(seconds)
    assert "Many answers were sent from this browser just now." in person.text
    assert said in person.text


def test_the_wait_of_a_browser_ends_when_it_said(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_SENT", 1)
    now = 1_900_000_000
    monkeypatch.setattr(time, "time", lambda: now)
    person = Person(slug())
    finish(person)
    now += pacing.WITHIN_SECONDS + 1

    assert person.starts().where.endswith("/q/1/")


def test_whoever_has_begun_goes_on_in_another_language_and_way(settings):
    person = Person(slug()).starts()
    settings.STARTS_PER_MINUTE = -1

    person.opens().sends(language="ar")
    person.sends()
    assert person.where.endswith("/q/1/")
    person.opens("helping/")
    person.page = person.client.post(
        person.where, {"way": "helped", "help": ["wrote"]}, follow=True
    )
    person.opens("?lang=es").sends()

    assert person.where.endswith("/q/1/")


def test_starting_with_no_answers_is_a_start(settings):
    person = Person(slug()).starts()
    settings.STARTS_PER_MINUTE = -1

    person.opens().sends(fresh="1")

    assert person.page.status_code == 429
