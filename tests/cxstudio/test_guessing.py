"""Links and codes that are tried out: right ones work, wrong ones are slowed and told."""

import logging

import pytest
import redis
from django.urls import reverse
from django.utils import timezone

from cxstudio import guessing, quick_cache
from studies.partners import actions as partners
from tests import make
from tests.answering.person import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Three a minute, counted in the same minute whenever the test runs."""
    monkeypatch.setattr(guessing, "MOST_WRONG_A_MINUTE", 3)
    monkeypatch.setattr(guessing, "_now", lambda: 1_800_000_000)
    quick_cache.client().delete(guessing._ALARM, guessing._MINUTE.format(30_000_000))


def guess(client, number: int = 1):
    return [client.get(f"/i/guessed-{n}-of-many/") for n in range(number)]


def open_link():
    return partners.make_link(
        make.published_survey(activity=make.open_activity(anonymous=True)).activity_id,
        by=None,
    )


def test_too_many_wrong_links_are_asked_to_come_back_later(client):
    pages = guess(client, 5)

    assert [page.status_code for page in pages] == [404, 404, 404, 429, 429]
    assert pages[-1].headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    "address",
    [
        "/i/{}/",
        "/partner/{}/",
        "/visit/{}/",
        "/again/{}/",
        "/stop/{}/",
        "/done/{}/",
        "/stop/office/{}/",
        "/stop/morning/{}/",
    ],
)
def test_each_kind_of_secret_address_is_counted(client, address):
    pages = [client.get(address.format("n" * length)) for length in range(20, 25)]

    assert [page.status_code for page in pages] == [404, 404, 404, 429, 429]


def test_each_wrong_link_shows_the_same_page_slowed_or_not(client):
    pages = guess(client, 5)

    assert len({page.content for page in pages}) == 1


def test_a_right_link_works_all_the_same(client):
    link = open_link()
    guess(client, 5)

    assert client.get(f"/i/{link.token}/").status_code == 200


def test_a_right_code_works_all_the_same(client):
    link = open_link()
    guess(client, 5)

    assert client.post("/go/", {"code": link.short_code}).status_code == 302


def test_wrong_codes_count_with_wrong_links(client):
    guess(client, 3)

    answer = client.post("/go/", {"code": "34679CDF"})

    assert answer.status_code == 429


def test_a_link_that_ended_is_no_guess_and_says_that_it_is_over(client):
    link = open_link()
    partners.revoke_link(link.pk, by=make.user())
    guess(client, 5)

    page = client.get(f"/i/{link.token}/")

    assert page.status_code == 200
    assert quick_cache.client().get(guessing._MINUTE.format(30_000_000)) == b"5"


def test_an_unknown_code_and_one_that_ended_show_the_same_and_ask_as_much(
    client, django_assert_num_queries
):
    link = open_link()
    partners.revoke_link(link.pk, by=make.user())
    pages = []
    for code in (link.short_code, "34679CDF"):
        with django_assert_num_queries(2):
            pages.append(Browser().post("/go/", {"code": code}))

    ended, unknown = (page.content.decode() for page in pages)
    assert ended.replace(link.short_code, "34679CDF") == unknown
    assert pages[0].status_code == pages[1].status_code == 200


def test_the_alarm_is_logged_once_a_minute_and_names_no_address(client, caplog):
    with caplog.at_level(logging.WARNING):
        guess(client, 6)

    alarms = [r for r in caplog.records if r.message == "addresses_guessed"]
    assert [(alarm.kind, alarm.count) for alarm in alarms] == [("link", 4)]
    assert "guessed-" not in str(vars(alarms[0]))


def test_operators_read_of_it_and_others_do_not(client):
    study = make.study(state="running", started_at=timezone.now())
    operator = make.member(agency=study.agency, user=make.user(is_operator=True))
    designer = make.member(agency=study.agency)
    guess(client, 4)
    said = {}
    for name, member in (("operator", operator), ("designer", designer)):
        client.force_login(member.user)
        page = client.get(reverse("study-board", args=[study.slug]))
        said[name] = "Somebody tried out many addresses" in page.content.decode()
    client.force_login(operator.user)

    page = client.get(reverse("operate")).content.decode()

    assert said == {"operator": True, "designer": False}
    assert "Somebody tried out addresses" in page


def test_without_the_cache_nobody_is_slowed(client, monkeypatch):
    def away():
        raise redis.ConnectionError

    monkeypatch.setattr(quick_cache, "client", away)

    assert {page.status_code for page in guess(client, 5)} == {404}
    assert guessing.last_alarm() is None
